import { defineTool, openChat, infoAnswer, infoOutput, READS, refuse, type CoreServices } from '@tgmcp/core';
import * as z from 'zod';

/** Who has a user id. Only ids that a tool has printed can be looked up: Telegram gives nobody away by the number alone. */
export const getUserById = defineTool<CoreServices>()({
  name: 'tg_get_user_by_id',
  title: 'Look up a user id',
  description: 'Who has a user id that another tool printed: name, username, last seen.',
  input: z.strictObject({ user_id: z.coerce.string().min(1).max(20) }),
  output: infoOutput,
  hints: READS,
  async handle(args, services, call) {
    if (!/^[1-9][0-9]*$/.test(args.user_id)) {
      return refuse('INPUT_INVALID', { data: { problems: ['user_id: must be a positive number'] } });
    }
    const opened = await openChat(services, args.user_id, call);
    if (!opened.ok) return opened;
    const { telegram, peer, options } = opened.value;
    return infoAnswer(telegram, peer, services.settings, options);
  },
});
