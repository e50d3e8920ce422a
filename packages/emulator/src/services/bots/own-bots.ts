import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { WorldUser } from '../../world/model.js';
import { objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderCommands } from '../render/bot.js';
import { renderUser } from '../render/user.js';

/** The bot that a request is about: the asking bot itself, or one that the asking account owns. */
function ownBot(viewer: Viewer, request: TlObject): WorldUser {
  const input = objectOf(request, 'bot');
  const bot =
    input === undefined ? viewer.world.users.get(viewer.id) : inputUser(viewer, input, 'BOT_INVALID');
  if (bot?.bot !== true) throw badRequest(input === undefined ? 'USER_BOT_REQUIRED' : 'BOT_INVALID');
  if (bot.id !== viewer.id && bot.botProfile?.ownerId !== viewer.id) throw forbidden('BOT_OWNER_REQUIRED');
  return bot;
}

function setBotCommands(request: TlObject, call: CallContext): boolean {
  const bot = ownBot(viewerOf(call), request);
  const commands = objectsOf(request, 'commands').map((one) => ({
    command: textOf(one, 'command'),
    description: textOf(one, 'description'),
  }));
  if (commands.some(({ command }) => !/^[a-z0-9_]{1,32}$/.test(command))) {
    throw badRequest('BOT_COMMAND_INVALID');
  }
  if (commands.some(({ description }) => description === '')) {
    throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  if (bot.botProfile !== undefined) bot.botProfile.commands = commands;
  return true;
}

function getBotInfo(request: TlObject, call: CallContext): TlObject {
  const bot = ownBot(viewerOf(call), request);
  const description = bot.botProfile?.description ?? '';
  return { _: 'bots.botInfo', name: bot.firstName, about: bot.about ?? '', description };
}

function setBotInfo(request: TlObject, call: CallContext): boolean {
  const bot = ownBot(viewerOf(call), request);
  const name = request['name'];
  if (name === '') throw badRequest('BOT_TITLE_INVALID');
  if (typeof name === 'string') bot.firstName = name;
  if (typeof request['about'] === 'string') bot.about = request['about'];
  if (typeof request['description'] === 'string' && bot.botProfile !== undefined) {
    bot.botProfile.description = request['description'];
  }
  return true;
}

function getAdminedBots(_request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  const own = [...viewer.world.users.values()].filter((user) => user.botProfile?.ownerId === viewer.id);
  return own.map((bot) => renderUser(viewer, bot));
}

/** What bots and their owners say of them: commands, name, description. Scopes and languages are not kept apart. */
export const ownBotsHandlers: Handlers = {
  'bots.setBotCommands': setBotCommands,
  'bots.resetBotCommands': (request, call) => setBotCommands({ ...request, commands: [] }, call),
  'bots.getBotCommands': (request, call) =>
    renderCommands(ownBot(viewerOf(call), request).botProfile?.commands ?? []),
  'bots.getBotInfo': getBotInfo,
  'bots.setBotInfo': setBotInfo,
  'bots.getAdminedBots': getAdminedBots,
};
