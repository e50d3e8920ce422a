/**
 * A process dies at each of its steps on disk and on the wire, before or after the step took effect; another one goes on
 * with what is on record. Every text was sent once, no button pressed twice, nothing done out of order.
 */
import { createMemoryStore, sleptInCall, systemClock } from '@tgmcp/core';
import { unlockWrites, type ApprovedWrites } from '@tgmcp/core/unlock-writes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BotStep } from '../../../packages/tgmcp-actions/src/bot-steps/bot-step.js';
import { runBotSteps } from '../../../packages/tgmcp-actions/src/bot-steps/run.js';
import { Patience } from '../../../packages/tgmcp-actions/src/bot-steps/turn.js';
import type { Intent } from '../../../packages/tgmcp-actions/src/journal/records.js';
import { stepsOf } from '../../../packages/tgmcp-actions/src/journal/steps.js';
import { WRITE_METHODS } from '../../../packages/tgmcp-actions/src/telegram/write-methods.js';
import { silentFiles } from '../../../packages/tgmcp-actions/src/tools/silent-files.js';
import type { Writer } from '../../../packages/tgmcp-actions/src/telegram/writer/writer.js';
import { openBench, type Bench } from '../../telegram/bench.js';
import { heardBy, WAITER } from './waiter.js';
import { Killed, Killer } from './killer.js';
import { writeWorld } from './world.js';

const STEPS: readonly BotStep[] = [
  { do: 'send', text: '/start' },
  {
    do: 'click',
    button: { data_b64: '', row: -1, col: -1, text: 'Menu', exact: true },
    message_id: 0,
    wait_sec: 1,
  },
  { do: 'wait', wait_sec: 1, expect: 'tea' },
  { do: 'send', text: '/quick' },
];
const ALL = ['/start', 'menu', '/quick'];

let bench: Bench;
let writer: Writer;
let door: ApprovedWrites;
const clock = systemClock();

beforeAll(async () => {
  bench = await openBench(writeWorld);
  const { telegram } = await bench.open('actions', { TG_GLOBAL_RPS_MODE: 'off' });
  door = unlockWrites(telegram, WRITE_METHODS);
  writer = { ...telegram, files: silentFiles(), look: telegram.call };
  await writer.peers.resolve(`@${WAITER.username}`);
});
afterAll(async () => {
  expect(bench.emulator.unimplemented).toEqual([]);
  await bench.close();
});

let lists = 0n;

/** One list of steps, carried out by as many processes as it takes. */
function conversation() {
  lists += 1n;
  const store = createMemoryStore({ clock });
  const randomIds = STEPS.map((_step, index) => lists * 1000n + BigInt(index) + 1n);
  const intent = { id: 'list' } as Intent;
  const from = heardBy(bench.emulator.world).length;
  const run = async (killer: Killer) => {
    const bot = await writer.peers.known(String(WAITER.id));
    if (bot === undefined) throw new Error('Nobody knows the bot');
    const approved = { tool: 'tg_run_bot_steps', proposalId: 'p', methods: Object.keys(WRITE_METHODS) };
    return door(approved, (inner) => {
      const record = stepsOf(killer.store(store), clock, intent);
      const patience = new Patience(clock, sleptInCall('background'));
      return runBotSteps({
        writer,
        caller: killer.caller(inner),
        bot,
        steps: STEPS,
        randomIds,
        record,
        clock,
        patience,
      });
    });
  };
  return { run, heard: () => heardBy(bench.emulator.world).slice(from) };
}

describe('a list of steps', () => {
  it('is done without a kill', async () => {
    const { run, heard } = conversation();
    const killer = new Killer(-1, false);
    expect(await run(killer)).toMatchObject({ ok: true, value: { result: { steps_completed: 4 } } });
    expect(heard()).toEqual(ALL);
    expect(killer.steps).toBeGreaterThanOrEqual(10);
  });

  it('is gone on with after a kill at any point, and a third process only hears what came of it', async () => {
    const counted = new Killer(-1, false);
    await conversation().run(counted);
    for (let dieAt = 1; dieAt <= counted.steps; dieAt += 1) {
      for (const after of [false, true]) {
        const { run, heard } = conversation();
        await expect(run(new Killer(dieAt, after))).rejects.toThrow(Killed);
        const second = await run(new Killer(-1, false));
        const third = await run(new Killer(-1, false));
        const seen = { dieAt, after, heard: heard() };
        expect({ ...seen, third }).toEqual({ ...seen, third: second });
        const stopped = second.ok && second.value.result['stopped_at'];
        // Only a press of which nobody knows ends the list early.
        if (stopped === undefined) expect(seen).toMatchObject({ heard: ALL });
        else {
          expect({ ...seen, stopped }).toMatchObject({ stopped: 2 });
          expect([['/start'], ['/start', 'menu']]).toContainEqual(seen.heard);
        }
      }
    }
  });
});
