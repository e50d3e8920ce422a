/**
 * A process dies at each of its steps on disk and on the wire, before or after the step took effect, under each trouble
 * of the wire. A new process on the same state, or on none, then repeats the call: the chat holds one message, or none
 * and the caller was told that nothing was sent.
 */
import { createMemoryStore, manualClock, type StateStore } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { mortal, type Killer } from './mortal-store.js';
import {
  drive,
  FakeTelegram,
  gateBench,
  WINDOW_MS,
  type BenchOptions,
  type Fault,
  type GateBench,
} from './test-bench.js';

const FAULTS: Readonly<Record<string, Fault | undefined>> = {
  'no trouble': undefined,
  'a lost request': { kind: 'lost' },
  'trouble after the effect': { kind: 'after' },
  'a refusal before the effect': { kind: 'before', code: 'RPC_ERROR' },
  'a flood wait': { kind: 'before', code: 'FLOOD_WAIT', retryAfter: 60 },
  'a request in progress': { kind: 'in_progress' },
};
interface World {
  readonly clock: ReturnType<typeof manualClock>;
  readonly telegram: FakeTelegram;
  store: StateStore;
}

function world(): World {
  // Mid-window, so that no step crosses into the next bucket.
  const start = Math.floor(Date.UTC(2026, 10, 1) / WINDOW_MS) * WINDOW_MS + WINDOW_MS / 2;
  const clock = manualClock(start);
  return { clock, telegram: new FakeTelegram(() => clock.now()), store: createMemoryStore({ clock }) };
}

const processOn = (made: World, options: BenchOptions = {}): GateBench => gateBench({ ...made, ...options });

async function runAndDie(made: World, code: string, killer: Killer, fault: Fault | undefined): Promise<void> {
  const dying = processOn(made, {
    wrap: (store) => mortal(store, killer),
    alive: () => !killer.dead,
  });
  if (fault !== undefined) made.telegram.faults.push(fault);
  // What a killed process would have answered, nobody heard.
  await drive(dying, dying.execute(code)).catch(() => undefined);
  await made.clock.advance(60_000);
}

async function countSteps(fault: Fault | undefined): Promise<number> {
  const made = world();
  const code = await processOn(made).ready();
  const killer: Killer = { steps: 0, dieAt: -1, after: false, dead: false };
  await runAndDie(made, code, killer, fault);
  return killer.steps;
}

describe.each(Object.entries(FAULTS))('with %s', (_name, fault) => {
  it('a kill at any step leaves one message after two repeats of the call', async () => {
    const steps = await countSteps(fault);
    expect(steps).toBeGreaterThanOrEqual(10);
    for (let dieAt = 1; dieAt <= steps; dieAt += 1) {
      for (const after of [false, true]) {
        const made = world();
        const code = await processOn(made).ready();
        await runAndDie(made, code, { steps: 0, dieAt, after, dead: false }, fault);
        made.telegram.faults.length = 0;
        const restarted = processOn(made);
        await drive(restarted, restarted.execute(code));
        const last = await drive(restarted, restarted.execute(code));
        expect({ dieAt, after, last, messages: made.telegram.messages.size }).toMatchObject({
          last: { ok: true },
          messages: 1,
        });
      }
    }
  });

  it('a kill at any step and the loss of the data folder leave one message after a new approval', async () => {
    const steps = await countSteps(fault);
    for (let dieAt = 1; dieAt <= steps; dieAt += 1) {
      const made = world();
      const code = await processOn(made).ready();
      await runAndDie(made, code, { steps: 0, dieAt, after: dieAt % 2 === 0, dead: false }, fault);
      made.telegram.faults.length = 0;
      const before = made.telegram.messages.size;
      made.store = createMemoryStore({ clock: made.clock });
      const restarted = processOn(made);
      const anew = await restarted.ready();
      const last = await drive(restarted, restarted.execute(anew));
      expect({ dieAt, last, messages: made.telegram.messages.size }).toMatchObject({
        last: { ok: true, value: { alreadySent: before === 1 } },
        messages: 1,
      });
      expect(await restarted.usage('group_msg')).toBe(before === 1 ? 0 : 1);
    }
  });
});

it('starting again sends nothing by itself', async () => {
  const made = world();
  const code = await processOn(made).ready();
  await runAndDie(made, code, { steps: 0, dieAt: 9, after: true, dead: false }, undefined);
  const before = made.telegram.requests.length;
  const restarted = processOn(made);
  await restarted.preview();
  await made.clock.advance(600_000);
  expect(made.telegram.requests).toHaveLength(before);
});
