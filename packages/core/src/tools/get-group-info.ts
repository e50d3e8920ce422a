import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { profilePhotos } from '../telegram/reader/files/profile-photos.js';
import { count, group, READS } from './fields.js';
import { infoAnswer, infoOutput } from './info-answer.js';
import { openChat } from './open-chat.js';

/** What a chat, channel, user or bot is. Phone numbers are left out unless the settings show them. */
export const getGroupInfo = defineTool<CoreServices>()({
  name: 'tg_get_group_info',
  title: 'Chat or user details',
  description:
    'Details of one group, channel, user or bot: description, member counts, slow mode, linked chat.',
  input: z.strictObject({
    group,
    photos: count.max(100).default(0).describe('how many to list'),
  }),
  output: infoOutput.extend({
    photos: z
      .array(z.strictObject({ id: z.string(), date: z.string(), width: count, height: count }))
      .optional(),
  }),
  hints: READS,
  async handle(args, services, call) {
    const opened = await openChat(services, args.group, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    const info = await infoAnswer(telegram, peer, services.settings, options);
    if (!info.ok || args.photos === 0) return info;
    const photos = await profilePhotos(telegram, peer, args.photos, options);
    return photos.ok ? done({ ...info.value, photos: photos.value }) : photos;
  },
});
