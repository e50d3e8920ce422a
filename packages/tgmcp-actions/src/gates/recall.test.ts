/** Which earlier attempt a call goes on with, and what keeps it from being repeated. */
import { StateError } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import type { Proposal } from '../approvals/proposal.js';
import type { JournalView } from '../journal/journal.js';
import type { IntentStatus, StandingIntent } from '../journal/status.js';
import { adoptable } from './recall.js';
import { gateBench } from './test-bench.js';

const intent = (id: string, state: string, forced = false): StandingIntent => ({
  intent: { id, forced } as StandingIntent['intent'],
  status: { state } as IntentStatus,
});

const plain = { action: { forceResend: false } } as Proposal;
const forced = { action: { forceResend: true } } as Proposal;

/** A window in which only those lie whose names say so. */
const journal = { withinWindow: ({ intent: { id } }: StandingIntent) => id.startsWith('now') } as JournalView;

const chosen = (intents: readonly StandingIntent[]): string | undefined =>
  adoptable(undefined, plain, intents, journal)?.intent.id;

describe('a plain execution goes on with', () => {
  it('the newest attempt whose outcome is open, however old, and not with a later one that surely failed', () => {
    expect(
      chosen([intent('old-1', 'unknown'), intent('old-2', 'sending'), intent('now-3', 'not_sent')]),
    ).toBe('old-2');
  });

  it('else the newest of its window that was surely not carried out', () => {
    const failed = [intent('old-1', 'not_begun'), intent('now-2', 'not_sent'), intent('now-3', 'not_begun')];
    expect(chosen(failed)).toBe('now-3');
    expect(chosen([...failed, intent('now-4', 'sent')])).toBe('now-3');
  });

  it('nothing that was carried out, that lies before its window, or that was forced', () => {
    expect(chosen([])).toBeUndefined();
    expect(chosen([intent('now-1', 'sent'), intent('old-2', 'not_sent')])).toBeUndefined();
    expect(chosen([intent('now-1', 'unknown', true), intent('now-2', 'not_sent', true)])).toBeUndefined();
  });

  it('the intent of its own code before all others, as a forced one does, which takes no other', () => {
    const others = [intent('now-1', 'unknown')];
    const own = intent('own', 'not_sent', true);
    for (const proposal of [plain, forced]) expect(adoptable(own, proposal, others, journal)).toBe(own);
    expect(adoptable(undefined, forced, others, journal)).toBeUndefined();
  });
});

it('an earlier attempt is not repeated where that cannot be put on record, and nothing new is sent', async () => {
  let isFull = false;
  const bench = gateBench({
    wrap: (store) => ({
      ...store,
      append: async (log, seal) => {
        if (isFull) throw new StateError('STATE_UNWRITABLE', 'audit.log', 'disk full');
        return store.append(log, seal);
      },
    }),
  });
  const code = await bench.ready();
  bench.telegram.faults.push({ kind: 'lost' });
  await bench.execute(code);
  const again = await bench.ready({ force_resend: true });
  isFull = true;
  expect(await bench.execute(again, { force_resend: true })).toMatchObject({
    ok: false,
    refusal: { code: 'AUDIT_UNWRITABLE', data: { sent: 'unknown' } },
  });
  expect(bench.telegram.requests).toHaveLength(1);
});
