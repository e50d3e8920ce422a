import { describe, expect, it } from 'vitest';
import { CONSUMED, PROPOSALS } from '../approvals/proposal.js';
import {
  drive,
  gateBench,
  KITES,
  STRANGER,
  type GateBench,
  type SendArguments,
} from '../gates/test-bench.js';
import { pruneHistory } from './prune.js';
import { contentDigest } from '../actions/digest.js';
import { REVOKED_GRANTS } from '../approvals/grant-records.js';
import {
  ATTEMPT_ENDS,
  ATTEMPT_STARTS,
  BEGUN_STEPS,
  CONTENTS,
  ENDED_STEPS,
  INTENTS,
  type Ending,
} from '../journal/records.js';

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

  it('keeps what was done later to the peer of what nobody knows the outcome of, and to no other', async () => {
    const bench = gateBench({ allowed: `${KITES.id}:send,${STRANGER.id}:send` });
    const elsewhere = { group: STRANGER.id, message_text: 'elsewhere' };
    const lost = { message_text: 'lost' };
    const go = async (change: Partial<SendArguments>) =>
      drive(bench, bench.execute(await bench.ready(change), change));
    await go({ message_text: 'before' });
    await bench.clock.advance(DAY_MS);
    bench.telegram.faults.push({ kind: 'lost' });
    expect(await go(lost)).toMatchObject({ refusal: { code: 'OUTCOME_UNKNOWN' } });
    for (const change of [{ message_text: 'after' }, elsewhere]) {
      expect(await go(change)).toMatchObject({ ok: true });
    }
    await bench.clock.advance(40 * DAY_MS);
    expect(await prune(bench)).toMatchObject({ intents: 2 });
    const left = await Promise.all((await bench.store.keys(INTENTS)).map((id) => bench.journal.find(id)));
    const texts = left.map((one) => one?.intent.action.content['text']);
    expect(new Set(texts)).toEqual(new Set(['after', 'lost']));
  });

  it.each([
    [9_000, 2],
    [11_000, 1],
  ])('keeps what was done %i ms before that as well, so long as clocks may differ: %i', async (ms, kept) => {
    const bench = gateBench();
    const previewed = await bench.preview();
    if (!previewed.ok) throw new Error(previewed.refusal.code);
    const { action, id: proposalId } = previewed.value.proposal;
    const begun = async (text: string, ending: Ending) => {
      const content = { ...action.content, text };
      const { intent } = await bench.journal.claim({
        action: { ...action, content },
        proposalId,
        items: 1,
      });
      await bench.journal.begin(intent, proposalId, 1);
      await bench.journal.end(intent, 1, ending);
    };
    await begun('sent', { kind: 'sent', result: {}, repeated: false });
    await bench.clock.advance(ms);
    await begun('lost', { kind: 'unknown', code: 'DEADLINE' });
    await bench.clock.advance(40 * DAY_MS);
    await prune(bench);
    expect(await bench.store.keys(INTENTS)).toHaveLength(kept);
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

  it('waits until a proposal has been dead for that long, and not a moment more', async () => {
    const bench = gateBench();
    const previewed = await bench.preview();
    const ttlMs = previewed.ok ? previewed.value.proposal.ttlMs : Number.NaN;
    await bench.clock.advance(AGE_MS + ttlMs);
    expect(await prune(bench)).toEqual({ proposals: 0, intents: 0 });
    await bench.clock.advance(1);
    expect(await prune(bench)).toEqual({ proposals: 1, intents: 0 });
  });

  it('counts from when it was found sent, however long ago it was claimed', async () => {
    const bench = gateBench();
    const previewed = await bench.preview();
    if (!previewed.ok) throw new Error(previewed.refusal.code);
    const { action, id: proposalId } = previewed.value.proposal;
    const { intent } = await bench.journal.claim({ action, proposalId, items: 1 });
    await bench.clock.advance(40 * DAY_MS);
    await bench.journal.begin(intent, proposalId, 1);
    await bench.journal.end(intent, 1, { kind: 'sent', result: {}, repeated: false });
    expect(await prune(bench)).toEqual({ proposals: 0, intents: 0 });
    await bench.clock.advance(AGE_MS + 1);
    expect(await prune(bench)).toEqual({ proposals: 1, intents: 1 });
  });

  it('takes an intent out of the list of its content, and leaves the others there', async () => {
    const bench = gateBench();
    await bench.execute(await bench.ready());
    await bench.clock.advance(20 * DAY_MS);
    const again = await bench.ready();
    await bench.execute(again);
    await bench.clock.advance(15 * DAY_MS);
    expect(await prune(bench)).toEqual({ proposals: 1, intents: 1 });
    const [left = ''] = await bench.store.keys(INTENTS);
    const digest = (await bench.store.get(INTENTS, left))?.value.contentDigest ?? '';
    expect((await bench.store.get(CONTENTS, digest))?.value).toEqual({ intents: [left] });
    expect(await bench.execute(again)).toMatchObject({ ok: true, value: { alreadySent: true } });
  });

  it('goes on where a list is gone, or something that was listed is', async () => {
    const bench = gateBench();
    await bench.execute(await bench.ready());
    await bench.clock.advance(40 * DAY_MS);
    const [id = ''] = await bench.store.keys(INTENTS);
    const intent = (await bench.store.get(INTENTS, id))?.value;
    if (intent === undefined) throw new Error('no intent');
    await bench.store.remove(CONTENTS, contentDigest(intent.action));
    const vanishing = {
      ...bench.store,
      keys: async (kind: Parameters<typeof bench.store.keys>[0]) => [
        'gone',
        ...(await bench.store.keys(kind)),
      ],
    };
    expect(await pruneHistory(vanishing, bench.clock, AGE_MS)).toEqual({ proposals: 1, intents: 1 });
    expect(await counts(bench)).toEqual([0, 0, 0, 0, 0]);
    expect(await bench.store.keys(CONTENTS)).toEqual([]);
  });

  it('keeps the use of a code whose proposal is gone until it is old, too', async () => {
    const bench = gateBench();
    await bench.execute(await bench.ready());
    const [proposal = ''] = await bench.store.keys(PROPOSALS);
    await bench.store.remove(PROPOSALS, proposal);
    await prune(bench);
    expect(await bench.store.keys(CONSUMED)).toEqual([proposal]);
    await bench.clock.advance(AGE_MS + 1);
    await prune(bench);
    expect(await bench.store.keys(CONSUMED)).toEqual([]);
  });

  it('takes what was never begun, or surely not sent, with the steps it took, and no steps of others', async () => {
    const bench = gateBench();
    const previewed = await bench.preview();
    if (!previewed.ok) throw new Error(previewed.refusal.code);
    const { action, id: proposalId } = previewed.value.proposal;
    const claimed = async (text: string) => {
      const content = { ...action.content, text };
      return (await bench.journal.claim({ action: { ...action, content }, proposalId, items: 1 })).intent;
    };
    await claimed('never begun');
    const failed = await claimed('failed');
    await bench.journal.begin(failed, proposalId, 1);
    await bench.journal.end(failed, 1, { kind: 'not_sent', code: 'NO_RIGHTS' });
    const open = await claimed('open');
    await bench.journal.begin(open, proposalId, 2);
    for (const intent of [failed, open]) {
      const steps = bench.journal.stepsOf(intent);
      await steps.begin('ban');
      await steps.end('ban', { done: 1 });
    }
    await bench.clock.advance(40 * DAY_MS);
    expect(await prune(bench)).toEqual({ proposals: 0, intents: 2 });
    expect(await bench.store.keys(INTENTS)).toEqual([open.id]);
    for (const kind of [BEGUN_STEPS, ENDED_STEPS]) {
      expect(await bench.store.keys(kind)).toEqual([`${open.id}-ban`]);
    }
  });

  it('goes on where the use of a code or the end of a grant is gone by the time it is read', async () => {
    const bench = gateBench();
    const folders: readonly string[] = [CONSUMED.folder, REVOKED_GRANTS.folder];
    const vanishing = {
      ...bench.store,
      keys: async (kind: Parameters<typeof bench.store.keys>[0]) =>
        folders.includes(kind.folder) ? ['gone'] : bench.store.keys(kind),
    };
    expect(await pruneHistory(vanishing, bench.clock, AGE_MS)).toEqual({ proposals: 0, intents: 0 });
  });
});
