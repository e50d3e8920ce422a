/** What a user or chat is, for the tools that tell it. */
import * as z from 'zod';
import type { Settings } from '../config/settings.js';
import { done, type Outcome } from '../errors/outcome.js';
import type { CallOptions } from '../telegram/caller.js';
import type { ResolvedPeer } from '../telegram/peers/peers.js';
import { chatInfo } from '../telegram/reader/chat-info.js';
import type { Telegram } from '../telegram/telegram.js';
import { count, NOTICE, pageFields } from './fields.js';
import { peerRecord } from './records.js';

/** The fields; phone numbers are left out unless the settings show them. */
export const infoOutput = peerRecord.extend({
  description: z.string().optional(),
  members: count.optional(),
  admins: count.optional(),
  online: count.optional(),
  slow_mode_sec: count.optional(),
  linked_chat_id: z.string().optional(),
  migrated_from: z.string().optional(),
  forum: z.literal(true).optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  phone: z.string().optional(),
  premium: z.literal(true).optional(),
  verified: z.literal(true).optional(),
  scam: z.literal(true).optional(),
  common_chats: count.optional(),
  last_seen: z.string().optional(),
  notice: pageFields.notice,
  hidden_characters: pageFields.hidden_characters,
});

/** Asks Telegram about a user or chat, by one call. */
export async function infoAnswer(
  account: Telegram,
  peer: ResolvedPeer,
  settings: Pick<Settings, 'TG_SHOW_PHONE_NUMBERS'>,
  options: CallOptions,
): Promise<Outcome<z.infer<typeof infoOutput>>> {
  const info = await chatInfo(account, peer, options);
  if (!info.ok) return info;
  const { phone, ...shown } = info.value;
  const withPhone = settings.TG_SHOW_PHONE_NUMBERS && phone !== undefined ? { phone } : {};
  return done({ ...shown, ...withPhone, notice: NOTICE });
}
