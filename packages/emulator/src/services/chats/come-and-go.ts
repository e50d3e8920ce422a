import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { Member, WorldGroup } from '../../world/model.js';
import { flagOf, objectOf } from '../common/fields.js';
import { inputChannel, inputUser } from '../common/peers.js';
import { hasRight } from '../common/rights.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { eraseForAll } from './erase.js';
import { askToJoin } from './join-request.js';
import { logEvent } from './log-event.js';
import { answerChange, writeService } from './notices.js';
import { checkMayEnter, enter, leave } from './standing.js';
import { liveGroup } from './target.js';

function joinChannel(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  if (isMember(channel, viewer.id)) throw badRequest('USER_ALREADY_PARTICIPANT');
  checkMayEnter(viewer.world, channel, viewer.id, true);
  if (channel.joinRequest) throw askToJoin(call, viewer, channel, undefined);
  enter(viewer.world, channel, viewer.id, { date: viewer.now });
  logEvent(viewer, channel, 'join', { _: 'channelAdminLogEventActionParticipantJoin' });
  const said =
    channel.kind === 'supergroup'
      ? [writeService(call, viewer, channel, { _: 'messageActionChatAddUser', users: [viewer.id] })]
      : [];
  return answerChange(call, viewer, channel, said);
}

function leaveChannel(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  if (!isMember(channel, viewer.id)) throw badRequest('USER_NOT_PARTICIPANT');
  if (channel.members.get(viewer.id)?.role === 'creator') throw badRequest('USER_CREATOR');
  const said =
    channel.kind === 'supergroup'
      ? [writeService(call, viewer, channel, { _: 'messageActionChatDeleteUser', user_id: viewer.id })]
      : [];
  leave(viewer.world, channel, viewer.id, { date: viewer.now, ownWill: true });
  logEvent(viewer, channel, 'leave', { _: 'channelAdminLogEventActionParticipantLeave' });
  return answerChange(call, viewer, channel, said, [viewer.id]);
}

/** In a basic group the creator removes anybody, admins and members those whom their rights or invitations cover. */
function mayRemove(viewer: Viewer, group: WorldGroup, target: Member): boolean {
  if (group.members.get(viewer.id)?.role === 'creator') return true;
  if (target.role === 'creator') return false;
  if (target.role === 'admin') return target.inviterId === viewer.id;
  return hasRight(viewer, group, 'ban_users') || target.inviterId === viewer.id;
}

function deleteChatUser(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const group = liveGroup(viewer, request);
  const user = inputUser(viewer, objectOf(request, 'user_id'));
  const target = group.members.get(user.id);
  if (target === undefined || !isMember(group, user.id)) throw badRequest('USER_NOT_PARTICIPANT');
  const isSelf = user.id === viewer.id;
  if (!isSelf && !mayRemove(viewer, group, target)) throw badRequest('CHAT_ADMIN_REQUIRED');
  const said = writeService(call, viewer, group, { _: 'messageActionChatDeleteUser', user_id: user.id });
  leave(viewer.world, group, user.id, { date: viewer.now, ownWill: isSelf });
  if (flagOf(request, 'revoke_history')) {
    const all = viewer.world.history(viewer.id, { kind: 'chat', id: group.id })?.messages ?? [];
    eraseForAll(
      call,
      all.filter((message) => message.author === user.id && message.action === undefined),
    );
  }
  return answerChange(call, viewer, group, [said], [user.id]);
}

/** Joining, leaving, and removing somebody from a basic group. */
export const comeAndGoHandlers: Handlers = {
  'channels.joinChannel': joinChannel,
  'channels.leaveChannel': leaveChannel,
  'messages.deleteChatUser': deleteChatUser,
};
