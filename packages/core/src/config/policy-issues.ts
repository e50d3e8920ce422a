/** The fail-closed list: why, with these settings, nothing is written. */
import { isPhraseHash } from '../secrets/phrase-hash.js';
import { SETTING_ROWS, type Settings } from './settings.js';

/** Every weakness of the write policy, each naming its setting; empty when the policy is safe. */
export function policyIssues(settings: Settings): string[] {
  const issues: string[] = [];
  for (const [name, row] of SETTING_ROWS) {
    const issue = row.unsafe?.(settings[name]);
    if (issue !== undefined) issues.push(issue);
  }
  const phrase = settings.TG_ACTIONS_CONFIRMATION_PHRASE.trim();
  // Of a hash nobody can tell how long its phrase was; tgmcp phrase has looked.
  const known = phrase !== '' && !isPhraseHash(phrase);
  if (known && Array.from(phrase).length < settings.TG_ACTIONS_MIN_CONFIRM_TEXT_LEN) {
    issues.push('TG_ACTIONS_CONFIRMATION_PHRASE is shorter than TG_ACTIONS_MIN_CONFIRM_TEXT_LEN');
  }
  if (settings.TG_ACTIONS_APPROVAL_TTL_SEC <= settings.TG_ACTIONS_APPROVAL_MIN_AGE_SEC) {
    issues.push('TG_ACTIONS_APPROVAL_TTL_SEC must be longer than TG_ACTIONS_APPROVAL_MIN_AGE_SEC');
  }
  return issues;
}

/** Whether writing is off because of the policy; TG_ACTIONS_UNSAFE_OVERRIDE=1 alone overrides it. */
export function policyBlocks(settings: Settings): boolean {
  return !settings.TG_ACTIONS_UNSAFE_OVERRIDE && policyIssues(settings).length > 0;
}
