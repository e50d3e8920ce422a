import { policyIssues, type Settings } from '@tgmcp/core';

/** What weakens the write policy here, and whether it is overridden: decisions are recorded with it. */
export function standingOf(settings: Settings): {
  readonly issues: readonly string[];
  readonly overridden: boolean;
} {
  return { issues: policyIssues(settings), overridden: settings.TG_ACTIONS_UNSAFE_OVERRIDE };
}
