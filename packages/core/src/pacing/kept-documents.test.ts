import { expect, it } from 'vitest';
import * as z from 'zod';
import type { DocumentKind } from '../state/store.js';
import { createQuotas } from './quotas.js';
import { bench, classify, READ, scripted, WRITE } from './test-pacer.js';

const kind = (folder: string): DocumentKind<unknown> => ({ folder, version: 1, schema: z.unknown() });

it('what the pace keeps stands where another version of the program looks for it', async () => {
  const { pacer, store, clock } = bench();
  const limits = { dm: 9, join: 9, group_msg: 9, phone: 9, first_contact: 9, per_peer: 9 };
  const quotas = createQuotas({ store, clock, limits });
  const slow = { ...WRITE, peer: '-1' };
  await pacer.run(slow, scripted({ kind: 'slowmode', seconds: 60 }).attempt, classify);
  await quotas.reserve('a', { kind: 'dm', weight: 1, peer: '1', firstContact: true });
  await quotas.reserve('b', { kind: 'group_msg', weight: 2 });
  expect(await store.reserve('account', 250, 1, 0)).toBe(250);
  await clock.advance(1_000);
  await pacer.run(READ, scripted({ kind: 'flood', seconds: 400 }).attempt, classify);
  await clock.advance(900_000);
  await pacer.run(READ, scripted('ok').attempt, classify);

  expect(await store.keys(kind('breaker'))).toEqual(['account']);
  expect(await store.keys(kind('leases'))).toEqual(['breaker-probe']);
  expect(await store.keys(kind('slow-modes'))).toEqual(['chats']);
  expect(await store.keys(kind('quotas'))).toEqual(['dm', 'group_msg']);
  const until = {
    boot: clock.bootId(),
    wall: expect.any(Number),
    monotonic: expect.any(Number),
    ms: 86_400_000,
  };
  expect((await store.get(kind('quotas'), 'dm'))?.value).toEqual({
    entries: [{ id: 'a', weight: 1, until, settled: false, peer: '1', firstContact: true }],
  });
  expect((await store.get(kind('quotas'), 'group_msg'))?.value).toEqual({
    entries: [{ id: 'b', weight: 2, until, settled: false }],
  });
});
