import { describe, expect, it } from 'vitest';
import { CONSUMED, PROPOSALS } from '../approvals/proposal.js';
import { drive, gateBench, type GateBench } from '../gates/test-bench.js';
import { pruneHistory } from './prune.js';
import { ATTEMPT_ENDS, ATTEMPT_STARTS, INTENTS } from './records.js';

const DAY_MS = 86_400_000;
const AGE_MS = 30 * DAY_MS;
const FACTS = [PROPOSALS, CONSUMED, INTENTS, ATTEMPT_STARTS, ATTEMPT_ENDS] as const;

const prune = (bench: GateBench): ReturnType<typeof pruneHistory> =>
  pruneHistory(bench.store, bench.clock, AGE_MS);
async function counts(bench: GateBench): Promise<number[]> {
  const keys = await Promise.all(FACTS.map((kind) => bench.store.keys(kind)));
  return keys.map(({ length }) => length);
}

describe('pruning', () => {
  it('removes what was sent and what was only proposed once it is old, and nothing before', async () => {
    const bench = gateBench();
    await bench.execute(await bench.ready());
    await bench.preview({ message_text: 'never approved' });
    await bench.clock.advance(29 * DAY_MS);
    expect(await prune(bench)).toEqual({ proposals: 0, intents: 0 });
    expect(await counts(bench)).toEqual([2, 1, 1, 1, 1]);
    await bench.clock.advance(2 * DAY_MS);
    expect(await prune(bench)).toEqual({ proposals: 2, intents: 1 });
    expect(await counts(bench)).toEqual([0, 0, 0, 0, 0]);
  });

  it('lets no used code work again, and no code that was not used', async () => {
    const bench = gateBench();
    const used = await bench.ready();
    const unused = await bench.ready({ message_text: 'other' });
    await bench.execute(used);
    await bench.clock.advance(40 * DAY_MS);
    await prune(bench);
    for (const [code, text] of [
      [used, 'Hello'],
      [unused, 'other'],
    ] as const) {
      expect(await bench.execute(code, { message_text: text })).toMatchObject({
        ok: false,
        refusal: { code: 'APPROVAL_UNKNOWN' },
      });
    }
    expect(bench.telegram.requests).toHaveLength(1);
    // The same content may be said again: its window passed long ago.
    expect(await bench.execute(await bench.ready())).toMatchObject({
      ok: true,
      value: { alreadySent: false },
    });
  });

  it('keeps what nobody knows the outcome of, with its proposal and its code', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    bench.telegram.faults.push({ kind: 'lost' });
    expect(await drive(bench, bench.execute(code))).toMatchObject({ refusal: { code: 'OUTCOME_UNKNOWN' } });
    await bench.clock.advance(400 * DAY_MS);
    expect(await prune(bench)).toEqual({ proposals: 0, intents: 0 });
    expect((await counts(bench)).every((count) => count === 1)).toBe(true);
  });

  it('leaves alone what is being executed, and finishes what a killed run began', async () => {
    const bench = gateBench();
    await bench.execute(await bench.ready());
    await bench.clock.advance(40 * DAY_MS);
    const [id = ''] = await bench.store.keys(INTENTS);
    const digest = (await bench.store.get(INTENTS, id))?.value.contentDigest ?? '';
    const lease = await bench.store.acquireLease(`content-${digest}`, 'actions', 60_000);
    expect(await prune(bench)).toEqual({ proposals: 0, intents: 0 });
    if (lease === undefined) throw new Error('no lease');
    await bench.store.releaseLease(lease);
    const [proposal = ''] = await bench.store.keys(PROPOSALS);
    await bench.store.remove(PROPOSALS, proposal);
    expect(await prune(bench)).toEqual({ proposals: 0, intents: 1 });
    expect(await counts(bench)).toEqual([0, 0, 0, 0, 0]);
  });
});
