/* Who may see and do what with whom (core.telegram.org/api/privacy); the services ask here before they show or add somebody. */
import { chatOf, isMember } from './data.js';
import type { WorldData } from './data.js';
import { peerKey } from './model.js';
import type { PrivacyKey, PrivacyRule, WorldUser } from './model.js';

/** True when `owner` has `other` in the contacts; people without an account say so in `knows`. */
export function hasContact(data: WorldData, owner: bigint, other: bigint): boolean {
  return (
    data.accounts.get(owner)?.contacts.has(other) === true ||
    data.users.get(owner)?.knows?.has(other) === true
  );
}

/** True when `owner` blocked `other`. */
export function hasBlocked(data: WorldData, owner: bigint, other: bigint): boolean {
  const key = peerKey({ kind: 'user', id: other });
  return (
    data.accounts.get(owner)?.relations.blocked.has(key) === true ||
    data.users.get(owner)?.blocks?.has(other) === true
  );
}

/** The rule that holds for a key: the person's own, or the one of a new account (phone numbers for contacts only). */
export function ruleOf(user: WorldUser, key: PrivacyKey): PrivacyRule {
  return user.privacy?.[key] ?? { base: key === 'phone' || key === 'birthday' ? 'contacts' : 'everybody' };
}

/** True when `owner` lets `other` see or do what the key stands for. One may always do so with oneself. */
export function allows(data: WorldData, owner: WorldUser, key: PrivacyKey, other: bigint): boolean {
  return owner.id === other || fits(data, owner.id, ruleOf(owner, key), other);
}

/** True when a rule of `owner` takes `other` in. */
export function fits(data: WorldData, owner: bigint, rule: PrivacyRule, other: bigint): boolean {
  const user = data.users.get(other);
  if (rule.deny?.includes(other) === true) return false;
  if (rule.allow?.includes(other) === true) return true;
  if (sharesChat(data, rule.denyChats, other)) return false;
  if (sharesChat(data, rule.allowChats, other)) return true;
  if (user?.bot === true && rule.denyBots === true) return false;
  if (user?.bot === true && rule.allowBots === true) return true;
  if (rule.allowPremium === true && user?.premium === true) return true;
  if (rule.allowCloseFriends === true) {
    if (data.accounts.get(owner)?.relations.closeFriends.has(other) === true) return true;
  }
  return rule.base === 'everybody' || (rule.base === 'contacts' && hasContact(data, owner, other));
}

/**
 * True when `inviter` may add `userId` to a group or channel. Where it is false, Telegram names the user in
 * `missing_invitees`; bots are added whatever they think of it, unless they take no groups.
 */
export function mayInvite(data: WorldData, userId: bigint, inviter: bigint): boolean {
  const user = data.users.get(userId);
  if (user === undefined || user.deleted) return false;
  if (user.bot) return user.botProfile?.noGroups !== true;
  return !hasBlocked(data, userId, inviter) && allows(data, user, 'chat_invite', inviter);
}

function sharesChat(data: WorldData, chats: readonly bigint[] | undefined, other: bigint): boolean {
  return (chats ?? []).some((id) => {
    const chat = chatOf(data, { kind: 'chat', id }) ?? chatOf(data, { kind: 'channel', id });
    return chat !== undefined && isMember(chat, other);
  });
}
