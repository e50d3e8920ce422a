/** What is particular to tools that deal with bots, and to what only a person can settle. */
import { inlineKeyboard } from '@tgmcp/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { BAR, MENU, pressesOf } from './world.js';

const TOOL = 'tg_click_inline_button';
const menu = { group: BAR.id, message_id: MENU };
let bench: WriteBench;

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

async function approved(args: object): Promise<unknown> {
  const { body } = await bench.agent.call(TOOL, { ...args });
  await say(bench.house, body, 'yes');
  await bench.grownOld();
  return body['approval_code'];
}

describe('pressing a button', () => {
  it.each([
    [{ button_text: 'Site' }, 'is of kind url'],
    [{ button_text: 'Owner' }, 'asks for the password of the account'],
    [{ button_text: 'site', exact_text: false }, 'is of kind url'],
    [{ button_text: 'tea' }, 'none fits'],
    [{}, 'several fit'],
    [{ row: 0 }, 'give both'],
    [{ button_data_b64: 'AAAA' }, 'none fits'],
  ])('%o is refused, with what there is', async (wanted, problem) => {
    const answer = await bench.agent.call(TOOL, { ...menu, ...wanted });
    expect(answer).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(answer.body)).toContain(problem);
    expect(bench.writes()).toEqual([]);
  });

  it('that the bot does not answer is done all the same, and not repeated', async () => {
    const args = { ...menu, button_data_b64: Buffer.from('mute').toString('base64') };
    const code = await approved(args);
    for (const already_sent of [false, true]) {
      expect(await executed(bench.agent, TOOL, args, code)).toMatchObject({
        refused: false,
        body: { already_sent, response_type: 'no_answer' },
      });
    }
    expect(pressesOf(bench.house.emulator.world)).toEqual(['mute']);
    expect(bench.writes()).toHaveLength(1);
  });

  it('of unknown outcome is not pressed again when the bot has edited its message since', async () => {
    const { agent, house } = bench;
    const args = { ...menu, button_text: 'Milk' };
    const first = await agent.call(TOOL, args);
    await say(house, first.body, 'yes');
    await bench.grownOld();
    const method = 'messages.getBotCallbackAnswer';
    house.emulator.faults.add({ method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    const unknown = {
      refused: true,
      body: { code: 'OUTCOME_UNKNOWN', data: { proposal_id: first.body['proposal_id'] } },
    };
    expect(await executed(agent, TOOL, args, first.body['approval_code'])).toMatchObject(unknown);
    expect(bench.writes()).toEqual([method]);

    const message = house.emulator.world.history(PERSON.id, { kind: 'channel', id: BAR.bare })?.get(MENU);
    if (message === undefined) throw new Error('The menu is gone');
    const { text } = message;
    Object.assign(message, { text: 'One milk is on its way', editDate: message.date + 60 });
    expect(await executed(agent, TOOL, args, await approved(args))).toMatchObject(unknown);
    expect(bench.writes()).toEqual([]);
    Object.assign(message, { text, editDate: undefined });
    const id = String(first.body['proposal_id']);
    expect(await house.operator(['settle', id, '--not-done'])).toMatchObject({ code: 0 });
  });

  it('whose data the bot changes after the preview is refused', async () => {
    const args = { ...menu, button_text: 'Milk' };
    const code = await approved(args);
    const { world } = bench.house.emulator;
    const message = world.history(PERSON.id, { kind: 'channel', id: BAR.bare })?.get(MENU);
    if (message === undefined) throw new Error('The menu is gone');
    const before = message.replyMarkup;
    message.replyMarkup = inlineKeyboard([[{ text: 'Milk', callback: 'order:everything' }]]);
    expect(await executed(bench.agent, TOOL, args, code)).toMatchObject({
      refused: true,
      body: { code: 'APPROVAL_MISMATCH', data: { fields: ['content'], sent: 'no' } },
    });
    if (before !== undefined) message.replyMarkup = before;
    expect(bench.writes()).toEqual([]);
  });
});

describe('tgmcp settle', () => {
  it('lets a press of unknown outcome be tried again that a person found not done', async () => {
    const { agent, house } = bench;
    const args = { ...menu, button_text: 'Tea' };
    const { body } = await agent.call(TOOL, args);
    await say(house, body, 'yes');
    await bench.grownOld();
    const method = 'messages.getBotCallbackAnswer';
    house.emulator.faults.add({ method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    const go = () => executed(agent, TOOL, args, body['approval_code']);
    const unknown = { refused: true, body: { code: 'OUTCOME_UNKNOWN' } };
    expect(await go()).toMatchObject(unknown);
    bench.writes();
    expect(await go()).toMatchObject(unknown);
    expect(bench.writes()).toEqual([]);

    const id = String(body['proposal_id']);
    expect(await house.operator(['settle', id])).toMatchObject({ code: 2 });
    expect(await house.operator(['settle', 'another', '--done'])).toMatchObject({ code: 3 });
    expect(await go()).toMatchObject(unknown);
    expect(await house.operator(['settle', id, '--not-done'])).toMatchObject({ code: 0 });
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(pressesOf(house.emulator.world).filter((data) => data === 'order:tea')).toHaveLength(1);
    expect(await house.operator(['audit', 'verify'])).toMatchObject({ code: 0 });
  });
});
