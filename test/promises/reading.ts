/**
 * What the systems before this one test of reading, row by row in our words, and the test that shows it here. Where ours
 * behaves otherwise on purpose, the row says what it does instead.
 */
import { OWN } from './own.js';
import { promised, type Promised } from './promised.js';

const tools = 'test/scenarios/read-tools.test.ts';
const messages = 'test/scenarios/read-messages.test.ts';
const people = 'test/scenarios/read-people.test.ts';
const search = 'test/scenarios/read-search.test.ts';
const topics = 'test/scenarios/read-topics.test.ts';
const trouble = 'test/scenarios/read-trouble.test.ts';
const files = 'test/scenarios/read-files.test.ts';
const details = 'test/scenarios/read-details.test.ts';
const names = 'packages/core/src/telegram/peers/names.test.ts';
const buttons = 'packages/core/src/telegram/reader/buttons.test.ts';
const moments = 'packages/core/src/text/moments.test.ts';
const peers = 'test/telegram/peers.test.ts';
const sessions = 'test/telegram/sessions.test.ts';

/** Every row about reading of what tg-mcp-guarded tests. */
const GUARDED: readonly Promised[] = [
  promised('info', 'a name without @ is a username as well', [details, 'are found by the name %s']),
  promised('info', 'what does not exist is not found', [tools, 'that do not exist are refused as not found']),
  promised('info', 'a title with spaces names a chat, whatever its case', [
    details,
    'are found by the name %s',
  ]),
  promised('info', 'a person is described as a user', [details, 'of a person are those of a user']),
  promised('participants', 'bots are left out', [people, 'are its people without its bots']),
  promised('participants', 'a list for admins only is a refusal, not an empty list', [
    people,
    'that are hidden, and those of a person, are refused',
  ]),
  promised('participants', 'of a basic group too', [people, 'of a basic group are listed and found too']),
  promised('search', 'members are found in the chat that is named', [
    people,
    'are found by a part of their name',
  ]),
  promised('search', 'words are looked for within dates', [
    tools,
    'finds words within dates, both days included',
  ]),
  promised('search', 'nothing found is a success', [tools, 'that finds nothing is a success with a note']),
  promised('count', 'of a group and of a person', [people, 'has a number of messages, of a person too']),
  promised('messages', 'the history of a chat and of a person', [
    messages,
    'in a private chat are missing where the id is that of another chat',
  ]),
  promised('messages', 'a pinned message says so', [messages, 'and that it is pinned']),
  promised('messages', 'since a cutoff stops there', [messages, 'since a moment have a tool of their own']),
  promised('messages', 'senders that are users and channels have their ids', [
    details,
    'name a channel that speaks by its marked id',
  ]),
  promised('messages', 'buttons are told with row, column, text, kind and data', [
    buttons,
    'under a message are told by their kind',
  ]),
  promised('pagination', 'both bounds are kept', [tools, 'can be bounded by ids on both sides']),
  promised('pagination', 'pages hold each message once', [
    tools,
    'come newest first, page by page, each exactly once',
  ]),
  promised('creation date', 'by id, @username and title', [people, 'named %s has a first day']),
  promised('account', 'another account than expected is no account', [
    sessions,
    'must be the one that the settings expect',
  ]),
  promised('download', 'the message that is named, looked up by its id alone', [
    files,
    'lies in the inbox byte for byte',
  ]),
  promised('download', 'nothing of another chat or message in its place', [
    files,
    'may be empty, and may be one of several',
  ]),
  promised('download', 'under a name of ours, in the inbox and nowhere else', [
    files,
    'has a name of ours, whatever its sender calls it',
  ]),
];

/** Every row about reading of what fast-mcp-telegram tests. */
const FAST: readonly Promised[] = [
  promised('dates', 'both ends belong to the range, the last day as a whole', [
    messages,
    'of dates include the whole last day',
  ]),
  promised('dates', 'without an offset are of the zone that is given', [
    moments,
    'without an offset is one of the zone',
  ]),
  promised('dates', 'that are none are an error', [tools, 'refuses a date that no calendar has']),
  promised('modes', 'that contradict each other are refused, and said', [
    messages,
    'do not go with bounds, and say which',
  ]),
  promised('modes', 'a message by id that is gone has a stub in its place', [
    messages,
    'by their ids come in that order, with a stub',
  ]),
  promised('chat', 'once for a chat, with each message of a global search', [
    search,
    'newest first, with its chat',
  ]),
  promised('topics', 'a message of a topic names it', [messages, 'are the messages of a forum topic']),
  promised('topics', 'a list of topics has as many pages as it takes', [
    topics,
    'come page by page, and are found',
  ]),
  promised('comments', 'are read in the discussion group', [messages, 'are the comments of a post']),
  promised('buttons', 'of every kind', [buttons, 'under a message are told by their kind']),
  promised(
    'buttons',
    'keyboards of bots',
    [buttons, 'of a keyboard are told row by row'],
    [details, 'show the keyboard that a bot offers'],
  ),
  promised('media', 'polls with their results', [messages, 'shows what it carries, without fetching it']),
  promised('links', 'of every shape, with thread, comment and time', [names, '%s is read as what it names']),
  promised('links', 'lead to a comment', [messages, 'are the comments of a post']),
  promised('links', 'are printed so that they lead back', [
    messages,
    'by a link come alone, or with what stands around',
  ]),
  promised('numbers', 'of 64 bits are text', [details, 'have ids of 64 bits as text']),
  promised('peers', 'a number is an id of one kind of peer only', [names, '%s is read as what it names']),
  promised('peers', 'an ambiguous name gives its candidates', [peers, 'comes with its candidates']),
  promised('errors', "Telegram's errors have codes of their own", [
    'packages/core/src/telegram/rpc-errors.test.ts',
    '%s %s are read as what they mean',
  ]),
  promised('errors', 'a flood is told with its wait', [trouble, 'answers a long FLOOD_WAIT with the wait']),
  promised(
    'client',
    'callers at the same time share one',
    [details, 'share one connection'],
    ['test/telegram/calls.test.ts', 'reads on one connection, however many ask at once'],
  ),
  promised('search', 'several words are merged, each message once', [
    search,
    'for several words gives each message once',
  ]),
];

/** All of them. */
export const READING: readonly Promised[] = [...GUARDED, ...FAST, ...OWN];

/** What those systems test and this one has not, with the reason. */
export const NOT_HERE: Readonly<Record<string, string>> = {
  'transcription of voice messages': 'a limited resource of the account, which reading must not spend',
  'contents of to-do lists':
    "the client library's layer 198 does not know them: Telegram sends `unsupported`",
  'tickets for attachments, bearer tokens, URL tokens, discovery cards': 'there is no remote mode',
};
