import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RpcError } from '../rpc/handler.js';
import { isResultOf } from './raw-client.js';
import { ANN, BOB, COUNTED, STATE, readyKey, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

let bench: Bench;
const METHOD = 'account.updateStatus';

beforeAll(async () => {
  bench = await startBench({
    handlers: {
      'account.getAuthorizations': () => ({ _: 'account.authorizations' }),
      'account.getContactSignUpNotification': () => {
        throw new TypeError('a bug');
      },
      'account.getAccountTTL': () => {
        throw new RpcError(420, 'FLOOD_WAIT_7');
      },
    },
  });
});

afterEach(() => {
  bench.hangUp();
  bench.emulator.faults.clear();
});

afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.emulator.stop();
});

function lastOutcome(): string | undefined {
  return bench.emulator.calls.all.at(-1)?.outcome;
}

describe('faults', () => {
  it('answer with an error, without the effect', async () => {
    const client = await bench.connect();
    const before = bench.effects.count;
    bench.emulator.faults.add({ method: METHOD, kind: 'error', code: 420, message: 'FLOOD_WAIT_5' });
    expect(await client.result(client.call(COUNTED), METHOD)).toMatchObject({
      error_message: 'FLOOD_WAIT_5',
    });
    expect(bench.effects.count).toBe(before);
    expect(lastOutcome()).toBe('420 FLOOD_WAIT_5');
    expect(await client.result(client.call(COUNTED), METHOD)).toBe(true);
  });

  it('answer with an error after the effect', async () => {
    const client = await bench.connect();
    const before = bench.effects.count;
    bench.emulator.faults.add({ method: METHOD, kind: 'error_after', code: 500, message: 'RPC_CALL_FAIL' });
    expect(await client.result(client.call(COUNTED), METHOD)).toMatchObject({ error_code: 500 });
    expect(bench.effects.count).toBe(before + 1);
  });

  it('close the connection before the effect, or after it', async () => {
    const before = bench.effects.count;
    bench.emulator.faults.add(
      { method: METHOD, kind: 'close_before' },
      { method: METHOD, kind: 'close_after' },
    );
    const first = await bench.connect();
    first.call(COUNTED);
    await first.end();
    expect(bench.effects.count).toBe(before);
    expect(lastOutcome()).toBe('close_before');
    const second = await bench.connect();
    const call = second.call(COUNTED);
    await second.end();
    expect(bench.effects.count).toBe(before + 1);
    expect(lastOutcome()).toBe('close_after');
    expect(second.received.some((one) => isResultOf(one, call))).toBe(false);
  });

  it('lose an answer: the same message sent again gets it, without a second effect', async () => {
    const client = await bench.connect();
    const before = bench.effects.count;
    bench.emulator.faults.add({ method: METHOD, kind: 'lose_answer' });
    const call = client.call(COUNTED);
    await expect.poll(lastOutcome).toBe('lose_answer');
    expect(client.received.some((one) => isResultOf(one, call))).toBe(false);
    client.call(COUNTED, { messageId: call, sequence: 1 });
    expect(await client.result(call, METHOD)).toBe(true);
    expect(bench.effects.count).toBe(before + 1);
  });

  it('keep silent without an effect: the same message sent again is taken as new', async () => {
    const client = await bench.connect();
    const before = bench.effects.count;
    bench.emulator.faults.add({ method: METHOD, kind: 'silence' });
    const call = client.call(COUNTED);
    await expect.poll(lastOutcome).toBe('silence');
    expect(bench.effects.count).toBe(before);
    client.call(COUNTED, { messageId: call, sequence: 1 });
    expect(await client.result(call, METHOD)).toBe(true);
    expect(bench.effects.count).toBe(before + 1);
  });

  it('delay a call', async () => {
    const client = await bench.connect();
    bench.emulator.faults.add({ method: METHOD, kind: 'delay', delay_ms: 120 });
    const started = performance.now();
    expect(await client.result(client.call(COUNTED), METHOD)).toBe(true);
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  it('delay a call until the world has moved on', async () => {
    const client = await bench.connect();
    bench.emulator.faults.add({ method: METHOD, kind: 'delay', delay_sec: 60 });
    const before = bench.effects.count;
    const call = client.call(COUNTED);
    await expect.poll(lastOutcome).toBe('pending');
    expect(bench.effects.count).toBe(before);
    bench.emulator.clock.advance(60_000);
    expect(await client.result(call, METHOD)).toBe(true);
    expect(bench.effects.count).toBe(before + 1);
  });

  it('hold a call until they are taken back', async () => {
    const client = await bench.connect();
    const before = bench.effects.count;
    bench.emulator.faults.add({ method: METHOD, kind: 'hold' });
    const held = client.call(COUNTED);
    // The next one is answered first.
    expect(await client.result(client.call(COUNTED), METHOD)).toBe(true);
    expect(bench.effects.count).toBe(before + 1);
    bench.emulator.faults.clear();
    expect(await client.result(held, METHOD)).toBe(true);
    expect(bench.effects.count).toBe(before + 2);
  });

  it('hit one account only, after so many calls, so many times', async () => {
    const [ann, bob] = [await bench.connect(), await bench.connect({ key: readyKey(bench.emulator, BOB) })];
    const fault = {
      method: '*',
      account: ANN.toString(),
      kind: 'error',
      after: 1,
      times: 2,
      message: 'X',
    } as const;
    bench.emulator.faults.add(fault);
    expect(bench.emulator.faults.pending).toEqual([fault]);
    const seen: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      await bob.result(bob.call(STATE), 'updates.getState');
      expect(lastOutcome()).toBe('ok');
      await ann.result(ann.call(STATE), 'updates.getState');
      seen.push(lastOutcome() ?? '');
    }
    expect(seen).toEqual(['ok', '500 X', '500 X', 'ok']);
  });
});

describe('the dispatcher', () => {
  it('passes on what a handler refuses', async () => {
    const client = await bench.connect();
    const answer = await client.result(client.call({ _: 'account.getAccountTTL' }), 'account.getAccountTTL');
    expect(answer).toMatchObject({ error_code: 420, error_message: 'FLOOD_WAIT_7' });
  });

  it('answers 500 where a handler is wrong, and writes down what and where', async () => {
    const client = await bench.connect();
    for (const method of ['account.getContactSignUpNotification', 'account.getAuthorizations']) {
      expect(await client.result(client.call({ _: method }), method)).toMatchObject({ error_code: 500 });
    }
    const problems = (bench.emulator.protocolErrors as string[]).splice(0);
    expect(problems[0]).toContain('a bug');
    expect(problems[1]).toContain('account.authorizations.authorization_ttl_days: missing');
  });

  it('logs the inner method, its wrappers and its fields as JSON', async () => {
    const client = await bench.connect();
    const from = bench.emulator.calls.next;
    const query = {
      _: 'invokeWithoutUpdates',
      query: {
        _: 'users.getUsers',
        id: [{ _: 'inputUser', user_id: 5n, access_hash: -1n }],
      },
    };
    const init = {
      _: 'initConnection',
      api_id: 1,
      device_model: 'd',
      system_version: 's',
      app_version: 'a',
      system_lang_code: 'en',
      lang_pack: '',
      lang_code: 'en',
      query,
    };
    await client.result(client.call({ _: 'invokeWithLayer', layer: 198, query: init }), 'users.getUsers');
    const [call] = bench.emulator.calls.since(from);
    expect(JSON.parse(JSON.stringify(call))).toMatchObject({
      n: from,
      dc: 2,
      account: '7001',
      method: 'users.getUsers',
      wrappers: ['invokeWithLayer', 'initConnection', 'invokeWithoutUpdates'],
      params: { id: [{ _: 'inputUser', user_id: '5', access_hash: '-1' }] },
    });
  });

  it('keeps a call that waits for another from overtaking it, and fails it when the other failed', async () => {
    const client = await bench.connect();
    bench.emulator.faults.add({ method: 'updates.getState', kind: 'delay', delay_ms: 80 });
    const first = client.call(STATE);
    const second = client.call({ _: 'invokeAfterMsg', msg_id: first, query: COUNTED });
    await client.result(second, METHOD);
    const order = client.received
      .filter((one) => one.object._ === 'rpc_result')
      .map((one) => one.object['req_msg_id']);
    expect(order).toEqual([first, second]);
    bench.emulator.faults.add({ method: 'updates.getState', kind: 'error' });
    const third = client.call(STATE);
    const fourth = client.call({ _: 'invokeAfterMsgs', msg_ids: [third], query: COUNTED });
    expect(await client.result(fourth, METHOD)).toMatchObject({ error_message: 'MSG_WAIT_FAILED' });
  });
});
