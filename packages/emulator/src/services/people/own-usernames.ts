import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerKey } from '../../world/model.js';
import type { WorldUser } from '../../world/model.js';
import { flagOf, textOf, textsOf } from '../common/fields.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderUser } from '../render/user.js';
import { selfOf, tellNames } from './profile.js';

/** Reads a username that somebody wants to have. Throws USERNAME_INVALID. */
export function wantedUsername(name: string): string {
  if (!/^[a-z](?:_?[a-z0-9])+$/i.test(name) || name.length < 5 || name.length > 32) {
    throw badRequest('USERNAME_INVALID');
  }
  return name;
}

function isFree(viewer: Viewer, name: string): boolean {
  const holder = viewer.world.usernames.get(name.toLowerCase());
  return holder === undefined || peerKey(holder) === peerKey({ kind: 'user', id: viewer.id });
}

function updateUsername(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = selfOf(viewer);
  const wanted = textOf(request, 'username');
  if (wanted === (user.username ?? '')) throw badRequest('USERNAME_NOT_MODIFIED');
  if (wanted !== '' && !isFree(viewer, wantedUsername(wanted))) throw badRequest('USERNAME_OCCUPIED');
  viewer.world.setUsername({ kind: 'user', id: user.id }, wanted === '' ? undefined : wanted);
  tellNames(call, user);
  return renderUser(viewer, user);
}

function collectible(user: WorldUser, name: string) {
  const found = user.collectibles?.find((one) => one.username.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw badRequest('USERNAME_INVALID');
  return found;
}

function toggleUsername(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const user = selfOf(viewer);
  const one = collectible(user, textOf(request, 'username'));
  const active = flagOf(request, 'active');
  if (one.active === active) throw badRequest('USERNAME_NOT_MODIFIED');
  one.active = active;
  const key = one.username.toLowerCase();
  if (active) viewer.world.usernames.set(key, { kind: 'user', id: user.id });
  else viewer.world.usernames.delete(key);
  tellNames(call, user);
  return true;
}

function reorderUsernames(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const user = selfOf(viewer);
  const order = textsOf(request, 'order');
  const own = order.filter((name) => name.toLowerCase() !== user.username?.toLowerCase());
  const active = (user.collectibles ?? []).filter((one) => one.active);
  if (own.length !== active.length) throw badRequest('ORDER_INVALID');
  const first = own.map((name) => collectible(user, name));
  if (new Set(first).size !== first.length) throw badRequest('ORDER_INVALID');
  user.collectibles = [...first, ...(user.collectibles ?? []).filter((one) => !first.includes(one))];
  tellNames(call, user);
  return true;
}

/** One's own usernames: the chosen one, and those that were bought. */
export const ownUsernamesHandlers: Handlers = {
  'account.checkUsername': (request, call) =>
    isFree(viewerOf(call), wantedUsername(textOf(request, 'username'))),
  'account.updateUsername': updateUsername,
  'account.toggleUsername': toggleUsername,
  'account.reorderUsernames': reorderUsernames,
};
