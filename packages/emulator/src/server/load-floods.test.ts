import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LoadFloods, USUAL_RATES } from './load-floods.js';
import { connectRaw, COUNTED, startBench } from './raw-world.js';
import type { Bench } from './raw-world.js';

function bucket(...rates: ConstructorParameters<typeof LoadFloods>[1] & object) {
  const clock = { now: 0 };
  return { clock, floods: new LoadFloods(() => clock.now, rates) };
}

describe('floods by load', () => {
  it('let a burst pass, then say how long to wait, and let pass again after that', () => {
    const { clock, floods } = bucket({ method: 'messages.sendMessage', perSecond: 0.1, burst: 2 });
    const send = (account = '1') => floods.take('messages.sendMessage', account);
    expect([send(), send(), send()]).toEqual([0, 0, 10]);
    clock.now = 4000;
    expect(send()).toBe(6);
    expect(send('2')).toBe(0);
    clock.now = 10_000;
    expect([send(), send()]).toEqual([0, 10]);
  });

  it('count by the first rate that fits: a method, a namespace, all together', () => {
    const { floods } = bucket(
      { method: 'messages.getHistory', perSecond: 1, burst: 1 },
      { method: 'messages.*', perSecond: 1, burst: 1 },
      { method: '*', perSecond: 1, burst: 1 },
    );
    const take = (method: string) => floods.take(method, '1');
    expect(['messages.getHistory', 'messages.search', 'users.getUsers'].map(take)).toEqual([0, 0, 0]);
    expect(['messages.getHistory', 'messages.sendMessage', 'help.getConfig'].map(take)).toEqual([1, 1, 1]);
  });

  it('are off until rates are set, and as at first after a reset', () => {
    const { floods } = bucket();
    const many = () => Array.from({ length: 500 }, () => floods.take('contacts.resolveUsername', '1'));
    expect(Math.max(...many())).toBe(0);
    floods.set(USUAL_RATES);
    expect(Math.max(...many())).toBe(50);
    floods.reset();
    expect(floods.rates).toEqual([]);
  });
});

describe('over the wire', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => bench.emulator.stop());

  it('answer with FLOOD_WAIT_X before anything is done', async () => {
    const { clock, floods } = bench.emulator;
    // Each second that passed between the calls would be one less to wait.
    vi.spyOn(clock, 'now').mockReturnValue(clock.now());
    floods.set([{ method: 'account.updateStatus', perSecond: 0.01, burst: 1 }]);
    const client = await connectRaw(bench.emulator);
    const before = bench.effects.count;
    const ask = () => client.result(client.call(COUNTED), 'account.updateStatus');
    expect(await ask()).toBe(true);
    expect(await ask()).toMatchObject({ error_code: 420, error_message: 'FLOOD_WAIT_100' });
    expect(bench.effects.count).toBe(before + 1);
    expect(bench.emulator.calls.all.at(-1)).toMatchObject({ outcome: '420 FLOOD_WAIT_100' });
    client.close();
  });
});
