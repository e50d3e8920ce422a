import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { NOTICE, pageFields, READS } from './fields.js';
import { peerOf, peerRecord } from './records.js';

/**
 * Who has a username now, or a phone number where the settings show such numbers. Always asks Telegram: usernames change
 * hands. Nobody is added to the contacts by that.
 */
export const resolveUsername = defineTool<CoreServices>()({
  name: 'tg_resolve_username',
  title: 'Look up a username',
  description: 'Who or what a @username, t.me link or +phone leads to right now: id, type and title.',
  input: z.strictObject({
    username: z.string().min(1).max(512),
  }),
  output: peerRecord.extend({ notice: pageFields.notice, hidden_characters: pageFields.hidden_characters }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const peer = await opened.value.telegram.peers.resolve(args.username, {
      fresh: true,
      phones: services.settings.TG_SHOW_PHONE_NUMBERS,
      signal: call.signal,
    });
    if (!peer.ok) return peer;
    return done({ ...peerOf(peer.value), notice: NOTICE });
  },
});
