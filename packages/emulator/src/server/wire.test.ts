import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codecFor } from '../tl/codec.js';
import type { TlObject } from '../tl/value.js';
import { isResultOf } from './raw-client.js';
import type { RawClient } from './raw-client.js';
import { ANN, BOB, COUNTED, STATE, readyKey, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

let bench: Bench;

beforeAll(async () => {
  bench = await startBench({
    handlers: {
      'updates.getState': (_request, call) => {
        if (call.userId === BOB) call.push(ANN, { _: 'updatesTooLong' });
        return { _: 'updates.state', pts: 1, qts: 0, date: Math.floor(call.now()), seq: 1, unread_count: 0 };
      },
      'contacts.getContacts': () => ({
        _: 'contacts.contacts',
        saved_count: 0,
        contacts: [],
        users: Array.from({ length: 200 }, (_item, id) => ({ _: 'userEmpty', id: BigInt(id) })),
      }),
    },
  });
});

afterEach(() => {
  bench.hangUp();
  bench.emulator.clock.skew(0);
});

afterAll(async () => {
  await bench.emulator.stop();
});

function body(object: TlObject): Buffer {
  return codecFor().encode.object(object);
}

/** What was written down since the last time, emptied. */
function faultsFound(): string[] {
  return (bench.emulator.protocolErrors as string[]).splice(0);
}

async function refusalOf(client: RawClient, messageId: bigint): Promise<TlObject> {
  const { object } = await client.next((one) => one.object['bad_msg_id'] === messageId);
  return object;
}

describe('a session on the wire', () => {
  it('answers a first message with its salt, and the same message with the right salt', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    const wrong = client.call(STATE, { salt: 0n });
    expect(await refusalOf(client, wrong)).toMatchObject({
      _: 'bad_server_salt',
      error_code: 48,
      new_server_salt: key.salt,
    });
    expect(await client.result(client.call(STATE), 'updates.getState')).toMatchObject({ pts: 1 });
    expect(client.received.filter((one) => one.object._ === 'new_session_created')).toHaveLength(1);
    expect(faultsFound()).toEqual([]);
  });

  it('tells a client whose clock is an hour off which way, without calling it a fault', async () => {
    const client = await bench.connect();
    bench.emulator.clock.skew(3_600_000);
    const late = client.call(STATE, { messageId: BigInt(Math.floor(Date.now() / 1000)) << 32n });
    expect(await refusalOf(client, late)).toMatchObject({ error_code: 16 });
    bench.emulator.clock.skew(-3_600_000);
    const early = client.call(STATE, { messageId: (BigInt(Math.floor(Date.now() / 1000)) << 32n) + 8n });
    expect(await refusalOf(client, early)).toMatchObject({ error_code: 17 });
    expect(faultsFound()).toEqual([]);
  });

  it('does a request once when it comes twice under one message id, and repeats the answer', async () => {
    const client = await bench.connect();
    const before = bench.effects.count;
    const first = client.call(COUNTED);
    expect(await client.result(first, 'account.updateStatus')).toBe(true);
    client.call(COUNTED, { messageId: first, sequence: 1 });
    await expect.poll(() => client.received.filter((one) => isResultOf(one, first)).length).toBe(2);
    expect(bench.effects.count).toBe(before + 1);
    expect(bench.emulator.calls.all.slice(-2).map((call) => call.outcome)).toEqual(['ok', 'repeated']);
    expect(faultsFound()).toEqual([]);
  });

  it('packs what it has to say at one moment into a container, errors included', async () => {
    const client = await bench.connect();
    const good = { messageId: client.nextId(), sequence: client.nextSequence(true), body: body(STATE) };
    const bad = {
      messageId: client.nextId(),
      sequence: client.nextSequence(true),
      body: body({ _: 'users.getUsers', id: [{ _: 'inputUser', user_id: 1n, access_hash: 1n }] }),
    };
    const last = { messageId: client.nextId(), sequence: client.nextSequence(true), body: body(COUNTED) };
    client.container([good, bad, last]);
    expect(await client.result(good.messageId, 'updates.getState')).toMatchObject({ _: 'updates.state' });
    expect(await client.result(last.messageId, 'account.updateStatus')).toBe(true);
    expect((await client.next((one) => isResultOf(one, good.messageId))).packed).toBe(true);
    expect(faultsFound()).toEqual([]);
  });

  it('zips long answers', async () => {
    const client = await bench.connect();
    const long = client.call({ _: 'contacts.getContacts', hash: 0n });
    const { object } = await client.next((one) => isResultOf(one, long));
    expect(object['zipped']).toBe(true);
    expect(await client.result(long, 'contacts.getContacts')).toMatchObject({ saved_count: 0 });
  });

  it('answers pings, state requests, salt requests and the end of a session', async () => {
    const key = readyKey(bench.emulator);
    const [client, other] = [await bench.connect({ key }), await bench.connect({ key })];
    const ping = client.message(body({ _: 'ping', ping_id: 77n }), false);
    expect((await client.next((one) => one.object._ === 'pong')).object).toMatchObject({
      msg_id: ping,
      ping_id: 77n,
    });
    client.message(body({ _: 'msgs_state_req', msg_ids: [ping, 4n] }), false);
    const info = await client.next((one) => one.object._ === 'msgs_state_info');
    expect(info.object['info']).toEqual(Uint8Array.of(4, 1));
    client.message(body({ _: 'get_future_salts', num: 1 }), true);
    const salts = await client.next((one) => one.object._ === 'future_salts');
    expect(salts.object['salts']).toMatchObject([{ salt: key.salt }]);
    other.message(body({ _: 'ping', ping_id: 1n }), false);
    await other.next((one) => one.object._ === 'pong');
    client.message(body({ _: 'destroy_session', session_id: other.sessionId }), true);
    expect(await client.next((one) => one.object._ === 'destroy_session_ok')).toBeDefined();
    expect(faultsFound()).toEqual([]);
  });

  it('closes a connection that asked to be closed after a delay', async () => {
    const client = await bench.connect();
    client.message(body({ _: 'ping_delay_disconnect', ping_id: 5n, disconnect_delay: 0 }), false);
    await client.next((one) => one.object._ === 'pong');
    await client.end();
    expect(client.closed).toBe(true);
  });

  it('sends again, over the next connection of the session, what was not acknowledged', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    const call = client.call(STATE);
    await client.result(call, 'updates.getState');
    client.close();
    const again = await bench.connect({ key, sessionId: client.sessionId });
    again.message(body({ _: 'ping', ping_id: 1n }), false, { sequence: 2 });
    expect(await again.result(call, 'updates.getState')).toMatchObject({ pts: 1 });
    expect(faultsFound()).toEqual([]);
  });

  it('serves two clients of one key, and sends updates to other sessions only', async () => {
    const ann = await bench.connect();
    await ann.result(ann.call(STATE), 'updates.getState');
    const silent = await bench.connect();
    await silent.result(silent.call({ _: 'invokeWithoutUpdates', query: STATE }), 'updates.getState');
    const bob = await bench.connect({ key: readyKey(bench.emulator, BOB) });
    await bob.result(bob.call(STATE), 'updates.getState');
    const update = await ann.next((one) => one.object._ === 'updatesTooLong');
    expect(update.messageId % 4n).toBe(3n);
    expect([...silent.received, ...bob.received].some((one) => one.object._ === 'updatesTooLong')).toBe(
      false,
    );
  });

  it('keeps what a session missed for its next connection', async () => {
    const key = readyKey(bench.emulator);
    const client = await bench.connect({ key });
    await client.result(client.call(STATE), 'updates.getState');
    client.close();
    const bob = await bench.connect({ key: readyKey(bench.emulator, BOB) });
    await bob.result(bob.call(STATE), 'updates.getState');
    const again = await bench.connect({ key, sessionId: client.sessionId });
    again.message(body({ _: 'ping', ping_id: 1n }), false, { sequence: 2 });
    await again.next((one) => one.object._ === 'updatesTooLong');
    expect(faultsFound()).toEqual([]);
  });
});
