/* How somebody comes to belong to a chat, and stops to; the stated number of members follows. */
import { isMember, peerOf } from '../../world/data.js';
import { removeJoinRequest } from '../../world/invites.js';
import type { Member, WorldChat } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { participantsCount } from '../render/chat.js';
import { badRequest, forbidden } from '../common/viewer.js';

/** config.chat_size_max and config.megagroup_size_max. */
const SIZE_LIMITS = { group: 200, supergroup: 200_000, channel: Infinity } as const;

/** How many supergroups and channels one person can be in (limit channels_limit_default and _premium). */
const CHANNEL_LIMITS = { plain: 500, premium: 1000 } as const;

/** Throws USERS_TOO_MUCH when nobody else fits into the chat. */
export function checkRoom(chat: WorldChat): void {
  if (participantsCount(chat) >= SIZE_LIMITS[chat.kind]) throw badRequest('USERS_TOO_MUCH');
}

/** True when somebody is in as many supergroups and channels as one can be. */
export function hasTooManyChannels(world: World, userId: bigint): boolean {
  let count = 0;
  for (const channel of world.channels.values()) if (isMember(channel, userId)) count += 1;
  const isPremium = world.users.get(userId)?.premium === true;
  return count >= (isPremium ? CHANNEL_LIMITS.premium : CHANNEL_LIMITS.plain);
}

/** Throws unless a chat takes one more person: USERS_TOO_MUCH, or CHANNELS_TOO_MUCH for the viewer's own joining. */
export function checkMayEnter(world: World, chat: WorldChat, userId: bigint, isSelf: boolean): void {
  checkRoom(chat);
  if (chat.kind === 'group' || !hasTooManyChannels(world, userId)) return;
  throw isSelf ? badRequest('CHANNELS_TOO_MUCH') : forbidden('USER_CHANNELS_TOO_MUCH');
}

/** Makes somebody a member (a restriction that waited for the return holds again). */
export function enter(
  world: World,
  chat: WorldChat,
  userId: bigint,
  entry: { readonly date: number; readonly inviterId?: bigint; readonly viaRequest?: boolean },
): Member {
  const before = chat.members.get(userId);
  const stays = before?.role === 'restricted';
  const hides = chat.kind === 'supergroup' && chat.hiddenPrehistory;
  if (chat.participantsCount !== undefined && !isMember(chat, userId)) chat.participantsCount += 1;
  removeJoinRequest(chat, userId);
  const member = world.addMember(chat, userId, {
    ...entry,
    role: stays ? 'restricted' : 'member',
    ...(stays && before.banned !== undefined && { banned: before.banned }),
    ...(stays && before.bannedUntil !== undefined && { bannedUntil: before.bannedUntil }),
    ...(stays && before.kickedBy !== undefined && { kickedBy: before.kickedBy }),
  });
  if (hides && world.accounts.has(userId)) {
    world.dialog(userId, peerOf(chat)).availableMinId = chat.history.topId;
  }
  return member;
}

/** Takes somebody out: gone on own will, or thrown out and (where the chat keeps a list) banned. */
export function leave(
  world: World,
  chat: WorldChat,
  userId: bigint,
  how: { readonly date: number; readonly ownWill: boolean },
): void {
  const before = chat.members.get(userId);
  if (chat.participantsCount !== undefined && isMember(chat, userId)) chat.participantsCount -= 1;
  if (how.ownWill && before?.role === 'restricted') {
    before.away = true;
    world.accounts.get(userId)?.dialogs.delete(`channel:${chat.id}`);
    return;
  }
  world.addMember(chat, userId, {
    date: how.date,
    role: how.ownWill ? 'left' : 'banned',
    ...(how.ownWill && { leftOnOwnWill: true }),
  });
}

/** Takes everybody out of a chat that ends; their rows in the chat list go with it. */
export function disband(world: World, chat: WorldChat): bigint[] {
  const everybody = [...chat.members.keys()];
  const key = `${peerOf(chat).kind}:${chat.id}`;
  for (const userId of everybody) world.accounts.get(userId)?.dialogs.delete(key);
  chat.members.clear();
  chat.invites.length = 0;
  chat.joinRequests.length = 0;
  delete chat.participantsCount;
  return everybody;
}
