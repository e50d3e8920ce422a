import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, inlineKeyboard, scriptedBot } from '../world/index.js';
import type { TlObject } from '../tl/value.js';
import { ANN, connectRaw, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

const HOUR = 3_600_000;
const BOT = 7009n;
let bench: Bench;

beforeAll(async () => {
  bench = await startBench({
    world: () => {
      const world = createWorld();
      world.addAccount({ id: ANN, phone: '+10000007001', firstName: 'Ann' });
      const brain = scriptedBot({
        rules: [
          { on: { command: 'start' }, do: [{ send: 'now' }, { wait: 3600 }, { send: 'in an hour' }] },
          { on: { callback: 'slow' }, do: [{ wait: 5 }, { answer: 'done' }] },
        ],
      });
      world.addUser({ id: BOT, bot: true, botProfile: { brain } });
      const peer = { kind: 'user', id: BOT } as const;
      const replyMarkup = inlineKeyboard([[{ text: 'Slow', callback: 'slow' }]]);
      world.addMessage({ peer, owner: ANN, from: ANN, date: 5, text: 'hi' });
      world.addMessage({ peer: { kind: 'user', id: ANN }, from: BOT, date: 6, text: 'press', replyMarkup });
      return world;
    },
  });
});
afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.emulator.stop();
});

/** The bot as Ann knows it. */
function bot(): TlObject {
  const access_hash = bench.emulator.world.accessHash(ANN, { kind: 'user', id: BOT });
  return { _: 'inputPeerUser', user_id: BOT, access_hash };
}

/** Waits for a pushed message with that text. */
async function heard(client: Awaited<ReturnType<typeof connectRaw>>, text: string): Promise<void> {
  await client.next(({ object }) => JSON.stringify(object, plain).includes(`"message":"${text}"`));
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

it('a bot answers the very session that wrote, at once and when the clock has come so far', async () => {
  const client = await connectRaw(bench.emulator);
  const send = { _: 'messages.sendMessage', peer: bot(), message: '/start', random_id: 1n };
  await client.result(client.call(send), 'messages.sendMessage');
  await heard(client, 'now');
  expect(bench.emulator.world.history(ANN, { kind: 'user', id: BOT })?.top?.text).toBe('now');
  bench.emulator.clock.advance(HOUR);
  await heard(client, 'in an hour');
  client.close();
});

it('a late answer to a pressed button comes when the clock has come so far', async () => {
  const client = await connectRaw(bench.emulator);
  const data = new TextEncoder().encode('slow');
  const call = client.call({ _: 'messages.getBotCallbackAnswer', peer: bot(), msg_id: 2, data });
  await client.next(() => bench.emulator.calls.all.at(-1)?.method === 'messages.getBotCallbackAnswer');
  bench.emulator.clock.advance(5000);
  expect(await client.result(call, 'messages.getBotCallbackAnswer')).toMatchObject({ message: 'done' });
  client.close();
});
