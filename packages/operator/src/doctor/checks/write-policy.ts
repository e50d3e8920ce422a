import { isPhraseHash, policyIssues } from '@tgmcp/core';
import { bad, ok, quoted, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';

/** What keeps writing from working, and what makes it less safe than it could be. */
export function lookAtWritePolicy({ settings, file }: Patient): Finding[] {
  if (!settings.TG_ACTIONS_ENABLED) return [ok('writing is off (TG_ACTIONS_ENABLED)')];
  const issues = policyIssues(settings);
  const override = settings.TG_ACTIONS_UNSAFE_OVERRIDE;
  const findings = issues.map((issue) =>
    bad(
      `${issue}, ${override ? 'and writing goes on all the same' : 'so nothing is written'}`,
      remedy(issue, file),
    ),
  );
  if (override)
    findings.push(
      bad(
        'TG_ACTIONS_UNSAFE_OVERRIDE is 1: no weakness of the policy stops writing',
        `take TG_ACTIONS_UNSAFE_OVERRIDE out of ${quoted(file)}, and restart the server`,
      ),
    );
  const phrase = settings.TG_ACTIONS_CONFIRMATION_PHRASE;
  if (phrase !== '' && !isPhraseHash(phrase))
    findings.push(
      warn(
        'the confirmation phrase stands in the settings as it is typed',
        `tgmcp phrase, and put the line it prints into ${quoted(file)}`,
      ),
    );
  if (settings.TG_ACTIONS_APPROVAL_CHANNEL === 'preview')
    findings.push(
      warn(
        'TG_ACTIONS_APPROVAL_CHANNEL is preview: an agent that was told the phrase can send without a person',
        `take TG_ACTIONS_APPROVAL_CHANNEL out of ${quoted(file)}, and restart the server`,
      ),
    );
  return findings.length === 0 ? [ok('writing is on, behind every gate')] : findings;
}

function remedy(issue: string, file: string): string {
  const [name = ''] = /^[A-Z_]+/u.exec(issue) ?? [];
  switch (name) {
    case 'TG_ACTIONS_CONFIRMATION_PHRASE':
      return `tgmcp phrase, and put the line it prints into ${quoted(file)}`;
    case 'TG_ACTIONS_ALLOWED_GROUPS':
      return `name the chats it may write to in ${quoted(file)}, such as TG_ACTIONS_ALLOWED_GROUPS=-1001234567890:send`;
    default:
      return `take ${name} out of ${quoted(file)}: its default is safe`;
  }
}
