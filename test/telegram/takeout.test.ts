import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { done, refuse, telegramLibrary, withTakeout, type AccountServices, type Telegram } from '@tgmcp/core';
import { GROUP, PERSON } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';

let bench: Bench;
let on: AccountServices;
beforeAll(async () => {
  bench = await openBench();
  on = await bench.open('read', { TG_READ_TAKEOUT: '1' });
  await on.telegram.account();
});
afterEach(() => {
  bench.emulator.faults.clear();
  expect(bench.emulator.protocolErrors).toEqual([]);
});
afterAll(() => bench.close());

const saved = (account: Telegram) => account.call(new (telegramLibrary().Api.contacts.GetSaved)());
const self = () => bench.emulator.world.accounts.get(PERSON.id);
/** What arrived since call `from`, with what stood around it. */
const since = (from: number) =>
  bench.emulator.calls.all.slice(from).map(({ method, wrappers }) => [...wrappers, method].join(' > '));

describe('a takeout session', () => {
  it('surrounds every call that is made in it, and ends with them', async () => {
    self()?.relations.saved.set('1', { phone: '1', firstName: 'Zoe', lastName: '', date: 5 });
    const from = bench.emulator.calls.next;
    const outcome = await withTakeout(on, { contacts: true }, {}, async (within) => {
      const peer = await within.peers.resolve(`@${GROUP.username}`);
      const all = await saved(within);
      return all.ok ? done({ peer: peer.ok, saved: all.value }) : all;
    });
    expect(outcome).toMatchObject({ ok: true, value: { peer: true, saved: [{ firstName: 'Zoe' }] } });
    expect(since(from)).toEqual([
      'account.initTakeoutSession',
      'contacts.resolveUsername',
      'invokeWithTakeout > contacts.getSaved',
      'invokeWithTakeout > account.finishTakeoutSession',
    ]);
    expect(bench.emulator.calls.all[from]?.params).toMatchObject({ contacts: true });
    expect(bench.emulator.calls.all.at(-1)?.params).toMatchObject({ success: true });
    expect(self()?.takeout).toBeUndefined();
  });

  it.each([
    ['fails', async () => refuse('CANCELLED')],
    ['throws', () => Promise.reject(new Error('a bug'))],
  ])('ends unsuccessful when what is done in it %s', async (_, read) => {
    const from = bench.emulator.calls.next;
    const control = new AbortController();
    const outcome = withTakeout(on, {}, { signal: control.signal }, () => {
      control.abort();
      return read();
    });
    await outcome.then(
      (refused) => expect(refused).toMatchObject({ ok: false, refusal: { code: 'CANCELLED' } }),
      (error: unknown) => expect(String(error)).toContain('a bug'),
    );
    expect(since(from)).toEqual([
      'account.initTakeoutSession',
      'invokeWithTakeout > account.finishTakeoutSession',
    ]);
    expect(bench.emulator.calls.all.at(-1)?.params).not.toMatchObject({ success: true });
    expect(self()?.takeout).toBeUndefined();
  });

  it('that Telegram puts off says when to come back, and pauses nothing else', async () => {
    const account = self();
    if (account === undefined) throw new Error('nobody');
    account.takeoutFrom = Math.floor(bench.emulator.clock.now() / 1000) + 86_400;
    const outcome = await withTakeout(on, {}, {}, async () => done(1));
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'TAKEOUT_DELAYED' } });
    const wait = outcome.ok ? 0 : outcome.refusal.retry_after;
    expect(wait).toBeGreaterThan(86_000);
    expect(wait).toBeLessThanOrEqual(86_400);
    delete account.takeoutFrom;
    expect(await on.telegram.peers.resolve(`@${GROUP.username}`, { fresh: true })).toMatchObject({
      ok: true,
    });
  });
});

describe.each([
  ['the read server, by default', 'read', {}],
  ['the actions server, whatever is set', 'actions', { TG_READ_TAKEOUT: '1' }],
] as const)('an export of %s', (_, program, changes) => {
  it('is refused before anything is sent, also to who goes around the setting', async () => {
    const { telegram, settings } = await bench.open(program, changes);
    await telegram.account();
    const { Api, helpers } = telegramLibrary();
    const from = bench.emulator.calls.next;
    const off = await withTakeout({ telegram, settings }, {}, {}, async () => done(1));
    const code = settings.TG_READ_TAKEOUT ? 'WRITE_BLOCKED' : 'TAKEOUT_OFF';
    expect(off).toMatchObject({ ok: false, refusal: { code } });
    const query = new Api.updates.GetState();
    const takeoutId = helpers.returnBigInt(7);
    for (const [request, method] of [
      [new Api.account.InitTakeoutSession({ contacts: true }), 'account.initTakeoutSession'],
      [new Api.account.FinishTakeoutSession({}), 'account.finishTakeoutSession'],
      [new Api.contacts.GetSaved(), 'contacts.getSaved'],
      [new Api.messages.GetSplitRanges(), 'messages.getSplitRanges'],
      [new Api.InvokeWithTakeout({ takeoutId, query }), 'invokeWithTakeout'],
    ] as const) {
      const data = { method, why: 'not listed', reached_wire: false };
      expect(await telegram.call(request)).toMatchObject({ refusal: { code: 'WRITE_BLOCKED', data } });
    }
    expect(since(from)).toEqual([]);
  });
});
