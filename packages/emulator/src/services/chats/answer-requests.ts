import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { hashInLink, removeJoinRequest } from '../../world/invites.js';
import type { JoinRequest, WorldChat } from '../../world/model.js';
import { flagOf, objectOf, textOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { requireRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderInvite } from '../render/invite.js';
import { pendingUpdate, tellPending } from './join-request.js';
import { logEvent } from './log-event.js';
import { answerChange, writeService } from './notices.js';
import { checkMayEnter, enter } from './standing.js';
import { chatNamed } from './target.js';

/** Lets somebody in who asked; returns the viewer's update of the message about it. */
function approve(call: CallContext, viewer: Viewer, chat: WorldChat, request: JoinRequest): TlObject[] {
  const { userId } = request;
  const invite = chat.invites.find((one) => one.hash === request.hash);
  enter(viewer.world, chat, userId, {
    date: viewer.now,
    viaRequest: true,
    inviterId: invite?.adminId ?? viewer.id,
  });
  invite?.importers.push({ userId, date: viewer.now, approvedBy: viewer.id });
  const shown = invite === undefined ? { _: 'chatInvitePublicJoinRequests' } : renderInvite(chat, invite);
  logEvent(
    viewer,
    chat,
    'join',
    {
      _: 'channelAdminLogEventActionParticipantJoinByRequest',
      invite: shown,
      approved_by: viewer.id,
    },
    userId,
  );
  if (chat.kind === 'channel') return [];
  return [writeService(call, viewer, chat, { _: 'messageActionChatJoinedByRequest' }, userId)];
}

function settle(
  call: CallContext,
  viewer: Viewer,
  chat: WorldChat,
  requests: readonly JoinRequest[],
  approved: boolean,
): TlObject {
  const said: TlObject[] = [];
  for (const request of requests) {
    if (approved) said.push(...approve(call, viewer, chat, request));
    else removeJoinRequest(chat, request.userId);
  }
  tellPending(call, chat);
  return answerChange(call, viewer, chat, [...said, pendingUpdate(chat)]);
}

function hideChatJoinRequest(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  requireRight(viewer, chat, 'invite_users');
  const user = inputUser(viewer, objectOf(request, 'user_id'));
  if (isMember(chat, user.id)) throw badRequest('USER_ALREADY_PARTICIPANT');
  const waiting = chat.joinRequests.find((one) => one.userId === user.id);
  if (waiting === undefined) throw badRequest('HIDE_REQUESTER_MISSING');
  const approved = flagOf(request, 'approved');
  if (approved) checkMayEnter(viewer.world, chat, user.id, false);
  return settle(call, viewer, chat, [waiting], approved);
}

function hideAllChatJoinRequests(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const chat = chatNamed(viewer, objectOf(request, 'peer'));
  requireRight(viewer, chat, 'invite_users');
  const hash = hashInLink(textOf(request, 'link'));
  const waiting = chat.joinRequests.filter((one) => hash === '' || one.hash === hash);
  if (waiting.length === 0) throw badRequest('HIDE_REQUESTER_MISSING');
  return settle(call, viewer, chat, waiting, flagOf(request, 'approved'));
}

/** Letting in, or turning away, those who asked to join. */
export const answerRequestsHandlers: Handlers = {
  'messages.hideChatJoinRequest': hideChatJoinRequest,
  'messages.hideAllChatJoinRequests': hideAllChatJoinRequests,
};
