import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codecFor } from '../tl/codec.js';
import type { RawClient } from './raw-client.js';
import { COUNTED, STATE, readyKey, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

let bench: Bench;
const state = codecFor().encode.object(STATE);

beforeAll(async () => {
  bench = await startBench();
});

afterEach(() => {
  bench.hangUp();
});

afterAll(async () => {
  await bench.emulator.stop();
});

function faultsFound(): string[] {
  return (bench.emulator.protocolErrors as string[]).splice(0);
}

async function codeFor(client: RawClient, messageId: bigint): Promise<unknown> {
  const { object } = await client.next((one) => one.object['bad_msg_id'] === messageId);
  return object['error_code'];
}

describe('broken rules are refused and written down', () => {
  it('a message id that is not divisible by four: 18', async () => {
    const client = await bench.connect();
    expect(await codeFor(client, client.call(STATE, { messageId: client.nextId() + 1n }))).toBe(18);
    expect(faultsFound()).toEqual([expect.stringContaining('error 18')]);
  });

  it('sequence numbers that go back or stay: 32, that are overtaken: 33', async () => {
    const client = await bench.connect();
    const older = client.nextId();
    client.call(STATE, { sequence: 5 });
    expect(await codeFor(client, client.call(STATE, { sequence: 3 }))).toBe(32);
    expect(await codeFor(client, client.call(STATE, { sequence: 5 }))).toBe(32);
    expect(await codeFor(client, client.call(STATE, { messageId: older, sequence: 7 }))).toBe(33);
    expect(faultsFound()).toHaveLength(3);
  });

  it('a container with an odd sequence number: 34, a request with an even one: 35', async () => {
    const client = await bench.connect();
    const empty = Buffer.from('dcf8f17300000000', 'hex');
    expect(await codeFor(client, client.message(empty, false, { sequence: 1 }))).toBe(34);
    expect(await codeFor(client, client.call(STATE, { sequence: 2 }))).toBe(35);
    expect(faultsFound()).toHaveLength(2);
  });

  it('a container whose messages are newer than itself, or that holds another: 64', async () => {
    const client = await bench.connect();
    const newer = { messageId: client.nextId() + (3600n << 32n), sequence: 1, body: state };
    client.container([newer]);
    expect(await codeFor(client, newer.messageId)).toBe(64);
    const nested = { messageId: client.nextId(), sequence: 0, body: Buffer.from('dcf8f17300000000', 'hex') };
    client.container([nested]);
    expect(await codeFor(client, nested.messageId)).toBe(64);
    const container = client.container([]);
    expect(await codeFor(client, container)).toBe(64);
    expect(faultsFound().length).toBeGreaterThanOrEqual(3);
  });

  it('a container that comes twice: 19', async () => {
    const client = await bench.connect();
    const inner = { messageId: client.nextId(), sequence: client.nextSequence(true), body: state };
    const container = client.container([inner]);
    await client.result(inner.messageId, 'updates.getState');
    client.message(Buffer.from('dcf8f17300000000', 'hex'), false, { messageId: container });
    expect(await codeFor(client, container)).toBe(19);
    expect(faultsFound()).toEqual([expect.stringContaining('error 19')]);
  });

  it('padding that is too short or too long ends the connection', async () => {
    for (const padding of [8, 1048]) {
      const client = await bench.connect();
      // Forty bytes before the padding, so that these make whole blocks.
      client.call(COUNTED, { padding });
      await client.end();
    }
    expect(faultsFound()).toEqual([expect.stringContaining('padding'), expect.stringContaining('padding')]);
  });

  it('changed bytes end the connection', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    client.packet(Buffer.concat([Buffer.from(key.id, 'hex'), randomBytes(16 + 96)]));
    await client.end();
    expect(faultsFound()).toEqual([expect.stringContaining('msg_key')]);
  });

  it('a key that this data centre does not know is answered with -404', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    bench.emulator.keys.forget(key.id);
    client.call(STATE);
    await client.end();
    expect(client.transportErrors).toEqual([-404]);
    expect(faultsFound()).toEqual([]);
  });

  it('a request that is no TL is refused', async () => {
    const client = await bench.connect();
    const call = client.message(Buffer.from('0102030405060708', 'hex'), true);
    expect(await client.result(call, 'updates.getState')).toMatchObject({
      error_message: 'INPUT_REQUEST_INVALID',
    });
    expect(faultsFound()).toEqual([expect.stringContaining('unknown constructor id 4030201')]);
  });

  it('a method that nothing answers is named, in the answer and in the list', async () => {
    const client = await bench.connect();
    const call = client.call({ _: 'phone.getCallConfig' });
    expect(await client.result(call, 'phone.getCallConfig')).toMatchObject({
      error_code: 400,
      error_message: 'METHOD_NOT_IMPLEMENTED_IN_EMULATOR:phone.getCallConfig',
    });
    expect((bench.emulator.unimplemented as string[]).splice(0)).toEqual(['phone.getCallConfig']);
  });

  it('a call before login or before initConnection is refused', async () => {
    const key = readyKey(bench.emulator);
    key.userId = undefined;
    const client = await bench.connect({ key });
    const before = bench.effects.count;
    expect(await client.result(client.call(COUNTED), 'account.updateStatus')).toMatchObject({
      error_code: 401,
      error_message: 'AUTH_KEY_UNREGISTERED',
    });
    key.layer = undefined;
    expect(await client.result(client.call(COUNTED), 'account.updateStatus')).toMatchObject({
      error_message: 'CONNECTION_NOT_INITED',
    });
    expect(bench.effects.count).toBe(before);
  });
});
