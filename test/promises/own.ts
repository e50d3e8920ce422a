/** What is promised of reading beyond what the systems before this one test: exports, the chat scope, the raw call. */
import { promised, type Promised } from './promised.js';

const exports = 'test/scenarios/read-export.test.ts';
const command = 'test/scenarios/operator-export.test.ts';
const trouble = 'test/scenarios/read-export-trouble.test.ts';
const killed = 'test/serial/export/killed.test.ts';
const part = 'packages/core/src/export/part-file.test.ts';
const older = 'test/scenarios/older-exports.test.ts';
const migrated = 'test/scenarios/read-migrated.test.ts';
const scope = 'test/scenarios/read-scope.test.ts';
const lists = 'packages/core/src/telegram/scope/lists.test.ts';
const answers = 'packages/core/src/telegram/scope/chat-scope.test.ts';
const raw = 'test/scenarios/read-raw.test.ts';

/** Every row of them. */
export const OWN: readonly Promised[] = [
  promised('export', 'messages of several chats as JSON lines', [exports, 'of several chats, oldest first']),
  promised('export', 'messages as a table', [exports, 'writes a table']),
  promised('export', 'messages as Markdown', [exports, 'writes Markdown for people']),
  promised('export', 'days', [exports, 'keeps to days']),
  promised('export', 'participants', [exports, 'writes the members of a group']),
  promised('export', 'dialogs and groups', [exports, 'writes dialogs, and groups alone']),
  promised('export', 'killed and gone on with, byte for byte the same', [killed, 'the same byte for byte']),
  promised('export', 'a process that was paused changes nothing', [part, 'beyond the reach of a process']),
  promised('export', 'a part that was changed is not gone on with', [command, 'a part that was changed']),
  promised(
    'export',
    'cancelled, it keeps its part',
    [trouble, 'a client that gives up leaves a part'],
    [command, 'ends in good order on Ctrl-C'],
  ),
  promised('export', 'a flood is told with the wait', [trouble, 'a flood in the middle is a result']),
  promised('export', 'progress', [trouble, 'tells a client that asked for it how far it is']),
  promised('export', 'a takeout session where the operator allows it', [command, 'within a takeout session']),
  promised('export', 'the analytics of tg-mcp', [older, 'members and messages of each group and a report']),
  promised('export', 'what stands in an older chat is told', [migrated, 'what is not in it, and where']),
  promised('scope', 'a blocked chat is in no request and no row', [scope, 'named by no request']),
  promised('scope', 'under every name', [scope, 'is refused under each of its names']),
  promised('scope', 'in every page of a global list', [scope, 'left out of each page of a list']),
  promised('scope', 'a list of allowed chats is all there is', [scope, 'is all there is']),
  promised('scope', 'ids are resolved once', [lists, 'pin a name on disk']),
  promised('scope', 'folders are entries', [lists, 'read folders again after ten minutes']),
  promised(
    'scope',
    'login codes',
    [scope, 'is shown only where the operator says so'],
    [answers, 'nothing of the chats with login codes'],
  ),
  promised('scope', 'an entry that leads nowhere stops all reading', [scope, 'stops all reading']),
  promised(
    'scope',
    'exports and the raw call keep to it',
    [exports, 'reads no chat out of it'],
    [raw, 'stays within the chat scope'],
  ),
  promised('raw', 'names in any case, with or without Request', [raw, 'finds its method under the name']),
  promised('raw', 'only what is on the read list', [raw, 'refuses %s before anything leaves']),
  promised('raw', 'arguments are checked against the schema', [raw, 'unknown, missing or of a wrong kind']),
  promised('raw', 'peers are resolved', [raw, 'resolves chats by any name']),
  promised('raw', '64-bit numbers are strings', [raw, '64-bit numbers as strings']),
  promised('raw', 'no access hashes', [raw, 'shows no access hash']),
  promised('raw', 'fits a page', [raw, 'cuts a long answer to the size of a page']),
];
