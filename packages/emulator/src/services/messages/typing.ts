import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { numberOf, objectOf } from '../common/fields.js';
import { inputPeer, toPeer } from '../common/peers.js';
import { checkMayWrite } from '../common/rights.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { tell } from '../updates/deliver.js';
import type { PeerRef } from '../../world/model.js';

function typingUpdate(viewer: Viewer, peer: PeerRef, request: TlObject): TlObject {
  const given = objectOf(request, 'action');
  // Forms for requests only cannot be passed on.
  const action = given?._.startsWith('send') === true ? given : { _: 'sendMessageTypingAction' };
  const from_id = toPeer({ kind: 'user', id: viewer.id });
  if (peer.kind === 'user') return { _: 'updateUserTyping', user_id: viewer.id, action };
  if (peer.kind === 'chat') return { _: 'updateChatUserTyping', chat_id: peer.id, from_id, action };
  const top_msg_id = numberOf(request, 'top_msg_id') || undefined;
  return { _: 'updateChannelUserTyping', channel_id: peer.id, top_msg_id, from_id, action };
}

function setTyping(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const chat = viewer.world.chat(peer);
  if (chat !== undefined) checkMayWrite(viewer, peer, undefined);
  // Nobody sees who writes in a channel.
  if (chat?.kind === 'channel') return true;
  const update = typingUpdate(viewer, peer, request);
  for (const account of viewer.world.accounts.values()) {
    const { userId } = account;
    const hears = chat === undefined ? userId === peer.id : isMember(chat, userId);
    if (hears && userId !== viewer.id) tell(call, account, update);
  }
  return true;
}

/** Saying that one is writing, recording, choosing. */
export const typingHandlers: Handlers = { 'messages.setTyping': setTyping };
