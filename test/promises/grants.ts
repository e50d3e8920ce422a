/** What tg-mcp-guarded tests of batches and lanes, and the test that shows it here. */
import { promised, type Promised } from './promised.js';

const batches = 'test/scenarios/batches/gates.test.ts';
const run = 'packages/tgmcp-actions/src/batch/run.test.ts';
const lists = 'packages/tgmcp-actions/src/batch/lists/lists.test.ts';
const grants = 'packages/tgmcp-actions/src/approvals/grants.test.ts';
const life = 'test/scenarios/lanes/lane-life.test.ts';
const sends = 'test/scenarios/lanes/lane-sends.test.ts';
const races = 'test/scenarios/lanes/lane-races.test.ts';
const hours = 'packages/tgmcp-actions/src/lanes/hours.test.ts';
const links = 'packages/tgmcp-actions/src/lanes/links.test.ts';

const BATCHES: readonly Promised[] = [
  promised('batch', 'each chat and each message once, in portions', [
    lists,
    'is cut into portions, each chat and each message once',
  ]),
  promised(
    'batch',
    'what the allowlist has not is blocked and told',
    [batches, 'of which nothing is allowed is refused, with the reasons'],
    [run, 'whose chat left the allowlist is blocked, and the others go on'],
  ),
  promised('batch', 'an approval that is over needs another one', [
    run,
    'of a batch whose approval is over is refused, until it is approved again',
  ]),
  promised(
    'batch',
    'one run at a time, however many are started',
    [run, 'of one process attempt each item once'],
    [run, 'of two processes attempt each item once, and the one that lost its hold sends nothing more'],
  ),
  promised('batch', 'an approved one is done, each item once', [
    batches,
    'a batch of %s is done, each item once, and a repeat does nothing',
  ]),
  promised('batch', 'chats are left that somebody marked, no others', [
    lists,
    'keeps what somebody marked, each once',
  ]),
  promised(
    'batch',
    'floods, quotas and unknown outcomes pause it, and fail nothing',
    [run, 'by a flood wait, until it is over'],
    [run, 'by a quota that is used up, and may be run again as soon as there is more'],
    [run, 'by an outcome that nobody knows, until a look or the operator settles it'],
  ),
  promised('batch', 'items that were changed since the approval are refused', [
    run,
    'of a batch whose items are not what was approved is refused',
  ]),
  promised('batch', 'can be paused, cancelled, refused and revoked in the middle', [
    run,
    'of a batch that was %s in the middle ends before the next item',
  ]),
];

const LANES: readonly Promised[] = [
  promised('lane', 'its targets are on the allowlist', [
    life,
    'with one target that is not on the allowlist, or not for sending',
  ]),
  promised(
    'lane',
    'its life, counts and interval have bounds',
    [life, 'for %j'],
    [life, 'with an interval below the operator’s'],
  ),
  promised(
    'lane',
    'hours have two ends and a zone, and count',
    [hours, 'may be left out, and else need both ends and a zone that exists'],
    [sends, 'outside the hours of the lane is refused'],
  ),
  promised('lane', 'a wrong phrase takes none into use, the right one does', [
    life,
    'a lane is taken into use by the phrase and its aged code, and by nothing less',
  ]),
  promised('lane', 'what keeps it from being taken into use costs no code', [
    life,
    'while settings are unsafe, writing is off, or the operator stopped it; so is taking one into use',
  ]),
  promised('lane', 'a message needs no approval of its own, is counted, and recorded without its text', [
    sends,
    'is checked by default, sent on request, counted, and never sent twice',
  ]),
  promised('lane', 'a send that nobody knows of keeps its place', [
    sends,
    'of unknown outcome keeps its place, and is settled by repeating the call',
  ]),
  promised('lane', 'nothing goes to a chat outside of it', [
    sends,
    'to a chat outside the lane, or outside the allowlist, is refused',
  ]),
  promised(
    'lane',
    'links are found whatever they look like',
    [sends, '%j is refused'],
    [links, '%s is one'],
    [links, '%s is none'],
  ),
  promised('lane', 'used up is used up', [
    sends,
    'beyond the counts of the lane is refused, and there is no way to more',
  ]),
  promised('lane', 'revoked in the middle, what is in flight ends, and nothing else begins', [
    races,
    'a lane that is revoked while a message is in flight lets that one end, and no other begin',
  ]),
  promised('lane', 'of two senders one gets the last message', [
    races,
    'of two processes that race for the last message of a lane exactly one gets it',
  ]),
  promised('lane', 'waits for its approval for a while only', [
    life,
    'waits for its approval no longer than the settings say, and is in use no longer than its scope',
  ]),
  promised('lane', 'keeps its interval for each chat', [
    sends,
    'waits for its turn in one chat, and not for another chat',
  ]),
  promised('lane', 'a scope that was changed on disk is good for nothing', [
    grants,
    'whose stored %s is not what was digested any more cannot be used',
  ]),
];

/** Every row about grants: leave for many actions at once. */
export const GRANTS: readonly Promised[] = [...BATCHES, ...LANES];
