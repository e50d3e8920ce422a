import {
  linkOf,
  count,
  cursor,
  defineTool,
  done,
  limit,
  messageId,
  messageRecord,
  pageFields,
  peerRecord,
  readHistory,
  READS,
  recordPage,
  unreadMentions,
  type CallOptions,
  type CoreServices,
  type MessageRecord,
  type Outcome,
  type Telegram,
} from '@tgmcp/core';
import * as z from 'zod';
import {
  compare,
  placeOf,
  UNREAD_RANKS,
  unreadChats,
  type UnreadChat,
  type UnreadPlace,
} from '../unread/unread-chats.js';

const NAME = 'tg_get_unread';
/** Chats on one page, each with one or two calls. */
const MOST_CHATS = 20;
/** Of the room that is left, the part that one chat may take. */
const SHARE = 4;
const LEAST_BYTES = 1500;

const place: z.ZodType<UnreadPlace> = z.strictObject({
  rank: z.int().min(0).max(10),
  at: z.int().min(0),
  id: z.string().max(32),
});

const unreadRecord = peerRecord.extend({
  link_base: z.string().optional(),
  why: z.enum(UNREAD_RANKS),
  unread: count,
  unread_mentions: count.optional(),
  unread_reactions: count.optional(),
  /** Of these, the ones that name the account. */
  mentions: z.array(messageId).optional(),
  messages: z.array(messageRecord),
  /** Unread messages that did not fit; they are older than the last one here. */
  older: count.optional(),
});
type UnreadRecord = z.infer<typeof unreadRecord>;

/** What is unread in all chats, the weightiest first. Marks nothing as read. */
export const getUnread = defineTool<CoreServices>()({
  name: NAME,
  title: 'Unread digest',
  description: 'Unread messages of all chats: mentions, direct, groups, channels, muted last. Stays unread.',
  input: z.strictObject({ limit: limit(100, 20).describe('per chat'), cursor }),
  output: z.strictObject({
    /** Chats with something unread, on all pages. */
    unread_chats: count,
    count,
    chats: z.array(unreadRecord),
    ...pageFields,
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const options = { signal: call.signal };
    const all = await unreadChats(telegram, options);
    if (!all.ok) return all;
    const { chats, isWhole } = all.value;
    let left = services.settings.TG_READ_PAGE_BYTES;
    const page = await recordPage<UnreadRecord, UnreadPlace>(services, {
      tool: NAME,
      question: [args.limit],
      cursor: args.cursor,
      position: place,
      limit: MOST_CHATS,
      maxCalls: MOST_CHATS,
      empty: 'Nothing is unread.',
      fetch: async (from) => {
        const rest = chats.filter((chat) => from === undefined || compare(placeOf(chat), from) > 0);
        const [chat] = rest;
        if (chat === undefined) return done({ items: [], more: false });
        const room = Math.max(LEAST_BYTES, Math.floor(left / SHARE));
        const record = await unreadOf(telegram, chat, { limit: args.limit, room }, options);
        if (!record.ok) return record;
        left -= Buffer.byteLength(JSON.stringify(record.value));
        return done({ items: [{ record: record.value, after: placeOf(chat) }], more: rest.length > 1 });
      },
    });
    if (!page.ok) return page;
    const { records, how } = page.value;
    const note = isWhole ? {} : { note: 'Only the 1,000 chats with the newest activity were looked at.' };
    return done({ unread_chats: chats.length, count: records.length, chats: records, ...note, ...how });
  },
});

/** One chat: the messages that name the account, and the newest of the others, as far as they fit. */
async function unreadOf(
  telegram: Telegram,
  { dialog, record, rank }: UnreadChat,
  { limit: most, room }: { readonly limit: number; readonly room: number },
  options: CallOptions,
): Promise<Outcome<UnreadRecord>> {
  const { id, type, title, username } = record;
  const { state } = dialog;
  const peer = await telegram.peers.known(id);
  const base: UnreadRecord = {
    id,
    type,
    title,
    ...(username === undefined ? {} : { username }),
    ...linkOf(record),
    why: rank,
    unread: record.unread,
    ...(state.mentions > 0 ? { unread_mentions: state.mentions } : {}),
    ...(state.reactions > 0 ? { unread_reactions: state.reactions } : {}),
    messages: [],
  };
  if (peer === undefined) return done(base);
  const naming = state.mentions > 0 ? await unreadMentions(telegram, peer, most, options) : done([]);
  if (!naming.ok) return naming;
  const range = { before: 0, after: state.readUpTo, limit: most };
  const newest = record.unread > 0 ? await readHistory(telegram, peer, range, options) : undefined;
  if (newest?.ok === false) return newest;
  const others = newest?.value.items.flatMap(({ record: one }) => one ?? []) ?? [];
  const found = new Map<number, MessageRecord>();
  // Being named comes first where the room ends.
  for (const message of [...naming.value, ...others])
    if (!found.has(message.id)) found.set(message.id, message);
  const messages: MessageRecord[] = [];
  let used = 0;
  for (const message of found.values()) {
    used += Buffer.byteLength(JSON.stringify(message)) + 1;
    if (messages.length > 0 && used > room) break;
    messages.push(message);
  }
  const named = new Set(naming.value.map((one) => one.id));
  const mentions = messages.filter((one) => named.has(one.id)).map((one) => one.id);
  const shown = messages.filter((one) => one.id > state.readUpTo).length;
  const older = Math.max(0, record.unread - shown);
  return done({
    ...base,
    ...(mentions.length === 0 ? {} : { mentions }),
    messages: messages.toSorted((one, other) => other.id - one.id),
    ...(older === 0 ? {} : { older }),
  });
}
