import { policyIssues, type Settings } from '@tgmcp/core';
import { EXIT, Stop } from '../console/exit.js';
import type { Context } from '../context.js';
import { writeSettings, type Written } from '../setup/settings-file.js';
import { usableSettings } from '../usable-settings.js';

/** What `tgmcp writing` was asked to do. */
export interface WritingOptions {
  readonly approval?: Settings['TG_ACTIONS_APPROVAL_CHANNEL'];
}

/** `tgmcp writing [on|off]`: whether tgmcp-actions writes at all, and who approves. Without either, says how it stands. */
export async function writing(
  word: 'on' | 'off' | undefined,
  { approval }: WritingOptions,
  context: Context,
): Promise<void> {
  const { console } = context;
  const { settings } = usableSettings(context);
  if (word === undefined && approval === undefined) {
    console.print(
      `Writing is ${settings.TG_ACTIONS_ENABLED ? 'on' : 'off'}. ${approver(settings.TG_ACTIONS_APPROVAL_CHANNEL)}`,
    );
    return;
  }
  if (word === 'on')
    refuseWeak({
      ...settings,
      TG_ACTIONS_APPROVAL_CHANNEL: approval ?? settings.TG_ACTIONS_APPROVAL_CHANNEL,
    });
  const values: Written = {
    ...(approval === undefined ? {} : { TG_ACTIONS_APPROVAL_CHANNEL: approval }),
    ...(word === undefined ? {} : { TG_ACTIONS_ENABLED: word === 'on' ? '1' : '0' }),
  };
  const file = await writeSettings(values, context);
  if (word !== undefined) console.print(`Writing is ${word} (TG_ACTIONS_ENABLED in ${file}).`);
  if (approval !== undefined || word === 'on')
    console.print(approver(approval ?? settings.TG_ACTIONS_APPROVAL_CHANNEL));
  if (approval === 'preview') console.note('docs/SECURITY.md says what that gives up.');
}

/** With a policy that is not safe the server would refuse all the same; better said now. */
function refuseWeak(settings: Settings): void {
  const issues = policyIssues(settings);
  if (issues.length === 0) return;
  throw new Stop(
    EXIT.refused,
    [
      'Writing stays off, because nothing would be written:',
      ...issues.map((issue) => `  ${issue}${remedy(issue, settings.TG_ACTIONS_CONFIRMATION_PHRASE !== '')}`),
    ].join('\n'),
  );
}

function remedy(issue: string, hasPhrase: boolean): string {
  if (issue.startsWith('TG_ACTIONS_ALLOWED_GROUPS')) return '; next: tgmcp allow';
  if (issue.startsWith('TG_ACTIONS_CONFIRMATION_PHRASE'))
    return `; next: tgmcp phrase --write${hasPhrase ? ' --overwrite' : ''}`;
  return '';
}

function approver(channel: Settings['TG_ACTIONS_APPROVAL_CHANNEL']): string {
  return channel === 'operator'
    ? 'A person approves each write outside the agent (channel operator): tgmcp approve.'
    : 'Whoever has the preview and was told the phrase approves (channel preview): an agent can write without a person.';
}
