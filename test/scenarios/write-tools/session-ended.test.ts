/** A session whose key Telegram forgets while a write is under way: nobody knows what became of it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { BAR, MENU, pressesOf } from './world.js';

const TOOL = 'tg_click_inline_button';
const PRESS = 'messages.getBotCallbackAnswer';
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

it('a press is not said to be undone, and not repeated by the next session', async () => {
  const { house, agent } = bench;
  const { emulator } = house;
  const args = { group: BAR.id, message_id: MENU, button_text: 'Tea' };
  const { body } = await agent.call(TOOL, args);
  await say(house, body, 'yes');
  await bench.grownOld();
  bench.writes();
  emulator.faults.add({ method: PRESS, times: 1, kind: 'lose_answer' });
  const pressing = executed(agent, TOOL, args, body['approval_code']);
  await expect.poll(() => pressesOf(emulator.world)).toHaveLength(1);
  expect(emulator.endSessions('forgotten', { userId: PERSON.id })).toBeGreaterThan(0);
  // Whatever is sent next is answered with transport error -404, and the connection ends.
  expect(await agent.call('tg_get_my_dialogs')).toMatchObject({ refused: true });
  expect(await pressing).toMatchObject({
    refused: true,
    body: { code: 'OUTCOME_UNKNOWN', data: { sent: 'unknown' } },
  });
  expect(await executed(agent, TOOL, args, body['approval_code'])).toMatchObject({
    refused: true,
    body: { code: 'NOT_AUTHORIZED' },
  });

  const next = await bench.server({});
  expect(await executed(next, TOOL, args, body['approval_code'])).toMatchObject({
    refused: true,
    body: { code: 'OUTCOME_UNKNOWN', data: { sent: 'unknown' } },
  });
  expect(pressesOf(emulator.world)).toHaveLength(1);
  expect(bench.writes()).toEqual([PRESS]);
});
