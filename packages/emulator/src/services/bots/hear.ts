/* Which bots hear a message: the one it was sent to, and in groups those that it concerns. */
import type { Stage } from '../../rpc/handler.js';
import { isMember } from '../../world/data.js';
import type { WorldChat, WorldMessage, WorldUser } from '../../world/model.js';
import { hasBlocked } from '../../world/privacy.js';
import { think } from './hands.js';

/** Lets the bots that hear a new message think about it. Bots never hear each other. */
export function hearMessage(call: Stage, message: WorldMessage): void {
  const { author } = message;
  if (author === undefined || call.world.users.get(author)?.bot !== false) return;
  for (const bot of listeners(call, message, author)) {
    const peer = message.peer.kind === 'user' ? ({ kind: 'user', id: author } as const) : message.peer;
    think(call, bot.id, { kind: 'message', user: author, peer, message });
  }
}

function thinks(user: WorldUser | undefined): user is WorldUser {
  return user?.botProfile?.brain !== undefined;
}

function listeners(call: Stage, message: WorldMessage, author: bigint): WorldUser[] {
  const { world } = call;
  if (message.peer.kind === 'user') {
    const bot = world.users.get(message.peer.id);
    return thinks(bot) && !hasBlocked(world, bot.id, author) ? [bot] : [];
  }
  const chat = world.chat(message.peer);
  if (chat === undefined || chat.kind === 'channel') return [];
  const found: WorldUser[] = [];
  for (const { userId } of chat.members.values()) {
    const bot = world.users.get(userId);
    if (thinks(bot) && isMember(chat, userId) && concerns(chat, bot, message)) found.push(bot);
  }
  return found;
}

/** What a bot in privacy mode hears (core.telegram.org/bots/features#privacy-mode): commands, mentions, answers to it. */
function concerns(chat: WorldChat, bot: WorldUser, message: WorldMessage): boolean {
  const role = chat.members.get(bot.id)?.role;
  if (bot.botProfile?.groupPrivacy === false || role === 'admin') return true;
  if (message.replyTo?.message?.author === bot.id || message.viaBotId === bot.id) return true;
  const command = /^\/\w+(?:@(\w+))?/u.exec(message.text);
  if (command !== null) {
    return command[1] === undefined || command[1].toLowerCase() === bot.username?.toLowerCase();
  }
  return message.mentions?.includes(bot.id) === true;
}
