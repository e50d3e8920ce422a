import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldChannel, WorldChat } from '../../world/model.js';
import { flag, objectOf } from '../common/fields.js';
import { inputChannel, liftIfOver } from '../common/peers.js';
import { hasRight, isAdmin, nextSendDate } from '../common/rights.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderBotInfo } from '../render/bot.js';
import { participantsCount } from '../render/chat.js';
import { notifySettings } from '../render/dialog.js';
import { renderPhoto } from '../render/media.js';
import { People } from '../render/people.js';
import { shownInvite } from './invite-links.js';
import { pendingOf } from './join-request.js';
import { onlineCount } from './online.js';

/** The newest pinned message of a chat, as the viewer numbers it. */
export function pinnedId(viewer: Viewer, peer: PeerRef): number | undefined {
  const pinned = viewer.world.history(viewer.id, peer)?.pinned ?? new Set<number>();
  return pinned.size === 0 ? undefined : Math.max(...pinned);
}

/** Whether messages of the viewer wait for their time in a chat. */
export function hasScheduled(viewer: Viewer, peer: PeerRef): boolean {
  return (viewer.account.scheduled.get(peerKey(peer))?.size ?? 0) > 0;
}

/** What is told of the bots in a chat, as TL BotInfo. */
export function botInfo(viewer: Viewer, chat: WorldChat): TlObject[] {
  const users = [...chat.members.keys()].flatMap((id) => viewer.world.users.get(id) ?? []);
  const bots = users.filter((user) => user.bot && isMember(chat, user.id));
  return bots.map(renderBotInfo);
}

/** The fields of a full chat about those who wait, for admins who can let them in. */
export function pendingFields(viewer: Viewer, chat: WorldChat): Record<string, number | bigint[]> {
  const { count, recent } = pendingOf(chat);
  if (count === 0 || !hasRight(viewer, chat, 'invite_users')) return {};
  return { requests_pending: count, recent_requesters: recent };
}

function countRole(channel: WorldChannel, roles: readonly string[]): number {
  return [...channel.members.values()].filter((member) => roles.includes(member.role)).length;
}

/** Where the history of the basic group ends that this supergroup was, in the viewer's own numbers. */
function migratedFields(viewer: Viewer, channel: WorldChannel): Record<string, bigint | number> {
  if (channel.migratedFrom === undefined) return {};
  const old = viewer.world.history(viewer.id, { kind: 'chat', id: channel.migratedFrom });
  return { migrated_from_chat_id: channel.migratedFrom, migrated_from_max_id: old?.topId ?? 0 };
}

/** Who may see the list of members: all in an open supergroup, otherwise admins. */
export function mayListMembers(viewer: Viewer, channel: WorldChannel): boolean {
  return isAdmin(viewer, channel) || (channel.kind === 'supergroup' && !channel.participantsHidden);
}

function fullChannel(viewer: Viewer, channel: WorldChannel): TlObject {
  const peer: PeerRef = { kind: 'channel', id: channel.id };
  const dialog = viewer.account.dialogs.get(peerKey(peer));
  const sees = isAdmin(viewer, channel);
  const next = nextSendDate(viewer, channel);
  const member = channel.members.get(viewer.id);
  const isGroup = channel.kind === 'supergroup';
  const isCreator = member?.role === 'creator';
  for (const one of channel.members.values()) liftIfOver(one, viewer.now);
  return {
    _: 'channelFull',
    can_view_participants: flag(mayListMembers(viewer, channel)),
    can_set_username: flag(isCreator),
    can_set_stickers: flag(isGroup && hasRight(viewer, channel, 'change_info')),
    hidden_prehistory: flag(channel.hiddenPrehistory),
    has_scheduled: flag(hasScheduled(viewer, peer)),
    can_delete_channel: flag(isCreator),
    antispam: flag(channel.antispam),
    participants_hidden: flag(channel.participantsHidden),
    id: channel.id,
    about: channel.about,
    participants_count: participantsCount(channel),
    admins_count: sees ? countRole(channel, ['creator', 'admin']) : undefined,
    kicked_count: sees ? countRole(channel, ['banned']) : undefined,
    banned_count: sees ? countRole(channel, ['restricted']) : undefined,
    online_count: isGroup ? onlineCount(viewer, channel) : undefined,
    read_inbox_max_id: dialog?.readInboxMaxId ?? 0,
    read_outbox_max_id: dialog?.readOutboxMaxId ?? 0,
    unread_count: dialog?.unreadCount ?? 0,
    chat_photo: channel.photo === undefined ? { _: 'photoEmpty', id: 0n } : renderPhoto(channel.photo),
    notify_settings: notifySettings(dialog),
    exported_invite: shownInvite(viewer, channel),
    bot_info: isGroup ? botInfo(viewer, channel) : [],
    ...migratedFields(viewer, channel),
    pinned_msg_id: pinnedId(viewer, peer),
    available_min_id: dialog?.availableMinId,
    folder_id: dialog?.folder === 1 ? 1 : undefined,
    linked_chat_id: channel.linkedChatId,
    slowmode_seconds: channel.slowmodeSeconds > 0 ? channel.slowmodeSeconds : undefined,
    slowmode_next_send_date: next > 0 ? next : undefined,
    pts: channel.pts,
    ttl_period: channel.ttlPeriod,
    ...pendingFields(viewer, channel),
    available_reactions: channel.availableReactions ?? { _: 'chatReactionsAll', allow_custom: flag(isGroup) },
  };
}

function getFullChannel(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const people = new People(viewer).add({ kind: 'channel', id: channel.id });
  if (channel.linkedChatId !== undefined) people.add({ kind: 'channel', id: channel.linkedChatId });
  if (channel.migratedFrom !== undefined) people.add({ kind: 'chat', id: channel.migratedFrom });
  const full = fullChannel(viewer, channel);
  for (const id of pendingOf(channel).recent) people.add({ kind: 'user', id });
  return { _: 'messages.chatFull', full_chat: full, ...people.addFrom(full).render() };
}

/** All that is known about one supergroup or channel. */
export const fullChannelHandlers: Handlers = { 'channels.getFullChannel': getFullChannel };
