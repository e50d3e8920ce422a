import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Telegram } from '@tgmcp/core';
import { unlockWrites, type ApprovedWrites } from '@tgmcp/core/unlock-writes';
import { LOOKING_METHODS, WRITE_METHODS } from '../../packages/tgmcp-actions/src/telegram/write-methods.js';
import { openBench, type Bench } from '../telegram/bench.js';
import { AROUND, expectExactly, schemaCalls } from './drive.js';
import { unwanted } from './client-surface.js';
import { INTO_THE_QUEUE, library, requestOf, senderOf, stateOf } from './library.js';
import { LOOKING_LIST, READ_LIST, WRITE_LIST } from './lists.js';
import { openProduct, type Product } from './product.js';
import { sampleCall } from './schema.js';
import { until } from './until.js';

/* Every method of the schema through the actions server's own client, before, in and after an approved action. */

const APPROVED = { tool: 'tg_send_message', proposalId: 'p1', methods: Object.keys(WRITE_METHODS) };
let bench: Bench;
let product: Product;
let telegram: Telegram;
let writes: ApprovedWrites;

beforeAll(async () => {
  bench = await openBench();
  product = await openProduct(bench, 'actions');
  ({ telegram } = product);
  writes = unlockWrites(telegram, WRITE_METHODS);
});

beforeEach(async () => {
  await product.client();
});

afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  await bench.close();
});

/** The texts of the messages that arrived since call number `from`. */
function sent(from: number): unknown[] {
  const messages = bench.emulator.calls.all
    .slice(from)
    .filter((call) => call.method === 'messages.sendMessage');
  return messages.map(({ params }) => (params as { message?: unknown }).message);
}

function wanted() {
  const { Api, helpers } = library();
  const message = { peer: new Api.InputPeerSelf(), message: 'wanted', randomId: helpers.returnBigInt('12') };
  return new Api.messages.SendMessage(message);
}

describe('the actions server', () => {
  it('has the write list that is written here, and none of it is in the read list', () => {
    expect(Object.keys(WRITE_METHODS).toSorted()).toEqual(WRITE_LIST);
    expect(WRITE_LIST.filter((method) => READ_LIST.includes(method))).toEqual([]);
  });

  it('has methods to look with, which are in neither list, and for nobody who is not given that door', async () => {
    expect(Object.keys(LOOKING_METHODS).toSorted()).toEqual(LOOKING_LIST);
    expect(LOOKING_LIST.filter((one) => READ_LIST.includes(one) || WRITE_LIST.includes(one))).toEqual([]);
    const from = bench.emulator.calls.next;
    await writes({ ...APPROVED, methods: LOOKING_LIST }, async (caller) => {
      for (const method of LOOKING_LIST) {
        const outcome = await caller.call(requestOf(sampleCall(method).bytes) as never);
        expect(outcome).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED' } });
      }
    });
    expect(bench.emulator.calls.all.slice(from)).toEqual([]);
  });

  it.each(AROUND)('sends the read list only, outside an approved action (inside: %s)', async (wrapper) => {
    await expectExactly(bench.emulator, READ_LIST, schemaCalls(wrapper, 'messages.getHistory'), telegram);
  });

  it.each(AROUND)('sends the write list too, in an approved action (inside: %s)', async (wrapper) => {
    const list = [...READ_LIST, ...WRITE_LIST];
    const calls = schemaCalls(wrapper, 'messages.getHistory');
    await writes(APPROVED, (caller) => expectExactly(bench.emulator, list, calls, caller));
  });

  it('sends no write by any other way while an approved action runs', async () => {
    const from = bench.emulator.calls.next;
    const { bytes } = sampleCall('messages.sendMessage');
    await writes(APPROVED, async () => {
      const blocked = await telegram.call(requestOf(bytes) as never);
      expect(blocked).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED' } });
      const sender = senderOf(await product.client());
      await expect(sender.send(requestOf(bytes))).rejects.toMatchObject({ why: 'not listed' });
    });
    expect(bench.emulator.calls.all.slice(from)).toEqual([]);
  });

  it('sends no other message beside the approved one, while that is on its way', async () => {
    bench.emulator.faults.add({ method: 'messages.sendMessage', kind: 'delay', delay_ms: 200 });
    const from = bench.emulator.calls.next;
    const other = stateOf(unwanted());
    const approved = writes(APPROVED, (caller) => caller.call(wanted()));
    await until(() => sent(from).length > 0);
    INTO_THE_QUEUE.append(senderOf(await product.client()), other);
    await expect(other.promise).rejects.toMatchObject({
      name: 'GuardRefusal',
      method: 'messages.sendMessage',
    });
    await approved;
    expect(sent(from)).toEqual(sent(from).map(() => 'wanted'));
  });

  it('sends the read list only, again, when the action has ended, by its own caller too', async () => {
    const kept = await writes(APPROVED, async (caller) => caller);
    const calls = schemaCalls(undefined, 'messages.getHistory').filter(
      (call) => !READ_LIST.includes(call.method),
    );
    const from = bench.emulator.calls.next;
    for (const call of calls) {
      const outcome = await kept.call(requestOf(call.bytes) as never);
      const data = { method: call.method, reached_wire: false };
      expect(outcome).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED', data } });
    }
    expect(bench.emulator.calls.all.slice(from)).toEqual([]);
    await expectExactly(bench.emulator, READ_LIST, schemaCalls(undefined, 'messages.getHistory'), telegram);
  });
});
