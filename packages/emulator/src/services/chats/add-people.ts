import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { WorldChat, WorldGroup, WorldUser } from '../../world/model.js';
import { shareMessage } from '../../world/share-message.js';
import { numberOf, objectOf, objectsOf } from '../common/fields.js';
import { inputChannel, inputUser } from '../common/peers.js';
import { mayDo } from '../common/rights.js';
import { badRequest, forbidden, viewAs, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderParticipant } from '../render/participant.js';
import { messageUpdate, tell } from '../updates/deliver.js';
import { MISSING_INVITEES_LAYER, checkInvitee, missingInvitee, sortInvited } from './invited.js';
import { logEvent } from './log-event.js';
import { answerChange, writeService } from './notices.js';
import { checkRoom, enter } from './standing.js';
import { liveGroup } from './target.js';

/** The most messages that a newcomer to a basic group can be given. */
const MAX_SHARED = 300;

/** Gives a newcomer the newest messages of a basic group, as far as the inviter has them. */
function shareNewest(
  call: CallContext,
  viewer: Viewer,
  group: WorldGroup,
  taker: bigint,
  count: number,
): void {
  const history = viewer.world.history(viewer.id, { kind: 'chat', id: group.id });
  const account = viewer.world.accounts.get(taker);
  if (history === undefined || account === undefined || count <= 0) return;
  const written = history.slice(0).filter((message) => message.action === undefined);
  for (const { copies } of written.slice(-count)) {
    const message = history.get(copies.find((copy) => copy.owner === viewer.id)?.id ?? 0);
    if (message === undefined || !shareMessage(viewer.world, message, taker)) continue;
    tell(call, account, messageUpdate(viewAs(call, account), message, 'New'));
  }
}

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

function invite(
  call: CallContext,
  viewer: Viewer,
  chat: WorldChat,
  wanted: readonly WorldUser[],
  shared = 0,
): TlObject {
  if (!mayDo(viewer, chat, 'invite_users')) throw badRequest('CHAT_ADMIN_REQUIRED');
  const { welcome, missing } = sortInvited(viewer, wanted, chat.kind);
  if (missing.length > 0 && call.layer < MISSING_INVITEES_LAYER) throw forbidden('USER_PRIVACY_RESTRICTED');
  const fresh = welcome.filter((user) => !isMember(chat, user.id));
  for (const user of fresh) checkInvitee(viewer, chat, user);
  if (fresh.length > 0) checkRoom(chat);
  if (chat.kind === 'group') {
    for (const user of fresh) shareNewest(call, viewer, chat, user.id, shared);
  }
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
  return invite(call, viewer, group, [user], Math.min(numberOf(request, 'fwd_limit'), MAX_SHARED));
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
