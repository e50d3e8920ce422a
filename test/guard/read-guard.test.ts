import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from 'telegram';
import { openBench, type Bench } from '../telegram/bench.js';
import { requestOf, scratchBuffer, senderOf, stateOf, type Request } from './library.js';
import { CONNECTION_LIST, READ_LIST } from './lists.js';
import { openProduct, type Product } from './product.js';
import { label, PLAIN, sampleCall, wholeSchema, WRAPPERS, type SampleCall } from './schema.js';

/* Every method of the schema, bare and in every wrapper, through the read server's own client. */

const BARE = undefined;
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

const arrived = (): string[] => bench.emulator.calls.all.slice(from).map(label).toSorted();

/** Every method inside `wrapper`, and every wrapper once more around a query that may be sent. */
function calls(wrapper: string | undefined): SampleCall[] {
  const around = wrapper === undefined ? [] : [wrapper];
  const reads = WRAPPERS.map((inner) => sampleCall('messages.getHistory', [...around, inner]));
  return [...wholeSchema(wrapper), ...reads];
}

/** What the account says to a call that has a ticket, or that it could not read the answer. */
async function decision(call: SampleCall): Promise<{ code: string; data?: unknown }> {
  try {
    const outcome = await product.telegram.call(requestOf(call.bytes) as unknown as Api.AnyRequest);
    return outcome.ok ? { code: 'OK' } : { code: outcome.refusal.code, data: outcome.refusal.data };
  } catch {
    return { code: 'UNREADABLE' };
  }
}

function unlisted(call: SampleCall): object {
  return { method: call.method, why: 'not listed', reached_wire: false };
}

describe('the read server with a pacing ticket', () => {
  it.each([BARE, ...WRAPPERS])('sends the methods of its list and no other (inside: %s)', async (wrapper) => {
    const tried = calls(wrapper);
    for (const call of tried) {
      const decided = await decision(call);
      if (READ_LIST.includes(call.method)) expect(decided.code, label(call)).not.toBe('WRITE_BLOCKED');
      else expect(decided, label(call)).toEqual({ code: 'WRITE_BLOCKED', data: unlisted(call) });
    }
    const listed = tried.filter((call) => READ_LIST.includes(call.method)).map(label);
    expect(arrived()).toEqual(listed.toSorted());
    expect(new Set(listed).size).toBe(READ_LIST.length + WRAPPERS.length);
  });
});

describe('the read server without a pacing ticket', () => {
  const roads: readonly [string, (request: Request, bytes: Buffer) => Promise<unknown>][] = [
    ['send', async (request) => senderOf(await product.client()).send(request)],
    [
      'addStateToQueue',
      async (request) => senderOf(await product.client()).addStateToQueue(stateOf(request)),
    ],
  ];

  it.each(roads)('refuses every method at `%s` of its connection, bare and wrapped', async (_name, send) => {
    for (const call of [BARE, ...WRAPPERS].flatMap(calls)) {
      if (CONNECTION_LIST.includes(call.method)) continue;
      const why = READ_LIST.includes(call.method) ? 'no open ticket' : 'not listed';
      await expect(send(requestOf(call.bytes), call.bytes), label(call)).rejects.toThrow(
        `${call.method} may not be sent: ${why}`,
      );
    }
    expect(arrived()).toEqual([]);
  });

  it('refuses every method where messages are written before they are encrypted', async () => {
    const client = await product.client();
    const state = senderOf(client)['_state'];
    const buffer = scratchBuffer();
    for (const call of [BARE, ...WRAPPERS].flatMap(calls)) {
      if (CONNECTION_LIST.includes(call.method)) continue;
      const why = READ_LIST.includes(call.method) ? 'no open ticket' : 'not listed';
      await expect(state.writeDataAsMessage(buffer, call.bytes, true), label(call)).rejects.toThrow(
        `${call.method} may not be sent: ${why}`,
      );
    }
    expect(buffer.getValue()).toHaveLength(0);
    expect(arrived()).toEqual([]);
  });

  it('lets through what begins a connection, and nothing else, when it is all queued behind the early gates', async () => {
    for (const method of PLAIN) {
      const queue = senderOf(await product.client())['_sendQueue'];
      const state = stateOf(requestOf(sampleCall(method).bytes));
      state.promise.catch(() => undefined);
      queue.append(state);
      await state.promise.catch(() => undefined);
    }
    const own = new Set(['invokeWithLayer > initConnection > help.getConfig', 'users.getUsers']);
    expect(new Set(arrived().filter((call) => !own.has(call)))).toEqual(new Set(CONNECTION_LIST));
  });
});
