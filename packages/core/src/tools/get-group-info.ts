import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { chatInfo } from '../telegram/reader/chat-info.js';
import { count, group, NOTICE, pageFields, READS } from './fields.js';
import { peerRecord } from './records.js';

/** What a chat, channel, user or bot is. Phone numbers are left out unless the settings show them. */
export const getGroupInfo = defineTool<CoreServices>()({
  name: 'tg_get_group_info',
  title: 'Chat or user details',
  description:
    'Details of one group, channel, user or bot: description, member counts, slow mode, linked chat.',
  input: z.strictObject({ group }),
  output: peerRecord.extend({
    description: z.string().optional(),
    members: count.optional(),
    admins: count.optional(),
    online: count.optional(),
    slow_mode_sec: count.optional(),
    linked_chat_id: z.string().optional(),
    forum: z.literal(true).optional(),
    first_name: z.string().optional(),
    last_name: z.string().optional(),
    phone: z.string().optional(),
    premium: z.literal(true).optional(),
    verified: z.literal(true).optional(),
    scam: z.literal(true).optional(),
    common_chats: count.optional(),
    notice: pageFields.notice,
    hidden_characters: pageFields.hidden_characters,
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const peer = await telegram.peers.resolve(args.group, { signal: call.signal });
    if (!peer.ok) return peer;
    const info = await chatInfo(telegram, peer.value, { signal: call.signal });
    if (!info.ok) return info;
    const { phone, ...shown } = info.value;
    const withPhone = services.settings.TG_SHOW_PHONE_NUMBERS && phone !== undefined ? { phone } : {};
    return done({ ...shown, ...withPhone, notice: NOTICE });
  },
});
