import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { NOTICE, pageFields, READS } from './fields.js';
import { peerOf, peerRecord } from './records.js';

/** Who has a username now. Always asks Telegram: usernames change hands. */
export const resolveUsername = defineTool<CoreServices>()({
  name: 'tg_resolve_username',
  title: 'Look up a username',
  description: 'Who or what a @username or t.me link leads to right now: id, type and title.',
  input: z.strictObject({
    username: z.string().min(1).max(512).describe('@username, username or t.me link'),
  }),
  output: peerRecord.extend({ notice: pageFields.notice, hidden_characters: pageFields.hidden_characters }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const peer = await opened.value.telegram.peers.resolve(args.username, {
      fresh: true,
      signal: call.signal,
    });
    if (!peer.ok) return peer;
    return done({ ...peerOf(peer.value), notice: NOTICE });
  },
});
