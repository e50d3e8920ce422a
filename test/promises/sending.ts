/** What fast-mcp-telegram and mctl-telegram test of sending, and the test that shows it here. */
import { promised, type Promised } from './promised.js';

const gates = 'test/scenarios/write-tools/gates.test.ts';
const approved = 'test/scenarios/write-tools/approved-is-sent.test.ts';
const spending = 'test/scenarios/write-tools/spending-gates.test.ts';
const status = 'test/scenarios/write-tools/status.test.ts';
const send = 'test/scenarios/actions-send.test.ts';
const phones = 'test/scenarios/write-tools/phones.test.ts';
const approvals = 'packages/tgmcp-actions/src/approvals/approvals.test.ts';
const files = 'test/scenarios/write-tools/files.test.ts';
const refusedFiles = 'test/scenarios/write-tools/files-refused.test.ts';
const sources = 'packages/tgmcp-actions/src/files/sources.test.ts';
const urls = 'test/files/fetch-url.test.ts';
const text = 'packages/tgmcp-actions/src/actions/formatted-text.test.ts';
const inputs = 'packages/tgmcp-actions/src/tools/any-input.test.ts';
const hostile = 'test/serial/hostile/all-tools.test.ts';
const ledger = 'test/serial/audit/ledger.test.ts';

/** Every row about sending. */
export const SENDING: readonly Promised[] = [
  promised('sending', 'text is plain unless a format is named', [
    text,
    'is sent as it is unless it is said to be Markdown or HTML',
  ]),
  promised('sending', 'what was approved is what is sent', [approved, '$what refuses it']),
  promised('sending', 'a file that was exchanged is another one, whatever its size and time', [
    approved,
    'a file, by one of the same size and time, refuses it',
  ]),
  promised('sending', 'a path that is exchanged while it is opened shows nothing else', [
    'test/serial/files/racing-swaps.test.ts',
    '%s never shows what a link leads to',
  ]),
  promised('sending', 'to a phone number, and the contact goes again', [
    phones,
    'goes through a contact for as long as it takes where nobody is found',
  ]),
  promised(
    'sending',
    'a file is a photo only by its bytes, and a document where that is asked',
    [files, 'that is only called a picture goes as a document'],
    [files, 'that is a picture goes, as_document=%s, as a %s'],
  ),
  promised(
    'sending',
    'a data: URI has a type, a name and a largest size',
    [sources, '%.60s is read in one way, or refused'],
    [refusedFiles, 'is larger than the operator allows, from wherever it comes'],
  ),
  promised('sending', 'several files are one album', [files, 'is one of photos with one caption']),
  promised(
    'sending',
    'a URL leads to no host of the network, by name, address or redirect',
    [urls, 'is refused as a host, and nobody is dialled'],
    [urls, 'a name with %s is refused, and no address of it is dialled'],
    [urls, 'to what must not be reached is not followed'],
  ),
  promised('sending', 'what is no file of a root is not sent', [
    refusedFiles,
    'is refused by the server, whatever it is, and nothing of it is copied',
  ]),
  promised('sending', 'a flood is told with its wait, and the same code sends later', [
    send,
    'answers a flood wait with retry_after, and the same code sends later',
  ]),
  promised('gate', 'closed for one reason, it says that one, and nothing is sent', [
    gates,
    '%s refuses every tool',
  ]),
  promised('gate', 'no argument of the model opens it', [
    hostile,
    'had nothing written: only reads are on the wire',
  ]),
  promised('gate', 'the way on is told for each thing that is missing', [
    status,
    'names all that is missing, not just the first',
  ]),
  promised('gate', 'a refusal neither sends nor burns the confirmation', [
    spending,
    'after which each code still does what was approved, once',
  ]),
  promised(
    'gate',
    'a confirmation is for one content, one account and a while',
    [approved, 'the account refuses it, even where the state of the one'],
    [approvals, 'ends after its life, also when the wall clock was put back'],
  ),
  promised('gate', 'tools say that they change things', [
    'packages/tgmcp-actions/src/catalogue.test.ts',
    'preview unless told otherwise, and say that they change things',
  ]),
  promised('gate', 'whatever is asked, the answer has a code of the table', [
    inputs,
    'and that of most tools is a preview at times, and an execution then',
  ]),
  promised('gate', 'a cap takes the whole of a claim or nothing', [
    'packages/core/src/pacing/quotas.test.ts',
    'take the whole of a claim or nothing of it',
  ]),
  promised(
    'gate',
    'every write and every refusal has its record, and no record can be changed unseen',
    [ledger, 'each write on the wire has its attempt in the log, and each attempt its write'],
    [ledger, 'flipped a character, the record is named'],
  ),
];
