import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { hashInLink, isInviteUsable } from '../../world/invites.js';
import type { WorldChat, WorldInvite } from '../../world/model.js';
import { flag, textOf } from '../common/fields.js';
import { liftIfOver } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { participantsCount, renderChat } from '../render/chat.js';
import { renderInvite } from '../render/invite.js';
import { renderPhoto } from '../render/media.js';
import { renderUser } from '../render/user.js';
import { askToJoin } from './join-request.js';
import { logEvent } from './log-event.js';
import { answerChange, writeService } from './notices.js';
import { checkMayEnter, enter } from './standing.js';

/** How long a link lets somebody look into a chat without joining, in seconds. */
const PEEK_SECONDS = 300;

/** The chat and link behind a hash. Throws INVITE_HASH_EMPTY, _INVALID (no such form), _EXPIRED (not, or no longer, good). */
function findInvite(viewer: Viewer, request: TlObject): { chat: WorldChat; invite: WorldInvite } {
  const hash = hashInLink(textOf(request, 'hash'));
  if (hash === '') throw badRequest('INVITE_HASH_EMPTY');
  if (!/^[\w-]{16,32}$/u.test(hash)) throw badRequest('INVITE_HASH_INVALID');
  const { groups, channels } = viewer.world;
  for (const chat of [...groups.values(), ...channels.values()]) {
    const invite = chat.invites.find((one) => one.hash === hash);
    if (invite === undefined) continue;
    const member = chat.members.get(viewer.id);
    if (member !== undefined) liftIfOver(member, viewer.now);
    const isIn = isMember(chat, viewer.id);
    const isGone = chat.kind === 'group' && chat.deactivated;
    if ((!isIn && !isInviteUsable(invite, viewer.now)) || member?.role === 'banned' || isGone) break;
    return { chat, invite };
  }
  throw badRequest('INVITE_HASH_EXPIRED');
}

/** The discussion group of a public channel may be looked into without joining. */
function mayPeek(viewer: Viewer, chat: WorldChat): boolean {
  if (chat.kind !== 'supergroup' || chat.linkedChatId === undefined) return false;
  return viewer.world.channels.get(chat.linkedChatId)?.username !== undefined;
}

function checkChatInvite(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { chat, invite } = findInvite(viewer, request);
  if (isMember(chat, viewer.id)) return { _: 'chatInviteAlready', chat: renderChat(viewer, chat) };
  if (chat.kind !== 'group' && !invite.requestNeeded && mayPeek(viewer, chat)) {
    const expires = viewer.now + PEEK_SECONDS;
    chat.peeks.set(viewer.id, expires);
    return { _: 'chatInvitePeek', chat: renderChat(viewer, chat), expires };
  }
  const known = [...chat.members.keys()].filter(
    (userId) => isMember(chat, userId) && viewer.account.contacts.has(userId),
  );
  const friends = chat.kind === 'channel' ? [] : known.flatMap((id) => viewer.world.users.get(id) ?? []);
  return {
    _: 'chatInvite',
    channel: flag(chat.kind !== 'group'),
    broadcast: flag(chat.kind === 'channel'),
    public: flag(chat.kind !== 'group' && chat.username !== undefined),
    megagroup: flag(chat.kind === 'supergroup'),
    request_needed: flag(invite.requestNeeded),
    verified: flag(chat.kind !== 'group' && chat.verified),
    scam: flag(chat.kind !== 'group' && chat.scam),
    fake: flag(chat.kind !== 'group' && chat.fake),
    title: chat.title,
    about: chat.about === '' ? undefined : chat.about,
    photo: chat.photo === undefined ? { _: 'photoEmpty', id: 0n } : renderPhoto(chat.photo),
    participants_count: participantsCount(chat),
    participants: friends.length === 0 ? undefined : friends.map((user) => renderUser(viewer, user)),
    color: Number(chat.id % 7n),
  };
}

function importChatInvite(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { chat, invite } = findInvite(viewer, request);
  if (isMember(chat, viewer.id)) throw badRequest('USER_ALREADY_PARTICIPANT');
  checkMayEnter(viewer.world, chat, viewer.id, true);
  if (invite.requestNeeded) throw askToJoin(call, viewer, chat, invite);
  enter(viewer.world, chat, viewer.id, { date: viewer.now, inviterId: invite.adminId });
  invite.importers.push({ userId: viewer.id, date: viewer.now });
  logEvent(viewer, chat, 'join', {
    _: 'channelAdminLogEventActionParticipantJoinByInvite',
    invite: renderInvite(chat, invite),
  });
  const action = { _: 'messageActionChatJoinedByLink', inviter_id: invite.adminId };
  const said = chat.kind === 'channel' ? [] : [writeService(call, viewer, chat, action)];
  return answerChange(call, viewer, chat, said);
}

/** What an invite link leads to, and joining by it. */
export const joinByLinkHandlers: Handlers = {
  'messages.checkChatInvite': checkChatInvite,
  'messages.importChatInvite': importChatInvite,
};
