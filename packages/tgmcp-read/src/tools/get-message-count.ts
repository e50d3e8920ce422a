import {
  openChat,
  count,
  defineTool,
  done,
  group,
  NOTICE,
  pageFields,
  peerOf,
  peerRecord,
  readHistory,
  READS,
  type CoreServices,
} from '@tgmcp/core';
import * as z from 'zod';

/** How many messages a chat has, service messages included, as Telegram counts them. */
export const getMessageCount = defineTool<CoreServices>()({
  name: 'tg_get_message_count',
  title: 'Count messages',
  description: 'How many messages one chat has, service messages included.',
  input: z.strictObject({ group }),
  output: z.strictObject({
    group: peerRecord,
    message_count: count,
    notice: pageFields.notice,
    hidden_characters: pageFields.hidden_characters,
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await openChat(services, args.group, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    const page = await readHistory(telegram, peer, { before: 0, after: 0, limit: 1 }, options);
    if (!page.ok) return page;
    return done({ group: peerOf(peer), message_count: page.value.total, notice: NOTICE });
  },
});
