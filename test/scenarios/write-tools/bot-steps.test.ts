/** What is particular to conversations with bots: stopping, and pressing what was shown. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replyKeyboard } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../support/mcp-client.js';
import { FRIEND, GROUP, PERSON } from '../../support/small-world.js';
import { approvedBy, executed, openWriteBench, say, type WriteBench } from './bench.js';
import { click, text, wait } from './step-arguments.js';
import { heardBy, timesHeard, TOKEN, WAITER } from './waiter.js';

const TOOL = 'tg_run_bot_steps';
const SEND = 'messages.sendMessage';

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

describe('steps that fail', () => {
  it('end the list there, for good, and the rest is not done', async () => {
    const go = await approved([text('/ask'), wait('coffee', 1), text('never'), click('Yes')]);
    for (const already_sent of [false, true]) {
      expect(await go()).toMatchObject({
        refused: false,
        body: {
          already_sent,
          steps_completed: 1,
          stopped_at: 2,
          stopped_because: 'the bot replied something else: Shall it be tea?',
          note: expect.stringContaining('Stopped at step 2'),
        },
      });
    }
    expect(bench.writes()).toEqual([SEND]);
    expect(heardBy(bench.house.emulator.world)).toEqual(['/ask']);
  });

  it.each([
    [click('Nowhere'), 'no button fits'],
    [click('My number'), 'is of kind request_phone; only the person can press it'],
  ])('as the first leave everything as it was, and the code good: %j', async (step, reason) => {
    const go = await approved([step, text('never')]);
    for (const answer of [await go(), await go()]) {
      expect(answer).toMatchObject({
        refused: true,
        body: { code: 'INPUT_INVALID', data: { sent: 'no' } },
      });
      expect(JSON.stringify(answer.body)).toContain(reason);
    }
    expect(bench.writes()).toEqual([]);
    expect(heard('never')).toBe(0);
  });

  it('that nobody can tell apart are not guessed', async () => {
    const go = await approved([text('/start a'), click('Menu'), wait(), click('Tea')]);
    expect(await go()).toMatchObject({ body: { steps_completed: 3, stopped_at: 4 } });
    expect([heard('tea'), heard('more tea')]).toEqual([0, 0]);
  });
});

describe('buttons', () => {
  it('of a keyboard send their text, and of a message are found by their place', async () => {
    const go = await approved([text('/ask'), click('Yes'), wait('tea')], true);
    expect(await go()).toMatchObject({ body: { steps_completed: 3 } });
    expect(bench.writes()).toEqual([SEND, SEND]);
    const order = await approved([text('/start b'), click('Menu'), wait(), click('Tea', { row: 0, col: 1 })]);
    expect(await order()).toMatchObject({
      body: {
        steps_completed: 4,
        steps: [{}, {}, {}, { response_type: 'alert', response_message: 'Coming' }],
      },
    });
    expect([heard('Yes'), heard('more tea')]).toEqual([1, 1]);
  });

  it('that the bot never answers were pressed all the same', async () => {
    const go = await approved([text('/start c'), click('Mute')]);
    expect(await go()).toMatchObject({ body: { steps: [{}, { response_type: 'no_answer' }] } });
    expect(heard('mute')).toBe(1);
  });
});

describe('what the bot writes after the approval', () => {
  const world = (): Parameters<typeof heardBy>[0] => bench.house.emulator.world;
  const says = (line: string, ...labels: string[]) =>
    world().addMessage({
      from: WAITER.id,
      peer: { kind: 'user', id: PERSON.id },
      date: Math.floor(Date.now() / 1000),
      text: line,
      replyMarkup: replyKeyboard([labels]),
    });

  it('chooses no button by place or by a part of a text: only the first step may name one so', async () => {
    bench.writes();
    for (const step of [
      { type: 'click', row: 0, col: 0 },
      { type: 'click', button_text: 'Te', exact_text: false },
    ]) {
      const steps = [text('/start g'), step];
      const answer = await agent.call(TOOL, { group: `@${WAITER.username}`, steps });
      expect(answer).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
      expect(JSON.stringify(answer.body)).toContain('steps[1]: name the button');
    }
    expect(bench.writes()).toEqual([]);
  });

  it.each([
    ['by place', { type: 'click', row: 0, col: 0 }],
    ['by a part', { type: 'click', button_text: 'agre', exact_text: false }],
  ])(
    'puts no other text behind a button named %s: what was shown is pressed, or nothing',
    async (_, step) => {
      says('Agree?', 'I agree');
      const args = { group: `@${WAITER.username}`, steps: [step] };
      const { body } = await agent.call(TOOL, args);
      expect(JSON.stringify(body['details'])).toContain(
        String.raw`\"I agree\", row 0, column 0, under message`,
      );
      await say(bench.house, body, 'yes');
      await bench.grownOld();
      says('Agree!', 'I agree to pay 900');
      bench.writes();
      const run = await executed(agent, TOOL, args, body['approval_code']);
      expect(run).toMatchObject({ refused: false, body: { steps_completed: 1 } });
      expect(bench.writes()).toEqual([SEND]);
      expect(heardBy(world()).at(-1)).toBe('I agree');
    },
  );

  it.each(['Aye\u200B', 'Aye\u{E0041}', 'Aye, all of it', 'AYE', `Aye${' '.repeat(300)}x`])(
    'is not sent for a button of the approved text: %j',
    async (label) => {
      says('Well?', label);
      const go = await approved([click('Aye')], true);
      const answer = await go();
      expect(answer).toMatchObject({
        refused: true,
        body: { code: 'INPUT_INVALID', data: { sent: 'no' } },
      });
      expect(JSON.stringify(answer.body)).toContain('no button fits');
      expect(bench.writes()).toEqual([]);
      expect(heard(label)).toBe(0);
    },
  );

  it('that is approved with hidden characters shows them', async () => {
    const steps = [text('/start h'), click('Ye\u200Bs')];
    const { body } = await agent.call(TOOL, { group: `@${WAITER.username}`, steps });
    expect(body).toMatchObject({ hidden_characters: 1 });
    expect(JSON.stringify(body['details'])).toContain(String.raw`Ye\\u{200b}s`);
  });
});

describe('what a list of steps is', () => {
  it('keeps a token that the bot tells to itself, in answers and on disk', async () => {
    const go = await approved([text('/token'), wait()]);
    const answer = await go();
    expect(answer.body).toMatchObject({ steps: [{}, { said: 'The token: [token]' }] });
    const files = await readdir(bench.house.dir, { recursive: true, withFileTypes: true });
    for (const file of files.filter((one) => one.isFile())) {
      expect((await readFile(join(file.parentPath, file.name))).includes(TOKEN), file.name).toBe(false);
    }
  });

  it('takes as much of the quota as it has acts', async () => {
    const used = async (): Promise<number> => {
      const { body } = await agent.call('tg_get_actions_policy');
      return (body['quotas'] as { dm: { used: number } }).dm.used;
    };
    const before = await used();
    const go = await approved([text('/start f'), click('Menu'), wait('tea')]);
    await go();
    expect(await used()).toBe(before + 2);
  });

  it.each([
    [{ steps: [] }, 'steps'],
    [{ steps: Array.from({ length: 31 }, () => text('/start')) }, 'at most 30'],
    [{ steps: [{ type: 'dance' }] }, 'steps'],
    [{ steps: ['/start'] }, 'steps'],
    [{ steps: [{ type: 'send', text: '/start', row: 1 }] }, 'steps[0].row'],
    [{ steps: [text('/start'), { type: 'click' }] }, 'steps[1]'],
    [{ steps: [text('/start'), { type: 'click', row: 1 }] }, 'steps[1]'],
    [{ steps: [text('/start'), { type: 'wait', wait_sec: 61 }] }, 'wait_sec'],
  ])('and is not is told: %j', async (change, named) => {
    const answer = await agent.call(TOOL, { group: `@${WAITER.username}`, ...change });
    expect(answer).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(answer.body)).toContain(named);
  });

  it.each([String(FRIEND.id), GROUP.id])('goes to a bot alone, not to %s', async (group) => {
    expect(await agent.call(TOOL, { group, steps: [text('/start')] })).toMatchObject({
      refused: true,
      body: { code: 'WRONG_PEER_KIND' },
    });
  });
});
