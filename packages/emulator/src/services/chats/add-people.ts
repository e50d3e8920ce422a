import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { WorldChat, WorldUser } from '../../world/model.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { inputChannel, inputUser } from '../common/peers.js';
import { mayDo } from '../common/rights.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderParticipant } from '../render/participant.js';
import { MISSING_INVITEES_LAYER, checkInvitee, missingInvitee, sortInvited } from './invited.js';
import { logEvent } from './log-event.js';
import { answerChange, writeService } from './notices.js';
import { checkRoom, enter } from './standing.js';
import { liveGroup } from './target.js';

/** Makes people members, writes it into the chat and returns the viewer's update of that message, when there is one. */
export function bringIn(
  call: CallContext,
  viewer: Viewer,
  chat: WorldChat,
  users: readonly WorldUser[],
): TlObject[] {
  for (const user of users) {
    const member = enter(viewer.world, chat, user.id, { date: viewer.now, inviterId: viewer.id });
    if (chat.kind === 'group') continue;
    logEvent(viewer, chat, 'invite', {
      _: 'channelAdminLogEventActionParticipantInvite',
      participant: renderParticipant(0n, chat, member),
    });
  }
  if (users.length === 0 || chat.kind === 'channel') return [];
  const ids = users.map((user) => user.id);
  return [writeService(call, viewer, chat, { _: 'messageActionChatAddUser', users: ids })];
}

function invite(call: CallContext, viewer: Viewer, chat: WorldChat, wanted: readonly WorldUser[]): TlObject {
  if (!mayDo(viewer, chat, 'invite_users')) throw badRequest('CHAT_ADMIN_REQUIRED');
  const { welcome, missing } = sortInvited(viewer, wanted, chat.kind);
  if (missing.length > 0 && call.layer < MISSING_INVITEES_LAYER) throw forbidden('USER_PRIVACY_RESTRICTED');
  const fresh = welcome.filter((user) => !isMember(chat, user.id));
  for (const user of fresh) checkInvitee(viewer, chat, user);
  if (fresh.length > 0) checkRoom(chat);
  const said = bringIn(call, viewer, chat, fresh);
  return {
    _: 'messages.invitedUsers',
    updates: answerChange(call, viewer, chat, said),
    missing_invitees: missing.map((user) => missingInvitee(viewer, user)),
  };
}

function addChatUser(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const group = liveGroup(viewer, request);
  const user = inputUser(viewer, objectOf(request, 'user_id'));
  if (isMember(group, user.id)) throw badRequest('USER_ALREADY_PARTICIPANT');
  return invite(call, viewer, group, [user]);
}

function inviteToChannel(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const users = objectsOf(request, 'users').map((input) => inputUser(viewer, input));
  if (users.length === 0) throw badRequest('USERS_TOO_FEW');
  if (users.length > 100) throw badRequest('USERS_TOO_MUCH');
  return invite(call, viewer, channel, users);
}

/** Adding people to basic groups, supergroups and channels. */
export const addPeopleHandlers: Handlers = {
  'messages.addChatUser': addChatUser,
  'channels.inviteToChannel': inviteToChannel,
};
