import {
  openChat,
  commonChats,
  count,
  cursor,
  defineTool,
  done,
  limit,
  recordPage,
  pageFields,
  peerOf,
  peerRecord,
  READS,
  type CoreServices,
  type PeerRecord,
} from '@tgmcp/core';
import * as z from 'zod';

const NAME = 'tg_get_common_chats';

/** The groups that the account shares with somebody. */
export const getCommonChats = defineTool<CoreServices>()({
  name: NAME,
  title: 'Common chats',
  description: 'Groups that a person or bot and this account are both in.',
  input: z.strictObject({ user: z.string().min(1).max(512), limit: limit(1000, 100), cursor }),
  output: z.strictObject({ user: peerRecord, count, chats: z.array(peerRecord), ...pageFields }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await openChat(services, args.user, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    const page = await recordPage<PeerRecord, string>(services, {
      ...args,
      tool: NAME,
      question: [peer.id],
      position: z.string().regex(/^[0-9]{1,19}$/),
      empty: 'No common chats.',
      fetch: (after = '0') => commonChats(telegram, peer, after, options),
    });
    if (!page.ok) return page;
    const { records: chats, how } = page.value;
    return done({ user: peerOf(peer), count: chats.length, chats, ...how });
  },
});
