import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isResultOf } from './raw-client.js';
import type { RawClient } from './raw-client.js';
import { ANN, BOB, COUNTED, STATE, readyKey, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

const ELSEWHERE = '127.0.0.2';
let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});

afterEach(() => {
  bench.hangUp();
  bench.emulator.refuseConnections(-429, 0);
  expect(bench.emulator.protocolErrors).toEqual([]);
});

afterAll(async () => {
  await bench.emulator.stop();
});

async function state(client: RawClient): Promise<unknown> {
  return client.result(client.call(STATE), 'updates.getState');
}

async function status(client: RawClient): Promise<unknown> {
  return client.result(client.call(COUNTED), 'account.updateStatus');
}

const DUPLICATED = { _: 'rpc_error', error_code: 406, error_message: 'AUTH_KEY_DUPLICATED' };

describe('one key from two addresses', () => {
  it('is dead from then on, for both, and does nothing any more', async () => {
    const key = readyKey(bench.emulator);
    const here = await bench.connect({ key });
    expect(await state(here)).toMatchObject({ _: 'updates.state' });
    const there = await bench.connect({ key, localAddress: ELSEWHERE });
    const before = bench.effects.count;
    expect(await status(there)).toMatchObject(DUPLICATED);
    expect(await status(here)).toMatchObject(DUPLICATED);
    for (const client of [here, there]) client.close();
    const again = await bench.connect({ key });
    expect(await status(again)).toMatchObject(DUPLICATED);
    expect(bench.effects.count).toBe(before);
    expect(bench.emulator.sessions().find((one) => one.authKeyId === key.id)).toMatchObject({
      ended: 'AUTH_KEY_DUPLICATED',
      userId: undefined,
    });
  });

  it('is as good as ever from one after the other, and several times from the same', async () => {
    const key = readyKey(bench.emulator);
    const first = await bench.connect({ key });
    const second = await bench.connect({ key });
    expect(await state(first)).toMatchObject({ _: 'updates.state' });
    expect(await state(second)).toMatchObject({ _: 'updates.state' });
    for (const client of [first, second]) client.close();
    const count = (): number | undefined =>
      bench.emulator.sessions().find((one) => one.authKeyId === key.id)?.connections;
    await expect.poll(count).toBe(0);
    expect(await state(await bench.connect({ key, localAddress: ELSEWHERE }))).toMatchObject({
      _: 'updates.state',
    });
    expect(count()).toBe(1);
  });
});

describe('sessions that are ended', () => {
  it.each([
    ['unregistered', 'AUTH_KEY_UNREGISTERED'],
    ['revoked', 'SESSION_REVOKED'],
    ['expired', 'SESSION_EXPIRED'],
    ['deactivated', 'USER_DEACTIVATED'],
    ['banned', 'USER_DEACTIVATED_BAN'],
  ] as const)('%s: calls that need a login are answered %s, others are not', async (end, text) => {
    const client = await bench.connect({ key: readyKey(bench.emulator) });
    const other = await bench.connect({ key: readyKey(bench.emulator, BOB) });
    expect(await state(client)).toMatchObject({ _: 'updates.state' });
    expect(bench.emulator.endSessions(end, { userId: ANN })).toBeGreaterThan(0);
    expect(await state(client)).toMatchObject({ error_code: 401, error_message: text });
    const config = client.call({ _: 'help.getConfig' });
    expect(await client.result(config, 'help.getConfig')).toMatchObject({ _: 'config' });
    expect(await state(other)).toMatchObject({ _: 'updates.state' });
  });

  it('duplicated: every call is answered so, by one key only', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    const other = await bench.connect({ key: readyKey(bench.emulator) });
    expect(bench.emulator.endSessions('duplicated', { authKeyId: key.id })).toBe(1);
    const config = client.call({ _: 'help.getConfig' });
    expect(await client.result(config, 'help.getConfig')).toMatchObject(DUPLICATED);
    expect(await state(other)).toMatchObject({ _: 'updates.state' });
  });

  it('forgotten: the connection ends with -404', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    expect(await state(client)).toMatchObject({ _: 'updates.state' });
    bench.emulator.endSessions('forgotten', { authKeyId: key.id });
    client.call(STATE);
    await client.end();
    expect(client.transportErrors).toEqual([-404]);
  });
});

describe('connections that are refused', () => {
  it('are answered with a transport error, as many as were asked for', async () => {
    const calls = bench.emulator.calls.next;
    bench.emulator.refuseConnections(-429, 2);
    for (let n = 0; n < 2; n += 1) {
      const client = await bench.connect();
      client.call(COUNTED);
      await client.end();
      expect(client.transportErrors).toEqual([-429]);
    }
    expect(bench.emulator.calls.next).toBe(calls);
    expect(await state(await bench.connect())).toMatchObject({ _: 'updates.state' });
  });

  it('do not hold back the ones there are', async () => {
    const client = await bench.connect();
    expect(await state(client)).toMatchObject({ _: 'updates.state' });
    bench.emulator.refuseConnections(-429, 1);
    expect(await state(client)).toMatchObject({ _: 'updates.state' });
  });
});

describe('salts', () => {
  it('that were promised are taken once their time has come, and not before', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    const body = Buffer.alloc(8);
    // get_future_salts, eight of them
    body.writeUInt32LE(0xb921bd04, 0);
    body.writeInt32LE(8, 4);
    client.message(body, true);
    const { object } = await client.next((one) => one.object._ === 'future_salts');
    const salts = object['salts'] as unknown as { salt: bigint; valid_since: number; valid_until: number }[];
    expect(salts).toHaveLength(8);
    expect(salts[0]?.salt).toBe(key.salt);
    const later = salts[3];
    if (later === undefined) throw new Error('too few salts');
    const early = client.call(STATE, { salt: later.salt });
    const refusal = await client.next((one) => one.object['bad_msg_id'] === early);
    expect(refusal.object).toMatchObject({ error_code: 48, new_server_salt: key.salt });
    bench.emulator.clock.advance(later.valid_since * 1000 - bench.emulator.clock.now() + 1000);
    const timely = client.call(STATE, { salt: later.salt });
    expect(await client.result(timely, 'updates.getState')).toMatchObject({ _: 'updates.state' });
    bench.emulator.keys.rotateSalts();
    const old = client.call(STATE, { salt: later.salt });
    expect((await client.next((one) => one.object['bad_msg_id'] === old)).object).toMatchObject({
      new_server_salt: key.salt,
    });
    expect(client.received.filter((one) => isResultOf(one, old))).toEqual([]);
  });
});
