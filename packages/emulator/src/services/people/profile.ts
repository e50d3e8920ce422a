import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldAccount, WorldUser } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { flagOf, textOf } from '../common/fields.js';
import { badRequest, viewAs, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { shownStatus } from '../render/status.js';
import { renderUser, renderUsernames } from '../render/user.js';
import { wrapUpdates } from '../updates/deliver.js';

/** How long a client that says nothing more counts as online, in seconds (config.online_cloud_timeout_ms). */
const ONLINE_SECONDS = 300;

/** The user behind the asking account. */
export function selfOf(viewer: Viewer): WorldUser {
  const user = viewer.world.users.get(viewer.id);
  if (user === undefined) throw new Error(`account ${viewer.id} has no user`);
  return user;
}

/** The accounts that hear of changes in somebody's profile: the person, and who has the person in contacts or chats. */
function acquaintances(world: World, userId: bigint): WorldAccount[] {
  return [...world.accounts.values()].filter(
    (account) =>
      account.userId === userId || account.contacts.has(userId) || account.dialogs.has(`user:${userId}`),
  );
}

function tellAcquaintances(
  call: CallContext,
  user: WorldUser,
  update: (viewer: Viewer) => TlObject | undefined,
): void {
  for (const account of acquaintances(call.world, user.id)) {
    const viewer = viewAs(call, account);
    const told = update(viewer);
    if (told !== undefined) call.push(account.userId, wrapUpdates(viewer, [told]));
  }
}

/** Tells everybody concerned what somebody is called now. */
export function tellNames(call: CallContext, user: WorldUser): void {
  const { username } = user;
  const named = renderUsernames(user).usernames;
  const single = username === undefined ? [] : [{ _: 'username', editable: true, active: true, username }];
  tellAcquaintances(call, user, () => ({
    _: 'updateUserName',
    user_id: user.id,
    first_name: user.firstName,
    last_name: user.lastName ?? '',
    usernames: named ?? single,
  }));
}

function updateProfile(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const user = selfOf(viewer);
  const about = request['about'] === undefined ? undefined : textOf(request, 'about').trim();
  const first = request['first_name'] === undefined ? undefined : textOf(request, 'first_name').trim();
  if (first === '' || (first?.length ?? 0) > 64) throw badRequest('FIRSTNAME_INVALID');
  if (about !== undefined && about.length > (user.premium ? 140 : 70)) throw badRequest('ABOUT_TOO_LONG');
  if (first !== undefined) user.firstName = first;
  if (request['last_name'] !== undefined) user.lastName = textOf(request, 'last_name').trim();
  if (about !== undefined) user.about = about;
  tellNames(call, user);
  return renderUser(viewer, user);
}

function updateStatus(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const user = selfOf(viewer);
  user.status = flagOf(request, 'offline')
    ? { _: 'userStatusOffline', was_online: viewer.now }
    : { _: 'userStatusOnline', expires: viewer.now + ONLINE_SECONDS };
  tellAcquaintances(call, user, (other) => {
    const status = other.id === user.id ? undefined : shownStatus(other, user);
    return status === undefined ? undefined : { _: 'updateUserStatus', user_id: user.id, status };
  });
  return true;
}

/** One's own name, description and presence. */
export const profileHandlers: Handlers = {
  'account.updateProfile': updateProfile,
  'account.updateStatus': updateStatus,
};
