/** A button of a bot that the first step names by its text: approved is what it does, not how it is called. */
import { inlineKeyboard, type World } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { heardBy, WAITER } from './waiter.js';

const TOOL = 'tg_run_bot_steps';
const PRESS = 'messages.getBotCallbackAnswer';
const keyboard = (text: string, callback: string) => inlineKeyboard([[{ text, callback }]]);

let bench: WriteBench;
let world: World;

beforeAll(async () => {
  bench = await openWriteBench();
  ({ world } = bench.house.emulator);
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

/** The bot writes a message with one button. */
function offers(text: string, callback: string): ReturnType<World['addMessage']> {
  return world.addMessage({
    from: WAITER.id,
    peer: { kind: 'user', id: PERSON.id },
    date: Math.floor(bench.house.emulator.clock.now() / 1000),
    text: 'What will it be?',
    replyMarkup: keyboard(text, callback),
  });
}

/** Has the pressing of a button approved, and gives back how it is executed. */
async function approved(button_text: string) {
  const steps = [{ type: 'click', button_text }];
  const args = { group: `@${WAITER.username}`, steps, force_resend: true };
  const { body } = await bench.agent.call(TOOL, args);
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  bench.writes();
  const details = JSON.stringify(body['details']);
  return { details, go: () => executed(bench.agent, TOOL, args, body['approval_code']) };
}

describe('a button named by its text', () => {
  it('is shown with its data, and pressed', async () => {
    offers('Cake', 'order:cake');
    const { details, go } = await approved('Cake');
    expect(details).toContain(String.raw`\"Cake\", data order:cake, under`);
    expect(await go()).toMatchObject({ refused: false, body: { steps_completed: 1 } });
    expect(bench.writes()).toEqual([PRESS]);
    expect(heardBy(world).at(-1)).toBe('order:cake');
  });

  it('is not pressed when it does something else since the preview', async () => {
    const message = offers('Pie', 'order:pie');
    const { go } = await approved('Pie');
    message.replyMarkup = keyboard('Pie', 'pay:900');
    for (const answer of [await go(), await go()]) {
      expect(answer).toMatchObject({
        refused: true,
        body: { code: 'INPUT_INVALID', data: { sent: 'no' } },
      });
      expect(JSON.stringify(answer.body)).toContain('no button fits with the data that was approved');
    }
    expect(bench.writes()).toEqual([]);
    expect(heardBy(world)).not.toContain('pay:900');
  });

  it('gives way to no newer one of the same text', async () => {
    offers('Soup', 'order:soup');
    const { go } = await approved('Soup');
    offers('Soup', 'pay:800');
    expect(await go()).toMatchObject({ refused: false, body: { steps_completed: 1 } });
    expect(heardBy(world).at(-1)).toBe('order:soup');
    expect(heardBy(world)).not.toContain('pay:800');
  });

  it('that is not there at the preview is approved by its text alone, and says so', async () => {
    const { details, go } = await approved('Bread');
    expect(details).toContain(String.raw`\"Bread\", by its text alone, under`);
    offers('Bread', 'order:bread');
    expect(await go()).toMatchObject({ refused: false, body: { steps_completed: 1 } });
    expect(heardBy(world).at(-1)).toBe('order:bread');
  });
});
