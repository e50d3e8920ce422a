/** Weak settings that are overridden: told to whoever asks, approves or looks at the log. */
import { createAuditLog, type AuditEntry } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { auditOfOverride, overrideNotes, SOUND, type Standing } from './overridden.js';
import { bench } from './test-bench.js';

const WEAK: Standing = { issues: ['no phrase', 'no allowlist'], overridden: true };
const NONE: readonly Standing[] = [
  SOUND,
  { issues: [], overridden: true },
  { issues: ['no phrase'], overridden: false },
];

const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  event: 'write',
  action: 'send',
  outcome: 'sending',
  proposal_id: 'p1',
  detail: { tool: 'tg_send_message' },
  ...change,
});

describe('an override', () => {
  it('is told with each weakness, where there is one and it is overridden', () => {
    expect(overrideNotes(WEAK)).toEqual([
      'TG_ACTIONS_UNSAFE_OVERRIDE is on: the settings are unsafe, and this can be sent all the same. no phrase; no allowlist.',
    ]);
    for (const standing of NONE) expect(overrideNotes(standing)).toEqual([]);
  });

  it('stands in each record, and each write that begins is told to the operator', async () => {
    const made = bench();
    const warnings: string[] = [];
    const audit = auditOfOverride(createAuditLog(made), WEAK, (line) => warnings.push(line));
    const { proposal_id: _id, ...unnamed } = entry();
    for (const one of [
      entry(),
      entry({ outcome: 'sent' }),
      entry({ event: 'refusal', outcome: 'sending', code: 'EXPIRED' }),
      unnamed,
    ]) {
      expect(await audit.append(one)).toMatchObject({ ok: true });
    }
    const lines = (await made.store.readLog('audit')).map((line) => JSON.parse(line) as object);
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect(line).toMatchObject({ detail: { tool: 'tg_send_message', unsafe_override: true } });
    }
    expect(warnings).toEqual([
      'a write begins under TG_ACTIONS_UNSAFE_OVERRIDE, proposal p1',
      'a write begins under TG_ACTIONS_UNSAFE_OVERRIDE, proposal unknown',
    ]);
  });

  it('that is none changes no record', () => {
    const audit = createAuditLog(bench());
    for (const standing of NONE) expect(auditOfOverride(audit, standing)).toBe(audit);
  });
});
