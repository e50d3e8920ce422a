import * as z from 'zod';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { group, READS } from './fields.js';
import { infoAnswer, infoOutput } from './info-answer.js';

/** What a chat, channel, user or bot is. Phone numbers are left out unless the settings show them. */
export const getGroupInfo = defineTool<CoreServices>()({
  name: 'tg_get_group_info',
  title: 'Chat or user details',
  description:
    'Details of one group, channel, user or bot: description, member counts, slow mode, linked chat.',
  input: z.strictObject({ group }),
  output: infoOutput,
  hints: READS,
  async handle(args, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const { telegram } = opened.value;
    const peer = await telegram.peers.resolve(args.group, { signal: call.signal });
    if (!peer.ok) return peer;
    return infoAnswer(telegram, peer.value, services.settings, { signal: call.signal });
  },
});
