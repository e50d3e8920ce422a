/** Conversations with bots that take longer than a call may, or are interrupted: they go on where they were. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { approvedBy, openWriteBench, type WriteBench } from './bench.js';
import { killedAt } from './killed.js';
import { click, text, wait } from './step-arguments.js';
import { SLOW_SEC, timesHeard, WAITER } from './waiter.js';

const TOOL = 'tg_run_bot_steps';
const SEND = 'messages.sendMessage';
const PRESS = 'messages.getBotCallbackAnswer';

const MANY = { MAX_DM_PER_DAY: '1000', MAX_MSGS_PER_PEER_PER_DAY: '1000' };
let bench: WriteBench;
let agent: Agent;

beforeAll(async () => {
  bench = await openWriteBench();
  agent = await bench.server(MANY);
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const approved = (steps: readonly object[], force_resend = false) =>
  approvedBy(bench, agent, TOOL, { group: `@${WAITER.username}`, steps, force_resend });

const heard = (what: string): number => timesHeard(bench.house.emulator.world, what);

describe('a list that takes longer than a call may', () => {
  it('goes on by repeating the call, while the bot takes its time', async () => {
    const go = await approved([text('/slow'), wait('Here', 60), text('/quick'), wait()]);
    expect(await go()).toMatchObject({
      refused: true,
      body: {
        code: 'UNFINISHED',
        retry_after: 2,
        data: { steps_completed: 1, steps: 4, sent: 'unknown', proposal_id: expect.any(String) },
      },
    });
    await bench.house.passTime(SLOW_SEC);
    expect(await go()).toMatchObject({
      refused: false,
      body: { already_sent: false, steps_completed: 4 },
    });
    expect([heard('/slow'), heard('/quick')]).toEqual([1, 1]);
  });

  it('waits no longer than a step says, over all calls', async () => {
    const go = await approved([text('nothing to say'), wait('', 20)]);
    expect(await go()).toMatchObject({ body: { code: 'UNFINISHED' } });
    await bench.house.passTime(21);
    expect(await go()).toMatchObject({
      refused: false,
      body: { stopped_at: 2, stopped_because: 'the bot did not reply within 20 s' },
    });
  });

  it('goes on after a flood in the middle', async () => {
    const go = await approved([text('before the flood'), text('after the flood')]);
    const flood = {
      method: SEND,
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_60',
      times: 1,
    } as const;
    bench.house.emulator.faults.add({ ...flood, after: 1 });
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'UNFINISHED', data: { cause: 'FLOOD_WAIT', steps_completed: 1 } },
    });
    await bench.house.passTime(61);
    expect(await go()).toMatchObject({ refused: false, body: { steps_completed: 2 } });
    expect([heard('before the flood'), heard('after the flood')]).toEqual([1, 1]);
  });
});

describe('a server killed in the middle', () => {
  const killed = (method: string, after: number, go: (by: Agent) => Promise<Answer>): Promise<Answer> =>
    killedAt(bench, MANY, { method, after, by: agent }, go);

  it('sends no text twice, and goes on', async () => {
    const go = await approved([text('/start d'), text('second'), text('third')]);
    expect(await killed(SEND, 1, go)).toMatchObject({
      refused: false,
      body: { steps_completed: 3 },
    });
    expect([heard('/start d'), heard('second'), heard('third')]).toEqual([1, 1, 1]);
  });

  it('presses no button twice, says that nobody knows, and goes no further', async () => {
    const pressed = heard('menu');
    const go = await approved([text('/start e'), click('Menu'), text('/quick')], true);
    const quick = heard('/quick');
    expect(await killed(PRESS, 0, go)).toMatchObject({
      refused: false,
      body: {
        steps_completed: 1,
        stopped_at: 2,
        stopped_because: 'it is not known whether the button was pressed, and it is not pressed again',
      },
    });
    expect(heard('menu')).toBe(pressed + 1);
    expect(heard('/quick')).toBe(quick);
  });
});
