import type { TlObject } from '../../tl/value.js';
import type { WorldUser } from '../../world/model.js';

/** TL BotInfo: what a bot says of itself, and the commands of its menu. */
export function renderBotInfo(bot: WorldUser): TlObject {
  const profile = bot.botProfile;
  const commands = profile?.commands ?? [];
  return {
    _: 'botInfo',
    user_id: bot.id,
    description: profile?.description || bot.about,
    commands: commands.length === 0 ? undefined : renderCommands(commands),
    menu_button: profile?.menuButton ?? (commands.length === 0 ? undefined : { _: 'botMenuButtonCommands' }),
  };
}

/** TL BotCommand objects. */
export function renderCommands(
  commands: readonly { readonly command: string; readonly description: string }[],
): TlObject[] {
  return commands.map(({ command, description }) => ({ _: 'botCommand', command, description }));
}
