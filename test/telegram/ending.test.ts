import { afterAll, beforeAll, expect, it } from 'vitest';
import { telegramLibrary } from '@tgmcp/core';
import { shortest } from '../support/shortest.js';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

it('an account that is closed ends the calls under way at once and connects no more', async () => {
  bench.emulator.faults.add({ method: 'updates.getState', kind: 'silence', times: 9 });
  const took = await shortest(
    300,
    async () => {
      const { telegram } = await bench.open('actions');
      expect(await telegram.account()).toMatchObject({ ok: true });
      const asked = bench.emulator.calls.next;
      const waiting = telegram.call(new (telegramLibrary().Api.updates.GetState)());
      const arrived = (): string[] => bench.emulator.calls.since(asked).map(({ method }) => method);
      await expect.poll(arrived).toContain('updates.getState');
      const begun = performance.now();
      await telegram.close();
      expect(await waiting).toMatchObject({ ok: false, refusal: { code: 'DISCONNECTED' } });
      const ms = performance.now() - begun;
      const sent = bench.wire().length;
      expect(await telegram.account()).toMatchObject({ ok: false });
      expect(bench.wire()).toHaveLength(sent);
      return ms;
    },
    15_000,
  );
  expect(took).toBeLessThan(300);
  // Its session is free for the next process.
  const next = await bench.open('actions');
  expect(await next.telegram.account()).toMatchObject({ ok: true });
});
