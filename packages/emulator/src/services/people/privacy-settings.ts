import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { PrivacyKey, PrivacyRule } from '../../world/model.js';
import { ruleOf } from '../../world/privacy.js';
import { longsOf, objectOf, objectsOf } from '../common/fields.js';
import { inputUser } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { People } from '../render/people.js';
import { renderRule } from '../render/privacy-rule.js';
import { wrapUpdates } from '../updates/deliver.js';

/** TL's names of the keys, without `inputPrivacyKey` and `privacyKey`. */
const KEYS: Readonly<Record<string, PrivacyKey>> = {
  StatusTimestamp: 'status',
  PhoneNumber: 'phone',
  AddedByPhone: 'added_by_phone',
  ChatInvite: 'chat_invite',
  Forwards: 'forwards',
  ProfilePhoto: 'profile_photo',
  About: 'about',
  Birthday: 'birthday',
  PhoneCall: 'phone_call',
  PhoneP2P: 'phone_p2p',
  VoiceMessages: 'voice_messages',
  StarGiftsAutoSave: 'star_gifts_auto_save',
};
/** The most people and chats that the exceptions of one key may name. */
const MAX_EXCEPTIONS = 1000;

function keyOf(request: TlObject): readonly [string, PrivacyKey] {
  const name = (objectOf(request, 'key')?._ ?? '').replace('inputPrivacyKey', '');
  const key = KEYS[name];
  if (key === undefined) throw badRequest('PRIVACY_KEY_INVALID');
  return [name, key];
}

/** Reads TL InputPrivacyRule objects. Throws PRIVACY_VALUE_INVALID, PRIVACY_TOO_LONG, USER_ID_INVALID. */
export function readRules(viewer: Viewer, inputs: readonly TlObject[]): PrivacyRule {
  const lists: Record<'allow' | 'deny' | 'allowChats' | 'denyChats', bigint[]> = {
    allow: [],
    deny: [],
    allowChats: [],
    denyChats: [],
  };
  const has = (name: string): boolean => inputs.some((input) => input._ === `inputPrivacyValue${name}`);
  for (const input of inputs) {
    const users = objectsOf(input, 'users').map((user) => inputUser(viewer, user).id);
    const isAllowed = input._.startsWith('inputPrivacyValueAllow');
    if (input._.endsWith('Users')) lists[isAllowed ? 'allow' : 'deny'].push(...users);
    if (input._.endsWith('ChatParticipants')) {
      lists[isAllowed ? 'allowChats' : 'denyChats'].push(...longsOf(input, 'chats'));
    }
  }
  if (inputs.length === 0) throw badRequest('PRIVACY_VALUE_INVALID');
  if (Object.values(lists).some((list) => list.length > MAX_EXCEPTIONS)) throw badRequest('PRIVACY_TOO_LONG');
  const given = Object.entries(lists).filter(([, list]) => list.length > 0);
  return {
    base: has('AllowAll') ? 'everybody' : has('AllowContacts') ? 'contacts' : 'nobody',
    ...Object.fromEntries(given),
    ...(has('AllowCloseFriends') && { allowCloseFriends: true }),
    ...(has('AllowPremium') && { allowPremium: true }),
    ...(has('AllowBots') && { allowBots: true }),
    ...(has('DisallowBots') && { denyBots: true }),
  };
}

function answer(viewer: Viewer, key: PrivacyKey): TlObject {
  const user = viewer.world.users.get(viewer.id);
  const rule = user === undefined ? { base: 'nobody' as const } : ruleOf(user, key);
  const people = new People(viewer);
  for (const id of [...(rule.allow ?? []), ...(rule.deny ?? [])]) people.add({ kind: 'user', id });
  for (const id of [...(rule.allowChats ?? []), ...(rule.denyChats ?? [])]) {
    people.add({ kind: viewer.world.groups.has(id) ? 'chat' : 'channel', id });
  }
  return { _: 'account.privacyRules', rules: renderRule(rule), ...people.render() };
}

function setPrivacy(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const [name, key] = keyOf(request);
  const rule = readRules(viewer, objectsOf(request, 'rules'));
  const user = viewer.world.users.get(viewer.id);
  if (user !== undefined) user.privacy = { ...user.privacy, [key]: rule };
  const update = { _: 'updatePrivacy', key: { _: `privacyKey${name}` }, rules: renderRule(rule) };
  call.push(viewer.id, wrapUpdates(viewer, [update]));
  return answer(viewer, key);
}

/** What the account keeps from whom. */
export const privacySettingsHandlers: Handlers = {
  'account.getPrivacy': (request, call) => answer(viewerOf(call), keyOf(request)[1]),
  'account.setPrivacy': setPrivacy,
  'account.getGlobalPrivacySettings': (_request, call) => globalSettings(viewerOf(call)),
  'account.setGlobalPrivacySettings': (request, call) => {
    const viewer = viewerOf(call);
    const user = viewer.world.users.get(viewer.id);
    const wanted = objectOf(request, 'settings')?.['new_noncontact_peers_require_premium'] === true;
    if (user === undefined) return globalSettings(viewer);
    // The rest of these settings has no effect that another account could see.
    if (wanted && !user.premium) throw badRequest('PREMIUM_ACCOUNT_REQUIRED');
    user.premiumOnly = wanted;
    return globalSettings(viewer);
  },
};

function globalSettings(viewer: Viewer): TlObject {
  const isOn = viewer.world.users.get(viewer.id)?.premiumOnly === true;
  return { _: 'globalPrivacySettings', new_noncontact_peers_require_premium: isOn ? true : undefined };
}
