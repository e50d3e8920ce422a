import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBench, type Bench } from '../telegram/bench.js';
import { AROUND, arrivedSince, expectExactly, schemaCalls } from './drive.js';
import {
  INTO_THE_QUEUE,
  library,
  requestOf,
  scratchBuffer,
  senderOf,
  stateOf,
  type Sender,
} from './library.js';
import { CONNECTION_LIST, READ_LIST } from './lists.js';
import { openProduct, type Product } from './product.js';
import { label, PLAIN, sampleCall, WRAPPERS, type SampleCall } from './schema.js';

/* Every method of the schema, bare and in every wrapper, through the read server's own client. */

let bench: Bench;
let product: Product;
let from = 0;

beforeAll(async () => {
  bench = await openBench();
  product = await openProduct(bench, 'read');
});

beforeEach(async () => {
  await product.client();
  from = bench.emulator.calls.next;
});

afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.close();
});

const arrived = (): string[] => arrivedSince(bench.emulator, from);

describe('the read server with a pacing ticket', () => {
  it.each(AROUND)('sends the methods of its list and no other (inside: %s)', async (wrapper) => {
    const calls = schemaCalls(wrapper, 'messages.getHistory');
    await expectExactly(bench.emulator, READ_LIST, calls, product.telegram);
  });
});

describe('an argument with which a reading method acts', () => {
  it('is refused with its reason, and nothing of it reaches the wire', async () => {
    const { Api } = library();
    const request = new Api.contacts.ResolveUsername({ username: 'somebody', referer: '_tgr_abc' });
    const data = { method: 'contacts.resolveUsername', why: 'not with this argument', reached_wire: false };
    const refusal = { code: 'WRITE_BLOCKED', data };
    expect(await product.telegram.call(request)).toMatchObject({ ok: false, refusal });
    const state = stateOf(request);
    const sender = senderOf(await product.client());
    expect(() => sender.addStateToQueue(state)).toThrow('may not be sent');
    expect(arrived()).toEqual([]);
  });
});

describe('the read server without a pacing ticket', { timeout: 120_000 }, () => {
  const all = AROUND.flatMap((wrapper) => schemaCalls(wrapper, 'messages.getHistory')).filter(
    (call) => !CONNECTION_LIST.includes(call.method),
  );
  const roads: readonly [string, (sender: Sender, call: SampleCall) => Promise<unknown>][] = [
    ['send', (sender, call) => sender.send(requestOf(call.bytes))],
    ['addStateToQueue', async (sender, call) => sender.addStateToQueue(stateOf(requestOf(call.bytes)))],
    [
      'writeDataAsMessage',
      async (sender, call) => {
        const buffer = scratchBuffer();
        try {
          await sender['_state'].writeDataAsMessage(buffer, call.bytes, true);
        } finally {
          expect(buffer.getValue()).toHaveLength(0);
        }
      },
    ],
  ];

  it.each(roads)('refuses every method at `%s`, bare and wrapped', async (_name, road) => {
    const sender = senderOf(await product.client());
    for (const call of all) {
      const why = READ_LIST.includes(call.method) ? 'no open ticket' : 'not listed';
      const refusal = { name: 'GuardRefusal', method: call.method, why };
      await expect(road(sender, call), label(call)).rejects.toMatchObject(refusal);
    }
    expect(arrived()).toEqual([]);
    expect(senderOf(await product.client())).toBe(sender);
  });

  it('sends nothing of what is put into the queue behind the early gates', async () => {
    // Each of these costs a client, so it is not every method: the gate itself is asked about all of them above.
    const some = PLAIN.filter(
      (method, n) => n % 8 === 0 || /^messages\.(send|forward|edit|delete)/.test(method),
    );
    const wrapped = WRAPPERS.map((wrapper) => sampleCall('messages.sendMessage', [wrapper]));
    for (const call of [...[...some, ...READ_LIST].map((method) => sampleCall(method)), ...wrapped]) {
      if (CONNECTION_LIST.includes(call.method)) continue;
      const state = stateOf(requestOf(call.bytes));
      INTO_THE_QUEUE.append(senderOf(await product.client()), state);
      const why = READ_LIST.includes(call.method) ? 'no open ticket' : 'not listed';
      await expect(state.promise).rejects.toMatchObject({ name: 'GuardRefusal', method: call.method, why });
    }
    // Each refusal here ended the client; these are the first words of those that took its place.
    const first = new Set(['invokeWithLayer > initConnection > help.getConfig', 'users.getUsers']);
    expect(arrived().filter((call) => !first.has(call))).toEqual([]);
  });
});

describe('what passes without a ticket', () => {
  it('is the question for addresses with which a connection begins, and nothing else of the schema', async () => {
    const sender = senderOf(await product.client());
    for (const method of CONNECTION_LIST) await sender.send(requestOf(sampleCall(method).bytes));
    expect(arrived()).toEqual(['help.getConfig']);
  });
});
