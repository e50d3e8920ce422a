import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import { collect } from '../paging/collect.js';
import { readCursor } from '../paging/cursor.js';
import { PageRoom } from '../paging/page.js';
import type { CoreServices } from '../runtime/services.js';
import {
  dialogPosition,
  listDialogs,
  type DialogPosition,
  type DialogRecord,
} from '../telegram/reader/list-dialogs.js';
import { folder, folderFilter } from './folder-filter.js';
import { count, cursor, limit, pageFields, READS } from './fields.js';
import { pageAnswer } from './page-answer.js';
import { peerRecord } from './records.js';

const NAME = 'tg_get_my_dialogs';
const KINDS = ['all', 'user', 'bot', 'group', 'channel', 'draft'] as const;
/** Calls for one page: a rare kind is looked for in up to a thousand dialogs, then the cursor goes on. */
const MAX_CALLS = 10;
const MOST_IN_A_CALL = 100;

const FILTERS: Readonly<Record<(typeof KINDS)[number], (dialog: DialogRecord) => boolean>> = {
  all: () => true,
  user: ({ type }) => type === 'user',
  bot: ({ type }) => type === 'bot',
  group: ({ type }) => type === 'group' || type === 'supergroup',
  channel: ({ type }) => type === 'channel',
  draft: ({ draft }) => draft !== undefined,
};

/** The account's chats, newest activity first. The kind is filtered before the limit counts. */
export const getMyDialogs = defineTool<CoreServices>()({
  name: NAME,
  title: 'List chats',
  description:
    'The chats of the account, pinned first, then newest activity, with unread counts. Use it to find ids.',
  input: z.strictObject({
    limit: limit(1000, 50),
    dialog_type: z.enum(KINDS).default('all'),
    folder,
    cursor,
  }),
  output: z.strictObject({
    count,
    dialogs: z.array(
      peerRecord.extend({
        unread: count,
        unread_mentions: count.optional(),
        pinned: z.literal(true).optional(),
        members: count.optional(),
        muted: z.literal(true).optional(),
        archived: z.literal(true).optional(),
        draft: z.string().optional(),
        last_message: z.string().optional(),
      }),
    ),
    ...pageFields,
  }),
  hints: READS,
  async handle(args, services, call) {
    const question = args.folder === '' ? [args.dialog_type] : [args.dialog_type, args.folder];
    const start = readCursor(NAME, question, args.cursor, dialogPosition);
    if (!start.ok) return start;
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const inFolder = await folderFilter(telegram, args.folder, { signal: call.signal });
    if (!inFolder.ok) return inFolder;
    const isWhole = args.dialog_type === 'all' && args.folder === '';
    const wantedKind = FILTERS[args.dialog_type];
    const page = await collect<DialogRecord, DialogPosition>({
      room: new PageRoom(services.settings.TG_READ_PAGE_BYTES, args.limit),
      start: start.value,
      maxCalls: MAX_CALLS,
      fetch: async (from, wanted) => {
        // Pinned dialogs come only with the first portion, so those that are behind are asked for once more.
        const needed = isWhole ? wanted + (from?.pinned ?? 0) : MOST_IN_A_CALL;
        const portion = await listDialogs(telegram, from, Math.min(needed, MOST_IN_A_CALL), {
          signal: call.signal,
        });
        if (!portion.ok) return portion;
        const items = portion.value.items.map(({ record, facts, after }) => ({
          record: record !== undefined && wantedKind(record) && inFolder.value(facts) ? record : undefined,
          after,
        }));
        return done({ items, more: portion.value.more });
      },
    });
    if (!page.ok) return page;
    const empty = isWhole ? 'This account has no chats.' : 'No such chats.';
    const how = pageAnswer(page.value, { tool: NAME, question, empty });
    return done({ count: page.value.records.length, dialogs: [...page.value.records], ...how });
  },
});
