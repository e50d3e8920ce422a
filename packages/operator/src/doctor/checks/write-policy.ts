import { isPhraseHash, policyIssues } from '@tgmcp/core';
import { writeStop } from 'tgmcp-actions/approvals';
import { bad, ok, quoted, warn, type Finding } from '../finding.js';
import type { Patient } from '../patient.js';

/** What keeps writing from working, and what makes it less safe than it could be. */
export async function lookAtWritePolicy({ settings, file }: Patient): Promise<Finding[]> {
  if (!settings.TG_ACTIONS_ENABLED) return [ok('writing is off (TG_ACTIONS_ENABLED)')];
  const issues = policyIssues(settings);
  const isPhraseBad = issues.some((issue) => issue.startsWith('TG_ACTIONS_CONFIRMATION_PHRASE'));
  const override = settings.TG_ACTIONS_UNSAFE_OVERRIDE;
  const findings = issues.map((issue) =>
    bad(
      `${issue}, ${override ? 'and writing goes on all the same' : 'so nothing is written'}`,
      remedy(issue, settings.TG_ACTIONS_CONFIRMATION_PHRASE !== '', file),
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
  if (phrase !== '' && !isPhraseHash(phrase) && !isPhraseBad)
    findings.push(
      warn(
        'the confirmation phrase stands in the settings as it is typed',
        'tgmcp phrase --write --overwrite, and a salted hash takes its place',
      ),
    );
  if (settings.TG_ACTIONS_APPROVAL_CHANNEL === 'preview')
    findings.push(
      warn(
        'TG_ACTIONS_APPROVAL_CHANNEL is preview: an agent that was told the phrase can send without a person',
        'tgmcp writing --approval operator, and restart the server',
      ),
    );
  if (await writeStop(settings.TG_DATA_DIR).stopped())
    findings.push(
      warn('all writing is stopped (tgmcp stop-writes)', 'tgmcp resume-writes, once it may go on'),
    );
  return findings.length === 0 ? [ok('writing is on, behind every gate')] : findings;
}

function remedy(issue: string, hasPhrase: boolean, file: string): string {
  const [name = ''] = /^[A-Z_]+/u.exec(issue) ?? [];
  switch (name) {
    case 'TG_ACTIONS_CONFIRMATION_PHRASE':
      // A phrase that is there is kept unless told otherwise.
      return `tgmcp phrase --write${hasPhrase ? ' --overwrite' : ''}`;
    case 'TG_ACTIONS_ALLOWED_GROUPS':
      return 'tgmcp allow, and choose the chats that may be written to';
    default:
      return `take ${name} out of ${quoted(file)}: its default is safe`;
  }
}
