/**
 * A process dies at each of its steps, under each trouble of the wire, with an action of each retry class. A new process
 * then repeats the call: nothing is done twice, nothing that was acknowledged is lost, and each reply says what is so.
 */
import { createMemoryStore, manualClock, type RetryClass } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { mortal, type Killer } from './mortal-store.js';
import { drive, FakeTelegram, gateBench, WINDOW_MS, type Fault, type GateBench } from './test-bench.js';

const FAULTS: Readonly<Record<string, Fault | undefined>> = {
  'no trouble': undefined,
  'a lost request': { kind: 'lost' },
  'trouble after the effect': { kind: 'after' },
  'a refusal before the effect': { kind: 'before', code: 'RPC_ERROR' },
  'a flood wait': { kind: 'before', code: 'FLOOD_WAIT', retryAfter: 60 },
  'a fault in the connection': { kind: 'throws' },
};
const CLASSES: readonly RetryClass[] = ['dedup', 'absolute', 'probe', 'never'];

/** A world in the middle of an idempotency window, so that no step crosses into the next one. */
function openWorld(retry: RetryClass) {
  const start = Math.floor(Date.UTC(2026, 10, 1) / WINDOW_MS) * WINDOW_MS + WINDOW_MS / 2;
  const clock = manualClock(start);
  const telegram = new FakeTelegram(() => clock.now());
  telegram.readable = true;
  telegram.repeats = retry === 'probe' || retry === 'never';
  return { clock, telegram, store: createMemoryStore({ clock }), retry };
}
type World = ReturnType<typeof openWorld>;

async function runAndDie(
  world: World,
  code: string,
  killer: Killer,
  fault: Fault | undefined,
): Promise<void> {
  const dying = gateBench({
    ...world,
    wrap: (store) => mortal(store, killer),
    alive: () => !killer.dead,
  });
  if (fault !== undefined) world.telegram.faults.push(fault);
  // What a killed process would have answered, nobody heard.
  await drive(dying, dying.execute(code)).catch(() => undefined);
  await world.clock.advance(60_000);
  world.telegram.faults.length = 0;
}

async function countSteps(retry: RetryClass, fault: Fault | undefined): Promise<number> {
  const world = openWorld(retry);
  const killer: Killer = { steps: 0, dieAt: -1, after: false, dead: false };
  await runAndDie(world, await gateBench(world).ready(), killer, fault);
  return killer.steps;
}

/** What a call says of the world that is not so; and how it ended. */
async function repeated({ telegram }: World, bench: GateBench, code: string) {
  const before = telegram.effects;
  const answer = await drive(bench, bench.execute(code));
  const sent = answer.ok ? (answer.value.alreadySent ? 'before' : 'now') : answer.refusal.data?.['sent'];
  const so = {
    before: before === 1 && telegram.effects === 1,
    now: before === 0 && telegram.effects === 1,
    no: telegram.effects === 0,
    unknown: telegram.effects <= 1,
  }[String(sent)];
  return { sent, lies: so !== true };
}

describe.each(CLASSES)('of class %s, killed at any step,', (retry) => {
  it.each(Object.entries(FAULTS))('with %s', async (_name, fault) => {
    const steps = await countSteps(retry, fault);
    expect(steps).toBeGreaterThanOrEqual(10);
    for (let dieAt = 1; dieAt <= steps; dieAt += 1) {
      for (const after of [false, true]) {
        const world = openWorld(retry);
        const code = await gateBench(world).ready();
        await runAndDie(world, code, { steps: 0, dieAt, after, dead: false }, fault);
        const bench = gateBench(world);
        const replies = [await repeated(world, bench, code), await repeated(world, bench, code)];
        const where = JSON.stringify({ dieAt, after, replies });
        expect(
          replies.filter(({ lies }) => lies),
          where,
        ).toEqual([]);
        const last = replies.at(-1)?.sent;
        // What nobody may repeat and nothing tells waits for a person; all else is done by now.
        expect(retry === 'never' ? ['before', 'unknown'] : ['before'], where).toContain(last);
        expect(world.telegram.effects, where).toBeLessThanOrEqual(1);
      }
    }
  });
});
