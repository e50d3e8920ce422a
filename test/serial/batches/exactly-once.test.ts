import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { lengthOf } from '../lengths.js';
import { openLongBatch, until, type LongBatch } from './long-batch.js';

/* Whatever happens to the processes that run a batch: each item is attempted once, and none is left out. */

const ITEMS = lengthOf(40, 200);
const KILLS = lengthOf(5, 20);
/** A hold that nobody renews is over by then. */
const HOLD_SEC = 11;

let batch: LongBatch | undefined;
afterEach(async () => {
  expect(batch?.house.emulator.unimplemented).toEqual([]);
  await batch?.house.close();
  batch = undefined;
});

/** Each item once, nothing left, and the batch says so. */
async function expectAllOnce(made: LongBatch, agent: Agent): Promise<void> {
  expect([...made.attempts().values()].filter((times) => times !== 1)).toEqual([]);
  expect(made.attempts().size).toBe(made.items);
  expect(made.left()).toBe(0);
  expect(await agent.call('tg_get_batch_status', { batch_id: made.id })).toMatchObject({
    body: { status: 'completed', success_count: made.items, failed_count: 0, pending_count: 0 },
  });
  expect(await made.house.operator(['audit', 'verify'])).toMatchObject({ code: 0 });
}

const attempted = (made: LongBatch): number => made.attempts().size;

/** Numbers from 0 to 1, the same each time. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

it(`killed at ${KILLS} random moments, a batch of ${ITEMS} items is resumed without repeat and without gap`, async () => {
  const made = await openLongBatch(ITEMS);
  batch = made;
  const chance = chances(20_261);
  await made.agent.close();
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const agent = await made.server({});
    const target = Math.floor((kill * (ITEMS - 10)) / KILLS);
    const running = made.run(agent).catch(() => undefined);
    await until(() => attempted(made) >= target);
    // At the latest while some are left, however quickly they go.
    const later = sleep(chance() * 60);
    await Promise.race([later, until(() => attempted(made) >= target + 6)]);
    process.kill(agent.pid, 'SIGKILL');
    await running;
    await agent.close();
    expect(attempted(made)).toBeLessThan(ITEMS);
    await made.house.passTime(HOLD_SEC);
  }
  const last = await made.server({});
  expect(await made.run(last)).toMatchObject({ refused: false, body: { status: 'completed' } });
  await expectAllOnce(made, last);
});

describe('two processes', () => {
  it('that run one batch at the same time attempt each item once', async () => {
    const made = await openLongBatch(40);
    batch = made;
    const agents = [made.agent, await made.server({})];
    const done = agents.map(() => 0);
    await Promise.all(
      agents.map(async (agent, index) => {
        for (;;) {
          const { refused, body } = await made.run(agent, 3);
          if (!refused) done[index] = (done[index] ?? 0) + Number(body['processed_now']);
          else if (body['code'] === 'BATCH_OVER') return;
          else expect(body['code']).toBe('BATCH_BUSY');
          await sleep(20);
          // Whoever had a turn leaves something to the other, however late that one comes.
          if (!refused) await until(() => Math.min(...done) > 0);
        }
      }),
    );
    expect(done.reduce((sum, one) => sum + one, 0)).toBe(40);
    expect(Math.min(...done)).toBeGreaterThan(0);
    await expectAllOnce(made, made.agent);
  });

  it('of which one is stopped for longer than its hold lives: what it wakes up to is no longer its own', async () => {
    const made = await openLongBatch(30);
    batch = made;
    const { emulator } = made.house;
    const other = await made.server({});
    emulator.faults.add({ method: 'channels.deleteMessages', kind: 'lose_answer', times: 1, after: 9 });
    const sleeping: Promise<Answer> = made.run(made.agent);
    await until(() => attempted(made) === 10);
    process.kill(made.agent.pid, 'SIGSTOP');
    try {
      expect(await made.run(other)).toMatchObject({ refused: true, body: { code: 'BATCH_BUSY' } });
      await made.house.passTime(HOLD_SEC);
      expect(await made.run(other)).toMatchObject({
        refused: false,
        body: { status: 'completed', processed_now: 21 },
      });
    } finally {
      process.kill(made.agent.pid, 'SIGCONT');
    }
    expect(await sleeping).toMatchObject({ body: { processed_now: 9, stopped_reason: 'overtaken' } });
    await expectAllOnce(made, other);
  });
});

it('two runs in one process attempt each item once', async () => {
  const made = await openLongBatch(30);
  batch = made;
  const answers = await Promise.all([made.run(made.agent), made.run(made.agent), made.run(made.agent)]);
  expect(answers.filter(({ refused }) => !refused)).toHaveLength(1);
  expect(answers.filter(({ body }) => body['code'] === 'BATCH_BUSY')).toHaveLength(2);
  await expectAllOnce(made, made.agent);
});

it('a flood wait in the middle pauses the batch, and nothing fails', async () => {
  const made = await openLongBatch(12);
  batch = made;
  made.house.emulator.faults.add({
    method: 'channels.deleteMessages',
    kind: 'error',
    code: 420,
    message: 'FLOOD_WAIT_40',
    times: 1,
    after: 5,
  });
  const paused = { status: 'paused_flood', failed_count: 0, success_count: 5, pending_count: 7 };
  expect(await made.run(made.agent)).toMatchObject({
    refused: false,
    body: { ...paused, processed_now: 5, stopped_reason: 'flood', not_before_ts: expect.any(Number) },
  });
  const before = attempted(made);
  expect(await made.run(made.agent)).toMatchObject({ refused: true, body: { code: 'BATCH_PAUSED' } });
  expect(attempted(made)).toBe(before);
  await made.house.passTime(60);
  expect(await made.run(made.agent)).toMatchObject({ body: { status: 'completed', processed_now: 7 } });
  // The one that Telegram refused was refused, not done: it is the only one that was asked for twice.
  expect([...made.attempts().values()].filter((times) => times !== 1)).toEqual([2]);
  expect(made.left()).toBe(0);
});
