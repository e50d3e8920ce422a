import type { TlObject } from '../../tl/value.js';
import type { AdminEventKind, WorldChat } from '../../world/model.js';
import type { Viewer } from '../common/viewer.js';

/** Notes an admin's (or, for joining and leaving, anybody's) doing in a channel's recent actions; basic groups keep none. */
export function logEvent(
  viewer: Viewer,
  chat: WorldChat,
  kind: AdminEventKind,
  action: TlObject,
  userId: bigint = viewer.id,
): void {
  if (chat.kind === 'group') return;
  const id = BigInt(chat.adminLog.length + 1);
  chat.adminLog.push({ id, date: viewer.now, userId, kind, action });
}

/** Notes a switch that was turned, under the name of its event. */
export function logToggle(viewer: Viewer, chat: WorldChat, event: string, value: boolean): void {
  logEvent(viewer, chat, 'settings', { _: `channelAdminLogEventAction${event}`, new_value: value });
}
