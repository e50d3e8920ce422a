import {
  collect,
  commonChats,
  count,
  cursor,
  defineTool,
  done,
  limit,
  pageAnswer,
  pageFields,
  PageRoom,
  peerOf,
  peerRecord,
  readCursor,
  READS,
  type CoreServices,
  type PeerRecord,
} from '@tgmcp/core';
import * as z from 'zod';

const NAME = 'tg_get_common_chats';
const MAX_CALLS = 10;

/** The groups that the account shares with somebody. */
export const getCommonChats = defineTool<CoreServices>()({
  name: NAME,
  title: 'Common chats',
  description: 'Groups that a person or bot and this account are both in.',
  input: z.strictObject({ user: z.string().min(1).max(512), limit: limit(1000, 100), cursor }),
  output: z.strictObject({ user: peerRecord, count, chats: z.array(peerRecord), ...pageFields }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const options = { signal: call.signal };
    const peer = await telegram.peers.resolve(args.user, options);
    if (!peer.ok) return peer;
    const question = [peer.value.id];
    const start = readCursor(NAME, question, args.cursor, z.string().regex(/^[0-9]{1,19}$/));
    if (!start.ok) return start;
    const page = await collect<PeerRecord, string>({
      room: new PageRoom(services.settings.TG_READ_PAGE_BYTES, args.limit),
      start: start.value,
      maxCalls: MAX_CALLS,
      fetch: (after = '0') => commonChats(telegram, peer.value, after, options),
    });
    if (!page.ok) return page;
    const chats = [...page.value.records];
    const how = pageAnswer(page.value, { tool: NAME, question, empty: 'No common chats.' });
    return done({ user: peerOf(peer.value), count: chats.length, chats, ...how });
  },
});
