import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { AdminEvent } from '../../world/model.js';
import { flagOf, longOf, numberOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputChannel, inputUser } from '../common/peers.js';
import { isAdmin } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';

/** Recent actions are kept for 48 hours (core.telegram.org/api/recent-actions). */
const KEPT_SECONDS = 172_800;

/** The most events one answer holds. */
const MAX_PAGE = 100;

function matches(viewer: Viewer, event: AdminEvent, query: string): boolean {
  if (query === '') return true;
  const user = viewer.world.users.get(event.userId);
  const texts = [user?.firstName, user?.lastName, user?.username, ...Object.values(event.action)];
  return texts.some((text) => typeof text === 'string' && text.toLowerCase().includes(query));
}

function getAdminLog(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  if (!isAdmin(viewer, channel)) throw badRequest('CHAT_ADMIN_REQUIRED');
  const filter = objectOf(request, 'events_filter');
  const admins = objectsOf(request, 'admins').map((input) => inputUser(viewer, input).id);
  const query = textOf(request, 'q').toLowerCase();
  const maxId = longOf(request, 'max_id');
  const minId = longOf(request, 'min_id');
  const found = channel.adminLog.filter(
    (event) =>
      event.date > viewer.now - KEPT_SECONDS &&
      (filter === undefined || flagOf(filter, event.kind)) &&
      (admins.length === 0 || admins.includes(event.userId)) &&
      (maxId === 0n || event.id < maxId) &&
      event.id > minId &&
      matches(viewer, event, query),
  );
  const limit = Math.min(Math.max(numberOf(request, 'limit'), 0), MAX_PAGE);
  const events = found
    .toReversed()
    .slice(0, limit)
    .map((event) => ({
      _: 'channelAdminLogEvent',
      id: event.id,
      date: event.date,
      user_id: event.userId,
      action: event.action,
    }));
  const people = new People(viewer).add({ kind: 'channel', id: channel.id }).addFrom(events);
  return { _: 'channels.adminLogResults', events, ...people.render() };
}

/** Recent actions of a supergroup or channel. */
export const adminLogHandlers: Handlers = { 'channels.getAdminLog': getAdminLog };
