import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { objectOf, textOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { wantedUsername } from '../people/own-usernames.js';
import { renderUser } from '../render/user.js';
import { register } from './hands.js';

/** How many bots one account may own, without and with Premium (bots_create_limit_default, _premium). */
const OWN_BOTS = { plain: 20, premium: 40 };

function checkLimit(viewer: Viewer): void {
  const isPremium = viewer.world.users.get(viewer.id)?.premium === true;
  const owned = [...viewer.world.users.values()].filter((user) => user.botProfile?.ownerId === viewer.id);
  if (owned.length >= (isPremium ? OWN_BOTS.premium : OWN_BOTS.plain)) {
    throw badRequest('BOT_CREATE_LIMIT_EXCEEDED');
  }
}

/** Reads the username of a bot to be. Throws USERNAME_INVALID, USERNAME_SUFFIX_MISSING. */
function botUsername(request: TlObject): string {
  const username = wantedUsername(textOf(request, 'username'));
  if (!username.toLowerCase().endsWith('bot')) throw badRequest('USERNAME_SUFFIX_MISSING');
  return username;
}

function createBot(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const manager = inputUser(viewer, objectOf(request, 'manager_id'), 'MANAGER_INVALID');
  if (!manager.bot) throw badRequest('MANAGER_INVALID');
  if (manager.botProfile?.managesBots !== true) throw badRequest('MANAGER_PERMISSION_MISSING');
  const name = textOf(request, 'name').trim();
  if (name === '' || name.length > 64) throw badRequest('NAME_INVALID');
  const username = botUsername(request);
  checkLimit(viewer);
  const id = register(viewer.world, viewer.id, name, username);
  const bot = id === undefined ? undefined : viewer.world.users.get(id);
  if (bot?.botProfile === undefined) throw badRequest('USERNAME_OCCUPIED');
  bot.botProfile.managerId = manager.id;
  return renderUser(viewer, bot);
}

/** Bots that a manager bot controls for their owner (core.telegram.org/api/bots/managed-bots, from layer 224 on). */
export const managedBotsHandlers: Handlers = {
  'bots.createBot': createBot,
  'bots.checkUsername': (request, call) =>
    !viewerOf(call).world.usernames.has(botUsername(request).toLowerCase()),
};
