import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type * as Telegram from 'telegram';
import type * as Sessions from 'telegram/sessions/index.js';
import { ANN, DC, STATE, connectRaw, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

/* The real client library, unmodified, in this process; the preload leads it as it leads product processes. */

const load = createRequire(import.meta.url);
let bench: Bench;
let telegram: typeof Telegram;
const clients: Telegram.TelegramClient[] = [];

beforeAll(async () => {
  bench = await startBench();
  process.env['TGMCP_EMULATOR'] = bench.emulator.env['TGMCP_EMULATOR'];
  load('../../preload/preload.cjs');
  telegram = load('telegram') as typeof Telegram;
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.destroy();
  bench.emulator.clock.skew(0);
});

afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  expect(bench.emulator.unimplemented).toEqual([]);
  await bench.emulator.stop();
});

async function connect(text: string): Promise<Telegram.TelegramClient> {
  const { Logger, LogLevel } = load('telegram/extensions/Logger.js') as {
    Logger: typeof Telegram.Logger;
    LogLevel: { NONE: ConstructorParameters<typeof Telegram.Logger>[0] };
  };
  const { StringSession } = load('telegram/sessions/index.js') as typeof Sessions;
  const baseLogger = new Logger(LogLevel.NONE);
  const client = new telegram.TelegramClient(new StringSession(text), 1, 'hash', {
    baseLogger,
    retryDelay: 10,
  });
  clients.push(client);
  await client.connect();
  return client;
}

/** How many keys clients go on with: one of 199 begins with a zero, which the library drops, and then it makes another. */
function keysInUse(): number {
  return bench.emulator.keys.of().filter(({ bytes }) => bytes[0] !== 0).length;
}

async function state(client: Telegram.TelegramClient): Promise<string> {
  return (await client.invoke(new telegram.Api.updates.GetState())).className;
}

describe('the client library', () => {
  it('makes an auth key, and another one on the same day for another client', async () => {
    const made = keysInUse();
    const [first, second] = [await connect(''), await connect('')];
    await expect(state(first)).rejects.toThrow('AUTH_KEY_UNREGISTERED');
    await expect(state(second)).rejects.toThrow('AUTH_KEY_UNREGISTERED');
    expect(keysInUse()).toBe(made + 2);
  });

  it('works on with a minted session, twice at once on one key', async () => {
    const session = bench.emulator.mintSession(ANN);
    const [first, second] = [await connect(session), await connect(session)];
    const answers = await Promise.all([first, second, first, second, first].map(state));
    expect(answers).toEqual(Array.from({ length: 5 }, () => 'updates.State'));
    expect((await first.getMe()).firstName).toBe('Ann');
  });

  it('follows a new salt and a clock that is an hour off, both ways, without a lost call', async () => {
    const client = await connect(bench.emulator.mintSession(ANN));
    bench.emulator.keys.rotateSalts();
    expect(await state(client)).toBe('updates.State');
    for (const skew of [3_600_000, -3_600_000]) {
      bench.emulator.clock.skew(skew);
      expect(await state(client)).toBe('updates.State');
      const late = await connect(bench.emulator.mintSession(ANN));
      expect(await state(late)).toBe('updates.State');
    }
  });

  it('sends a request again after a cut, in a new session and without initConnection', async () => {
    const client = await connect(bench.emulator.mintSession(ANN));
    const from = bench.emulator.calls.next;
    bench.emulator.faults.add({ method: 'updates.getState', kind: 'close_after' });
    expect(await state(client)).toBe('updates.State');
    const calls = bench.emulator.calls.since(from).filter((call) => call.method === 'updates.getState');
    expect(calls.map((call) => call.outcome)).toEqual(['close_after', 'ok']);
    expect(calls[1]?.wrappers).toEqual([]);
  });
});

describe('an emulator that does not pack', () => {
  it('sends each message by itself', async () => {
    const plain = await startBench({ pack: false });
    const client = await connectRaw(plain.emulator);
    await Promise.all([1, 2, 3].map(async () => client.result(client.call(STATE), 'updates.getState')));
    expect(client.received.length).toBeGreaterThan(3);
    expect(client.received.some((one) => one.packed)).toBe(false);
    client.close();
    await plain.emulator.stop();
  });

  it('says which port it could not have, and leaves no listener behind', async () => {
    const taken = bench.emulator.ports[DC] ?? 0;
    await expect(startBench({ port: taken })).rejects.toThrow(
      `EADDRINUSE: address already in use 127.0.0.1:${taken}`,
    );
    await expect(startBench({ port: taken - 1 })).rejects.toThrow('EADDRINUSE');
  });

  it('goes back to the world as it was, and logs everybody out unless told not to', async () => {
    const { emulator } = await startBench();
    const before = emulator.world;
    emulator.mintSession(ANN);
    emulator.faults.add({ method: '*', kind: 'silence' });
    emulator.reset({ keepAuth: true });
    expect(emulator.world).not.toBe(before);
    expect(emulator.faults.pending).toEqual([]);
    expect(emulator.keys.of(ANN)).toHaveLength(1);
    emulator.reset();
    expect(emulator.keys.of(ANN)).toHaveLength(0);
    expect(() => emulator.mintSession(1n)).toThrow('user 1 has no account');
    await emulator.stop();
    await emulator.stop();
  });
});
