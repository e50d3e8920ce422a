import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chatInfo, listDialogsOf } from './reading.js';
import { readHistory, telegramLibrary, type Telegram } from '@tgmcp/core';
import { shortest } from '../support/shortest.js';
import { GROUP } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
let telegram: Telegram;
beforeAll(async () => {
  bench = await openBench();
  ({ telegram } = await bench.open('read'));
});
afterEach(() => {
  bench.emulator.faults.clear();
  expect(bench.emulator.protocolErrors).toEqual([]);
});
afterAll(() => bench.close());

const ping = () => telegram.call(new (telegramLibrary().Api.updates.GetState)());

describe('an account', () => {
  it('connects at the first call and first checks whose session it is', async () => {
    expect((await telegram.status()).connected).toBe(false);
    expect(bench.wire()).toEqual([]);
    const peer = await telegram.peers.resolve(`@${GROUP.username}`);
    expect(peer).toMatchObject({ ok: true, value: { id: GROUP.id, kind: 'supergroup' } });
    expect(bench.wire()).toEqual(['help.getConfig', 'users.getUsers', 'contacts.resolveUsername']);
    expect(await telegram.status()).toMatchObject({ connected: true, authorized: 'yes' });
    const wrongBy = (): number => Math.abs(telegram.serverNow() - Date.now());
    // Each connection tells it anew: where the answer came late, the next one does.
    for (let more = 4; more > 0 && wrongBy() >= 2000; more -= 1) {
      await bench.cutOff(telegram);
      await telegram.account();
    }
    expect(wrongBy()).toBeLessThan(2000);
  });

  it('reads on one connection, however many ask at once', async () => {
    const before = bench.wire().filter((method) => method === 'help.getConfig').length;
    const answers = await Promise.all(Array.from({ length: 20 }, ping));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(bench.wire().filter((method) => method === 'help.getConfig')).toHaveLength(before);
  });

  it('gets every answer of a packet in which one is an error', async () => {
    bench.emulator.faults.add({
      method: 'updates.getState',
      kind: 'error',
      code: 400,
      message: 'TEST_ERROR',
    });
    const answers = await Promise.all(Array.from({ length: 5 }, ping));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(4);
    expect(answers.filter((answer) => !answer.ok)).toMatchObject([
      {
        refusal: {
          code: 'RPC_ERROR',
          data: { rpc: 'TEST_ERROR', rpc_code: 400, method: 'updates.getState' },
        },
      },
    ]);
  });

  it('is refused at its deadline when Telegram is silent, and answers again afterwards', async () => {
    const took = await shortest(
      1500,
      async () => {
        bench.emulator.faults.clear();
        bench.emulator.faults.add({ method: 'updates.getState', kind: 'silence' });
        const begun = performance.now();
        expect(
          await telegram.call(new (telegramLibrary().Api.updates.GetState)(), { deadlineMs: 400 }),
        ).toMatchObject({
          ok: false,
          refusal: { code: 'DEADLINE', retryable: true },
        });
        return performance.now() - begun;
      },
      15_000,
    );
    expect(took).toBeLessThan(1500);
    bench.emulator.faults.clear();
    expect(await ping()).toMatchObject({ ok: true });
  });

  it('repeats a read whose connection was cut', async () => {
    bench.emulator.faults.add({ method: 'updates.getState', kind: 'close_before' });
    expect(await ping()).toMatchObject({ ok: true });
  });

  it('finds its way back when the connection went away unnoticed', async () => {
    await bench.cutOff(telegram);
    expect(await ping()).toMatchObject({ ok: true });
  });

  it('never sleeps a long flood wait, and remembers it for all its processes', async () => {
    bench.emulator.faults.add({
      method: 'updates.getState',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_33',
    });
    expect(await ping()).toMatchObject({ ok: false, refusal: { code: 'FLOOD_WAIT', retry_after: 33 } });
    const calls = bench.wire().length;
    expect(await ping()).toMatchObject({ ok: false, refusal: { code: 'BREAKER_OPEN' } });
    const other = await bench.open('actions');
    expect(await other.telegram.account()).toMatchObject({ ok: false, refusal: { code: 'BREAKER_OPEN' } });
    expect(bench.wire()).toHaveLength(calls);
    bench.emulator.clock.advance(40_000);
    // The preload looks at the emulator's clock every few milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await ping()).toMatchObject({ ok: true });
  });

  it('reads lists, details and messages as plain records', async () => {
    const dialogs = await listDialogsOf(telegram);
    expect(dialogs.map(({ title }) => title)).toContain(GROUP.title);
    const group = await telegram.peers.resolve(GROUP.id);
    if (!group.ok) throw new Error(group.refusal.message);
    expect(await chatInfo(telegram, group.value)).toMatchObject({
      ok: true,
      value: { id: GROUP.id, members: 2 },
    });
    const page = await readHistory(telegram, group.value, { before: 0, after: 0, limit: 3 });
    expect(page).toMatchObject({ ok: true, value: { items: [{ record: { text: 'note 250' } }, {}, {}] } });
    expect(JSON.stringify(page)).not.toMatch(/accessHash/);
  });
});
