/* What people are told when a chat changes: service messages, and updates to everybody's sessions. */
import type { CallContext } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember, peerOf } from '../../world/data.js';
import type { PeerRef, WorldAccount, WorldChat } from '../../world/model.js';
import { viewAs } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { groupParticipants } from '../render/group-members.js';
import { announce, tell, wrapUpdates } from '../updates/deliver.js';

/** Writes a service message as `actor` (the viewer when absent), tells everybody and returns the viewer's own update. */
export function writeService(
  call: CallContext,
  viewer: Viewer,
  chat: WorldChat,
  action: TlObject,
  actor: bigint = viewer.id,
): TlObject {
  const isHidden = chat.kind !== 'group' && chat.members.get(actor)?.rights?.anonymous === true;
  const from: PeerRef = isHidden ? peerOf(chat) : { kind: 'user', id: actor };
  const message = viewer.world.writeMessage({
    peer: peerOf(chat),
    from,
    author: actor,
    owner: viewer.id,
    date: viewer.now,
    action,
  });
  return announce(call, viewer, message, 'New');
}

/** The update by which one account learns that a chat, or who belongs to it, is no longer what it was. */
export function chatUpdate(viewer: Viewer, chat: WorldChat): TlObject {
  if (chat.kind !== 'group') return { _: 'updateChannel', channel_id: chat.id };
  return { _: 'updateChatParticipants', participants: groupParticipants(viewer, chat) };
}

/** Tells all members who have an account, and those `others` whom the change concerns too. */
export function tellMembers(
  call: CallContext,
  chat: WorldChat,
  update: (viewer: Viewer) => TlObject,
  others: readonly bigint[] = [],
): void {
  for (const account of call.world.accounts.values()) {
    if (isMember(chat, account.userId) || others.includes(account.userId)) {
      tell(call, account, update(viewAs(call, account)));
    }
  }
}

/** Notes that a chat changed and tells everybody; the returned Updates answer the call. */
export function answerChange(
  call: CallContext,
  viewer: Viewer,
  chat: WorldChat,
  more: readonly TlObject[] = [],
  others: readonly bigint[] = [],
): TlObject {
  if (chat.kind === 'group') chat.version += 1;
  tellMembers(call, chat, (member) => chatUpdate(member, chat), others);
  return wrapUpdates(viewer, [chatUpdate(viewer, chat), ...more]);
}

/** The admins of a chat who have an account and that right. */
export function adminAccounts(call: CallContext, chat: WorldChat, right: 'invite_users'): WorldAccount[] {
  return [...call.world.accounts.values()].filter((account) => {
    const member = chat.members.get(account.userId);
    return member?.role === 'creator' || (member?.role === 'admin' && member.rights?.[right] === true);
  });
}
