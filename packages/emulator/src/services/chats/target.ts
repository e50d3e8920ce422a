/* Which chat a request means, and whether the asker is one who may change it. */
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { WorldChannel, WorldChat, WorldGroup } from '../../world/model.js';
import { longOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** The basic group with that id, which the viewer knows. Throws CHAT_ID_INVALID. */
export function groupById(viewer: Viewer, id: bigint): WorldGroup {
  const group = viewer.world.groups.get(id);
  if (group?.members.has(viewer.id) !== true) throw badRequest('CHAT_ID_INVALID');
  return group;
}

/** The basic group of `chat_id`, alive and with the viewer in it. Throws CHAT_ID_INVALID. */
export function liveGroup(viewer: Viewer, request: TlObject): WorldGroup {
  const group = groupById(viewer, longOf(request, 'chat_id'));
  if (group.deactivated || !isMember(group, viewer.id)) throw badRequest('CHAT_ID_INVALID');
  return group;
}

/** The chat that an InputPeer names. Throws PEER_ID_INVALID for a person and for a group that is no more. */
export function chatNamed(viewer: Viewer, input: TlObject | undefined): WorldChat {
  const chat = viewer.world.chat(inputPeer(viewer, input));
  if (chat === undefined || (chat.kind === 'group' && chat.deactivated)) throw badRequest('PEER_ID_INVALID');
  return chat;
}

/** Throws CHANNEL_INVALID for a broadcast channel where only a supergroup makes sense. */
export function requireSupergroup(channel: WorldChannel): void {
  if (channel.kind !== 'supergroup') throw badRequest('CHANNEL_INVALID');
}
