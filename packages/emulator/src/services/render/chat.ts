import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { Member, WorldChannel, WorldChat, WorldGroup } from '../../world/model.js';
import { flag } from '../common/fields.js';
import { canRead } from '../common/peers.js';
import type { Viewer } from '../common/viewer.js';
import { strippedBytes } from './photo-sizes.js';

/** How many people belong to a chat. */
export function participantsCount(chat: WorldChat): number {
  let known = 0;
  for (const member of chat.members.values()) if (isMember(chat, member.userId)) known += 1;
  return Math.max(known, chat.participantsCount ?? 0);
}

/** A TL Chat as the viewer sees it; a chat the viewer was thrown out of is forbidden. */
export function renderChat(viewer: Viewer, chat: WorldChat): TlObject {
  return chat.kind === 'group' ? renderGroup(viewer, chat) : renderChannel(viewer, chat);
}

/** The rights of a member, as chatAdminRights; undefined for those who are no admin. */
export function renderRights(member: Member | undefined): TlObject | undefined {
  if (member === undefined || (member.role !== 'creator' && member.role !== 'admin')) return undefined;
  return { _: 'chatAdminRights', ...member.rights };
}

/** What a member may not do, as chatBannedRights. */
export function renderBans(member: Member): TlObject {
  const everything = member.role === 'banned' ? { view_messages: true } : {};
  return { _: 'chatBannedRights', ...everything, ...member.banned, until_date: member.bannedUntil ?? 0 };
}

function photoOf(chat: WorldChat): TlObject {
  return chat.photo === undefined
    ? { _: 'chatPhotoEmpty' }
    : {
        _: 'chatPhoto',
        photo_id: chat.photo.id,
        stripped_thumb: strippedBytes(chat.photo),
        dc_id: chat.photo.dc,
      };
}

function defaultBans(chat: WorldChat): TlObject {
  return { _: 'chatBannedRights', ...chat.defaultBanned, until_date: 0 };
}

function renderGroup(viewer: Viewer, group: WorldGroup): TlObject {
  const member = group.members.get(viewer.id);
  if (member === undefined || member.role === 'banned') {
    return { _: 'chatForbidden', id: group.id, title: group.title };
  }
  const target = group.migratedTo;
  return {
    _: 'chat',
    creator: flag(member.role === 'creator'),
    left: flag(member.role === 'left'),
    deactivated: flag(group.deactivated),
    noforwards: flag(group.noforwards),
    id: group.id,
    title: group.title,
    photo: photoOf(group),
    participants_count: participantsCount(group),
    date: group.date,
    version: group.version,
    migrated_to:
      target === undefined
        ? undefined
        : {
            _: 'inputChannel',
            channel_id: target,
            access_hash: viewer.world.accessHash(viewer.id, { kind: 'channel', id: target }),
          },
    admin_rights: renderRights(member),
    default_banned_rights: defaultBans(group),
  };
}

function renderChannel(viewer: Viewer, channel: WorldChannel): TlObject {
  const member = channel.members.get(viewer.id);
  const isGroup = channel.kind === 'supergroup';
  const accessHash = viewer.world.accessHash(viewer.id, { kind: 'channel', id: channel.id });
  const common = {
    broadcast: flag(!isGroup),
    megagroup: flag(isGroup),
    id: channel.id,
    access_hash: accessHash,
    title: channel.title,
  };
  if (!canRead(viewer, channel)) return { _: 'channelForbidden', ...common };
  return {
    _: 'channel',
    ...common,
    creator: flag(member?.role === 'creator'),
    left: flag(!isMember(channel, viewer.id)),
    verified: flag(channel.verified),
    scam: flag(channel.scam),
    fake: flag(channel.fake),
    signatures: flag(channel.signatures),
    has_link: flag(channel.linkedChatId !== undefined),
    slowmode_enabled: flag(channel.slowmodeSeconds > 0),
    noforwards: flag(channel.noforwards),
    join_to_send: flag(channel.joinToSend),
    join_request: flag(channel.joinRequest),
    forum: flag(channel.forum),
    username: channel.username,
    photo: photoOf(channel),
    date: member?.date ?? channel.date,
    admin_rights: renderRights(member),
    banned_rights: member?.role === 'restricted' ? renderBans(member) : undefined,
    default_banned_rights: isGroup ? defaultBans(channel) : undefined,
    participants_count: participantsCount(channel),
  };
}
