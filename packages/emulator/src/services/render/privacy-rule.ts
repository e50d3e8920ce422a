import type { TlObject } from '../../tl/value.js';
import type { PrivacyRule } from '../../world/model.js';

/** A rule as TL PrivacyRule objects, exceptions first. */
export function renderRule(rule: PrivacyRule): TlObject[] {
  const rules: TlObject[] = [];
  const add = (condition: unknown, value: TlObject): void => {
    if (condition !== undefined && condition !== false) rules.push(value);
  };
  add(rule.allow, { _: 'privacyValueAllowUsers', users: rule.allow ?? [] });
  add(rule.deny, { _: 'privacyValueDisallowUsers', users: rule.deny ?? [] });
  add(rule.allowChats, { _: 'privacyValueAllowChatParticipants', chats: rule.allowChats ?? [] });
  add(rule.denyChats, { _: 'privacyValueDisallowChatParticipants', chats: rule.denyChats ?? [] });
  add(rule.allowCloseFriends, { _: 'privacyValueAllowCloseFriends' });
  add(rule.allowPremium, { _: 'privacyValueAllowPremium' });
  add(rule.allowBots, { _: 'privacyValueAllowBots' });
  add(rule.denyBots, { _: 'privacyValueDisallowBots' });
  add(rule.base === 'everybody', { _: 'privacyValueAllowAll' });
  add(rule.base === 'contacts', { _: 'privacyValueAllowContacts' });
  add(rule.base === 'nobody', { _: 'privacyValueDisallowAll' });
  return rules;
}
