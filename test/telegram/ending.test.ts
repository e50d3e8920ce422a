import { afterAll, beforeAll, expect, it } from 'vitest';
import { telegramLibrary } from '@tgmcp/core';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

it('an account that is closed ends the calls under way at once and connects no more', async () => {
  const { telegram } = await bench.open('actions');
  expect(await telegram.account()).toMatchObject({ ok: true });
  bench.emulator.faults.add({ method: 'updates.getState', kind: 'silence', times: 9 });
  const waiting = telegram.call(new (telegramLibrary().Api.updates.GetState)());
  await new Promise((resolve) => setTimeout(resolve, 50));
  const begun = Date.now();
  await telegram.close();
  expect(await waiting).toMatchObject({ ok: false, refusal: { code: 'DISCONNECTED' } });
  expect(Date.now() - begun).toBeLessThan(300);
  const sent = bench.wire().length;
  expect(await telegram.account()).toMatchObject({ ok: false });
  expect(bench.wire()).toHaveLength(sent);
  // Its session is free for the next process.
  const next = await bench.open('actions');
  expect(await next.telegram.account()).toMatchObject({ ok: true });
});
