import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Telegram } from '@tgmcp/core';
import { unlockWrites, type ApprovedWrites } from '@tgmcp/core/unlock-writes';
import type { FaultKind } from '@tgmcp/emulator';
import { openBench, type Bench } from '../telegram/bench.js';
import { arrivalsOf, untilSent } from '../telegram/until-sent.js';
import { library } from './library.js';
import { openProduct, type Product } from './product.js';

/*
 * The library keeps what got no answer and sends it again by itself, after each reconnect and for as long as it lives
 * (shown in without-guard.test.ts). A write whose caller was told that its deadline has passed must not arrive later.
 */

const METHOD = 'messages.sendMessage';
const METHODS = { [METHOD]: 'The test sends.' };
const APPROVED = { tool: 'tg_send_message', proposalId: 'p1', methods: ['messages.sendMessage'] };
const DEADLINE_MS = 300;
/** The library waits a second before it connects anew. */
const RECONNECT_MS = 1200;

let bench: Bench;
let product: Product;
let telegram: Telegram;
let writes: ApprovedWrites;
let randomId = 100n;

beforeAll(async () => {
  bench = await openBench();
  product = await openProduct(bench, 'actions');
  ({ telegram } = product);
  writes = unlockWrites(telegram, METHODS);
});

// A deadline as short as this is for a write, not for what a connection begins with.
beforeEach(async () => {
  await product.client();
});

afterEach(() => {
  bench.emulator.faults.clear();
  expect(bench.emulator.protocolErrors).toEqual([]);
});

afterAll(() => bench.close());

const arrivals = (): number => bench.emulator.calls.all.filter((call) => call.method === METHOD).length;

async function sendOnce(kind: FaultKind, deadlineMs?: number) {
  const { Api, helpers } = library();
  randomId += 1n;
  const message = { peer: new Api.InputPeerSelf(), message: kind, randomId: helpers.returnBigInt(randomId) };
  const request = new Api.messages.SendMessage(message);
  const options = deadlineMs === undefined ? {} : { deadlineMs };
  return writes(APPROVED, (caller) => caller.call(request, options));
}

describe('a write whose deadline has passed', () => {
  it.each(['silence', 'lose_answer', 'close_before', 'close_after'] as const)(
    'does not arrive any more, over whatever connection (%s)',
    async (kind) => {
      const last = randomId;
      // The fork of the library sends it again within the deadline, over one new connection after the other.
      bench.emulator.faults.add({ method: METHOD, kind, times: 1000 });
      const outcome = await untilSent(
        DEADLINE_MS,
        (deadlineMs) => sendOnce(kind, deadlineMs),
        () => arrivalsOf(bench, randomId) > 0,
      );
      expect(outcome).toMatchObject({ ok: false, refusal: { code: 'DEADLINE', data: { method: METHOD } } });
      // It may have reached Telegram, so nobody is told that it has not.
      expect(outcome).not.toHaveProperty('refusal.data.reached_wire');
      bench.emulator.faults.clear();
      const arrived = arrivals();
      expect(arrivalsOf(bench, randomId)).toBeGreaterThan(0);

      await sleep(RECONNECT_MS);
      for (let cut = 0; cut < 2; cut += 1) {
        bench.emulator.disconnect();
        expect(await telegram.account()).toMatchObject({ ok: true });
        await sleep(50);
      }
      expect(arrivals()).toBe(arrived);
      // Those whose deadline passed before they left have not arrived later either.
      for (let id = last + 1n; id < randomId; id += 1n) expect(arrivalsOf(bench, id)).toBe(0);
    },
  );

  it('does not arrive either when it had not left yet', async () => {
    const before = arrivals();
    const sender = await product.client();
    bench.emulator.faults.add({ method: '*', kind: 'silence', times: 100 });
    await bench.cutOff(telegram);
    const outcome = await sendOnce('silence', DEADLINE_MS);
    expect(outcome).toMatchObject({ ok: false, refusal: { data: { reached_wire: false } } });
    bench.emulator.faults.clear();
    // The connection that was begun in silence would be waited for.
    bench.emulator.disconnect();
    await sleep(RECONNECT_MS);
    expect(await product.client()).not.toBe(sender);
    expect(arrivals()).toBe(before);
  });
});

describe('a write whose deadline has not passed', () => {
  it('is sent again by the library after a lost connection, and stands once', async () => {
    const before = arrivals();
    bench.emulator.faults.add({ method: METHOD, kind: 'close_after' });
    expect(await sendOnce('close_after')).toMatchObject({ ok: true });
    const sent = bench.emulator.calls.all.filter((call) => call.method === METHOD).slice(before);
    expect(sent.map((call) => call.outcome)).toEqual(['close_after', 'ok']);
    expect(sent[1]?.params).toEqual(sent[0]?.params);
  });
});
