import type { TlObject } from '../../tl/value.js';
import type { WorldUser } from '../../world/model.js';
import { allows, hasBlocked } from '../../world/privacy.js';
import { flag, numberOf } from '../common/fields.js';
import type { Viewer } from '../common/viewer.js';

const DAY = 86_400;

/**
 * A user's status as the viewer may see it: exact, or blurred to "recently", "within a week", "within a month" or nothing
 * (core.telegram.org/constructor/userStatusRecently). Who hides the own status sees that of others blurred, with `by_me`,
 * unless Premium.
 */
export function shownStatus(viewer: Viewer, user: WorldUser): TlObject | undefined {
  const status = exactStatus(viewer, user);
  if (status === undefined || user.id === viewer.id) return status;
  if (hasBlocked(viewer.world, user.id, viewer.id)) return { _: 'userStatusEmpty' };
  const isShown = allows(viewer.world, user, 'status', viewer.id);
  const self = viewer.world.users.get(viewer.id);
  const shows = self === undefined || self.premium || allows(viewer.world, self, 'status', user.id);
  return isShown && shows ? status : blurred(viewer.now, status, isShown);
}

/** Being online ends by itself. */
function exactStatus(viewer: Viewer, user: WorldUser): TlObject | undefined {
  const { status } = user;
  if (status?._ !== 'userStatusOnline') return status;
  const expires = numberOf(status, 'expires');
  return expires > viewer.now ? status : { _: 'userStatusOffline', was_online: expires };
}

function blurred(now: number, status: TlObject, byMe: boolean): TlObject {
  if (status._ !== 'userStatusOnline' && status._ !== 'userStatusOffline') return status;
  const age = status._ === 'userStatusOnline' ? 0 : now - numberOf(status, 'was_online');
  const by_me = flag(byMe);
  if (age < 3 * DAY) return { _: 'userStatusRecently', by_me };
  if (age < 7 * DAY) return { _: 'userStatusLastWeek', by_me };
  if (age < 30 * DAY) return { _: 'userStatusLastMonth', by_me };
  return { _: 'userStatusEmpty' };
}
