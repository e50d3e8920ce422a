import { RpcError } from '../../rpc/handler.js';
import type { CallContext } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { peerOf } from '../../world/data.js';
import { addJoinRequest } from '../../world/invites.js';
import type { WorldChat, WorldInvite } from '../../world/model.js';
import { toPeer } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';
import { tell } from '../updates/deliver.js';
import { adminAccounts } from './notices.js';

/** How many of those who wait are named. */
const NAMED = 4;

/** Those who wait to be let in, as full chats and updates tell it; `recent` names the newest. */
export function pendingOf(chat: WorldChat): { count: number; recent: bigint[] } {
  const recent = chat.joinRequests.slice(-NAMED).toReversed();
  return { count: chat.joinRequests.length, recent: recent.map((request) => request.userId) };
}

/** TL updatePendingJoinRequests. */
export function pendingUpdate(chat: WorldChat): TlObject {
  const { count, recent } = pendingOf(chat);
  return {
    _: 'updatePendingJoinRequests',
    peer: toPeer(peerOf(chat)),
    requests_pending: count,
    recent_requesters: recent,
  };
}

/** Tells the admins who can let people in how many wait. */
export function tellPending(call: CallContext, chat: WorldChat): void {
  for (const account of adminAccounts(call, chat, 'invite_users')) tell(call, account, pendingUpdate(chat));
}

/** Puts the viewer among those who wait, tells the admins, and returns the error that says so: INVITE_REQUEST_SENT. */
export function askToJoin(
  call: CallContext,
  viewer: Viewer,
  chat: WorldChat,
  invite: WorldInvite | undefined,
): RpcError {
  addJoinRequest(chat, {
    userId: viewer.id,
    date: viewer.now,
    ...(invite !== undefined && { hash: invite.hash }),
  });
  tellPending(call, chat);
  return new RpcError(400, 'INVITE_REQUEST_SENT');
}
