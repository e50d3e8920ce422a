/** Keeps TG_ACTIONS_UNSAFE_OVERRIDE in sight: what is written although settings are weak says so wherever it is shown. */
import type { AuditLog } from '@tgmcp/core';

/** What weakens the settings, and whether the override lets it pass. */
export interface Standing {
  readonly issues: readonly string[];
  readonly overridden: boolean;
}

/** Nothing is weak. */
export const SOUND: Standing = { issues: [], overridden: false };

function letsThrough({ issues, overridden }: Standing): boolean {
  return overridden && issues.length > 0;
}

/** What a preview tells the agent and the person who approves; empty unless weak settings are overridden. */
export function overrideNotes(policy: Standing): string[] {
  if (!letsThrough(policy)) return [];
  return [
    `TG_ACTIONS_UNSAFE_OVERRIDE is on: the settings are unsafe, and this can be sent all the same. ${policy.issues.join('; ')}.`,
  ];
}

/** An audit log whose records, refusals included, say that the override was on; each attempt to write is logged, too. */
export function auditOfOverride(
  audit: AuditLog,
  policy: Standing,
  warn: (line: string) => void = () => undefined,
): AuditLog {
  if (!letsThrough(policy)) return audit;
  return {
    append(entry) {
      if (entry.event === 'write' && entry.outcome === 'sending')
        warn(`a write begins under TG_ACTIONS_UNSAFE_OVERRIDE, proposal ${entry.proposal_id ?? 'unknown'}`);
      return audit.append({ ...entry, detail: { ...entry.detail, unsafe_override: true } });
    },
  };
}
