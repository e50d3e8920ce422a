/** What holds back writing: slow chats, strangers, one chat too often, and Telegram's own limit. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '@tgmcp/emulator';
import { openHouse, type House } from '../support/house.js';
import type { Agent, Answer } from '../support/mcp-client.js';
import { FRIEND, GROUP, PERSON, smallWorld } from '../support/small-world.js';
import { approve, execute, message, preview, sendsOf } from '../support/writing.js';

const SLOW = { bare: 950n, id: '-1000000000950', username: 'theslow' };
const STRANGERS = [
  { id: 7_101n, username: 'carolus' },
  { id: 7_102n, username: 'davidus' },
] as const;
const SLOW_SECONDS = 900;

function world(): World {
  const made = smallWorld();
  for (const { id, username } of STRANGERS) made.addUser({ id, username, firstName: username });
  const { bare, username } = SLOW;
  made.addSupergroup({
    id: bare,
    title: 'Slow',
    username,
    creator: FRIEND.id,
    members: [PERSON.id],
    slowmodeSeconds: SLOW_SECONDS,
  });
  made.addMessage({
    peer: { kind: 'channel', id: bare },
    from: FRIEND.id,
    date: 1_790_100_200,
    text: 'Slowly',
  });
  return made;
}

let house: House;
beforeEach(async () => {
  house = await openHouse(world);
});
afterEach(async () => {
  await house.close();
});

const EVERYBODY = [GROUP.id, SLOW.id, '@bobby', ...STRANGERS.map(({ username }) => `@${username}`)].join(',');
const writer = (changes: Record<string, string> = {}): Promise<Agent> =>
  house.start('actions', { TG_ACTIONS_ALLOWED_GROUPS: EVERYBODY, ...changes });

/** A message that a person has approved and that may be executed now. */
async function ready(agent: Agent, args: Record<string, unknown>): Promise<() => Promise<Answer>> {
  const shown = await preview(agent, args);
  await approve(house, shown);
  await house.passTime(2);
  return () => execute(agent, shown['approval_code'], args);
}

describe('writing', () => {
  it('waits for a slow chat without asking Telegram again, over restarts, and nothing is used up', async () => {
    const to = (text: string) => ({ group: SLOW.id, message_text: text });
    let agent = await writer();
    const second = await ready(agent, to('second'));
    const third = await preview(agent, to('third'));
    await approve(house, third);
    const first = await ready(agent, to('first'));
    const begun = house.emulator.clock.now();
    expect(await first()).toMatchObject({ refused: false });

    const refused = await second();
    const passed = (house.emulator.clock.now() - begun) / 1000;
    expect(refused).toMatchObject({
      refused: true,
      body: { code: 'SLOW_MODE', retryable: true, data: { peer: SLOW.id, sent: 'no' } },
    });
    expect(Number(refused.body['retry_after'])).toBeGreaterThan(SLOW_SECONDS - 2 - passed);
    expect(sendsOf(house)).toBe(2);

    const { length } = house.emulator.calls.all;
    expect(await second()).toMatchObject({ body: { code: 'SLOW_MODE' } });
    expect(house.emulator.calls.all).toHaveLength(length);
    await agent.close();
    agent = await writer();
    const thirdCall = (): Promise<Answer> => execute(agent, third['approval_code'], to('third'));
    expect(await thirdCall()).toMatchObject({ refused: true, body: { code: 'SLOW_MODE' } });
    expect(sendsOf(house)).toBe(2);
    const { body: stats } = await agent.call('tg_get_stats');
    expect(stats).toMatchObject({
      slow_modes: [{ peer: SLOW.id, retry_after: expect.any(Number) }],
      quotas: { group_msg: { used: 1 }, per_peer: { used: 1, limit: 30 } },
    });

    await house.passTime(SLOW_SECONDS);
    expect(await thirdCall()).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(sendsOf(house)).toBe(3);
  });

  it('goes to so many strangers a day and no more, and asks of each only once whether it is one', async () => {
    const agent = await writer({ MAX_FIRST_CONTACTS_PER_DAY: '1' });
    const [first, second] = STRANGERS.map(({ username }) => ({
      group: `@${username}`,
      message_text: 'Hello',
    }));
    if (first === undefined || second === undefined) throw new Error('two strangers');
    expect(await (await ready(agent, first))()).toMatchObject({ refused: false });
    expect(await (await ready(agent, second))()).toMatchObject({
      refused: true,
      body: {
        code: 'QUOTA_EXHAUSTED',
        retry_after: expect.any(Number),
        data: { quota: 'first_contact', used: 1, limit: 1, sent: 'no' },
      },
    });
    expect(sendsOf(house)).toBe(1);
    // Who was written to once, and who has written, is no stranger.
    for (const args of [
      { ...first, message_text: 'Hello again' },
      { group: '@bobby', message_text: 'Hi' },
    ]) {
      expect(await (await ready(agent, args))()).toMatchObject({ refused: false });
    }
    const histories = (): number => house.wire().filter((method) => method === 'messages.getHistory').length;
    const before = histories();
    expect(await (await ready(agent, { group: '@bobby', message_text: 'Ho' }))()).toMatchObject({
      refused: false,
    });
    expect(histories()).toBe(before);
  });

  it('to one chat ends at its cap, whatever is left of the quota', async () => {
    const agent = await writer({ MAX_MSGS_PER_PEER_PER_DAY: '1' });
    expect(await (await ready(agent, message))()).toMatchObject({ refused: false });
    expect(await (await ready(agent, { ...message, message_text: 'More' }))()).toMatchObject({
      body: { code: 'QUOTA_EXHAUSTED', data: { quota: 'per_peer' } },
    });
    expect(sendsOf(house)).toBe(1);
  });

  it('stops when Telegram limited the account, in every process and after a restart, until the operator has looked', async () => {
    let agent = await writer();
    const send = await ready(agent, message);
    house.emulator.faults.add({
      method: 'messages.sendMessage',
      kind: 'error',
      code: 400,
      message: 'PEER_FLOOD',
    });
    expect(await send()).toMatchObject({ body: { code: 'WRITES_LATCHED', data: { sent: 'no' } } });
    await agent.close();
    await house.passTime(7 * 86_400);
    agent = await writer();
    const later = await ready(agent, { ...message, message_text: 'A week later' });
    expect(await later()).toMatchObject({ body: { code: 'WRITES_LATCHED' } });
    expect(sendsOf(house)).toBe(1);
    expect(await agent.call('tg_get_stats')).toMatchObject({ body: { writes_latched: true } });
    const reader = await house.start('read');
    expect(await reader.call('tg_get_messages', { group: GROUP.id, limit: 1 })).toMatchObject({
      refused: false,
    });

    expect(await house.operator(['unlatch'])).toMatchObject({ code: 0 });
    expect(await later()).toMatchObject({ refused: false });
    expect(sendsOf(house)).toBe(2);
  });
});
