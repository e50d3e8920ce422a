import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TelegramClient } from 'telegram';
import { PERSON } from '../support/small-world.js';
import { openBench, type Bench } from '../telegram/bench.js';
import { unwanted } from './client-surface.js';
import { exempt, hidden, listedRead, pretending, write } from './forgeries.js';
import {
  INTO_THE_QUEUE,
  library,
  load,
  newClient,
  scratchBuffer,
  senderOf,
  stateOf,
  type CryptoState,
  type Sender,
  type State,
} from './library.js';
import { openProduct, type Product } from './product.js';
import { label } from './schema.js';
import { until } from './until.js';

/* Somebody who has the account's connection in hand and lies: about what a request is, and on which way it comes. */

let bench: Bench;
let product: Product;

beforeAll(async () => {
  bench = await openBench();
  product = await openProduct(bench, 'read');
});

afterEach(async () => {
  bench.emulator.faults.clear();
  expect(bench.emulator.protocolErrors).toEqual([]);
  // Whatever the guard ended is made anew, and the account works on.
  expect(await product.telegram.account()).toMatchObject({ ok: true });
});

afterAll(() => bench.close());

const OWN = new Set(['invokeWithLayer > initConnection > help.getConfig', 'users.getUsers']);

/** Runs an attack and returns what it brought to the wire. */
async function arrivals(attack: (client: TelegramClient) => unknown): Promise<string[]> {
  const client = await product.client();
  const from = bench.emulator.calls.next;
  await attack(client);
  await sleep(30);
  return bench.emulator.calls.all
    .slice(from)
    .map(label)
    .filter((call) => !OWN.has(call));
}

function stateWith(data: Buffer, request: State['request'] = listedRead()): State {
  const state = stateOf(pretending(request.className, data));
  state.promise.catch(() => undefined);
  return state;
}

/** Ways past the early gates; each brings a state into the queue whose bytes are a write. */
const ROADS: readonly [string, (sender: Sender, state: State) => unknown][] = [
  ['an append to the queue', INTO_THE_QUEUE.append],
  ['a prepend to the queue', INTO_THE_QUEUE.prepend],
  ['an extension of the queue', INTO_THE_QUEUE.extend],
  [
    'the requests that wait for an answer, when the connection is lost',
    async (sender, state) => {
      sender['_pendingState'].set('1', state);
      sender.reconnect();
      await sleep(1200);
    },
  ],
];

describe('the last gate', () => {
  it.each(ROADS)('stops a write that calls itself messages.GetHistory, by %s', async (_name, road) => {
    const state = stateWith(write());
    expect(state.request.className).toBe('messages.GetHistory');
    expect(await arrivals((client) => road(senderOf(client), state))).toEqual([]);
    await expect(state.promise).rejects.toThrow();
  });

  it.each(Object.entries(hidden()))('stops a write hidden in %s', async (_name, bytes) => {
    const state = stateWith(bytes);
    expect(await arrivals((client) => INTO_THE_QUEUE.append(senderOf(client), state))).toEqual([]);
    await expect(state.promise).rejects.toMatchObject({ name: 'GuardRefusal' });
  });

  it('stops a write whose state shows other bytes whenever it is asked', async () => {
    const state = stateWith(exempt());
    let asked = 0;
    Object.defineProperty(state, 'data', { get: () => (asked++ % 2 === 0 ? exempt() : write()) });
    expect(await arrivals((client) => INTO_THE_QUEUE.append(senderOf(client), state))).not.toContain(
      'messages.sendMessage',
    );
  });

  it('stops a write that was put in the place of a request on its way', async () => {
    bench.emulator.faults.add({ method: 'users.getFullUser', kind: 'silence' });
    const { Api } = library();
    const from = bench.emulator.calls.next;
    const call = product.telegram.call(new Api.users.GetFullUser({ id: new Api.InputUserSelf() }));
    const arrived = await arrivals(async (client) => {
      const sender = senderOf(client);
      await until(() => bench.emulator.calls.since(from).some((one) => one.method === 'users.getFullUser'));
      for (const pending of sender['_pendingState'].values()) pending.data = write();
      sender.reconnect();
      await sleep(1200);
    });
    expect(arrived).not.toContain('messages.sendMessage');
    // The account's own request is sent once more, over a new connection.
    expect(await call).toMatchObject({ ok: true });
  });
});

describe('the early gates', () => {
  const lies = {
    'another name': () => pretending('messages.GetHistory', write()),
    'another name and first harmless bytes': () => pretending('messages.GetHistory', exempt(), write()),
  };

  it.each(Object.entries(lies))('and what stands behind them stop a write with %s', async (_name, lie) => {
    const arrived = await arrivals(async (client) => {
      const sender = senderOf(client);
      await Promise.allSettled([sender.send(lie())]);
      await Promise.allSettled([(async () => sender.addStateToQueue(stateOf(lie())))()]);
    });
    expect(arrived.filter((call) => call !== 'help.getConfig')).toEqual([]);
  });
});

describe('the account', () => {
  it.each([1, 2, 3, 4])(
    'does not send a write that shows a read when it is asked for its bytes %i times',
    async (times) => {
      const read = listedRead().getBytes();
      const request = pretending(
        'messages.GetHistory',
        ...Array.from({ length: times }, () => read),
        write(),
      );
      const arrived = await arrivals(async () => {
        await Promise.allSettled([product.telegram.call(request as never)]);
      });
      expect(arrived).not.toContain('messages.sendMessage');
    },
  );
});

describe('no way around', () => {
  it('the message is not encrypted when it was written by somebody else', async () => {
    const arrived = await arrivals(async (client) => {
      const sender = senderOf(client);
      const buffer = scratchBuffer();
      await sender['_state'].writeDataAsMessage(buffer, exempt(), true);
      const message = Buffer.concat([buffer.getValue().subarray(0, 12), Buffer.alloc(4), write()]);
      message.writeInt32LE(write().length, 12);
      const [outcome] = await Promise.allSettled([sender['_state'].encryptMessageData(message)]);
      if (outcome.status === 'fulfilled') await sender['_connection'].send(outcome.value);
      expect(outcome).toMatchObject({ reason: { name: 'GuardRefusal', method: 'messages.sendMessage' } });
    });
    expect(arrived).toEqual([]);
  });

  it('another encrypting end with the same key may send nothing', async () => {
    const { MTProtoState } = load('telegram/network/MTProtoState.js') as {
      MTProtoState: new (key: unknown, log: unknown, checks: boolean) => CryptoState;
    };
    const arrived = await arrivals(async (client) => {
      const sender = senderOf(client);
      const own = new MTProtoState(sender.authKey, sender['_log'], false);
      for (const bytes of [write(), exempt()]) {
        await expect(own.writeDataAsMessage(scratchBuffer(), bytes, true)).rejects.toThrow('may not be sent');
      }
    });
    expect(arrived).toEqual([]);
  });

  it('a second client of this process, on the same key, may not even connect', async () => {
    const arrived = await arrivals(async () => {
      const client = newClient(bench.emulator.mintSession(PERSON.id));
      await expect(client.connect()).rejects.toThrow('help.getConfig may not be sent: not listed');
      await expect(senderOf(client).send(unwanted())).rejects.toThrow('messages.sendMessage may not be sent');
      INTO_THE_QUEUE.append(senderOf(client), stateWith(write()));
      await client.destroy();
    });
    expect(arrived).toEqual([]);
  });
});
