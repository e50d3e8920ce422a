/**
 * A process dies at each of its steps, under each trouble of the wire, with an action of each retry class. A new process
 * then repeats the call: nothing is done twice, nothing that was acknowledged is lost, and each reply says what is so.
 */
import type { RetryClass } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { mortal, type Killer } from './mortal-store.js';
import { drive, gateBench, type Fault, type GateBench } from './test-bench.js';
import { isLie, openWorld, RETRY_CLASSES, sentBy, type World } from './test-world.js';

const FAULTS: Readonly<Record<string, Fault | undefined>> = {
  'no trouble': undefined,
  'a lost request': { kind: 'lost' },
  'trouble after the effect': { kind: 'after' },
  'a refusal before the effect': { kind: 'before', code: 'RPC_ERROR' },
  'a flood wait': { kind: 'before', code: 'FLOOD_WAIT', retryAfter: 60 },
  'a fault in the connection': { kind: 'throws' },
};

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
  return { sent: sentBy(answer), lies: isLie(answer, before, telegram.effects) };
}

describe.each(RETRY_CLASSES)('of class %s, killed at any step,', (retry) => {
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
