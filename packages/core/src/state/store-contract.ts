/** What every backend of the state store must do; each backend's test runs all of it. */
import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock/manual-clock.js';
import type { Clock } from '../clock/clock.js';
import { COUNTERS } from './test-documents.js';
import type { StateStore } from './store.js';

/** Runs the contract. `open` gives a fresh, empty store on the clock it gets. */
export function describeStoreContract(backend: string, open: (clock: Clock) => StateStore): void {
  describe(`a state store in ${backend}`, () => {
    it('says undefined only of what never existed', async () => {
      const store = open(manualClock());
      expect(await store.get(COUNTERS, 'a')).toBeUndefined();
      expect(await store.keys(COUNTERS)).toEqual([]);
    });

    it('lets exactly one of many create a fact', async () => {
      const store = open(manualClock());
      const racers = Array.from({ length: 8 }, (_, count) => store.create(COUNTERS, 'once', { count }));
      const wins = (await Promise.all(racers)).flatMap((won, count) => (won ? [count] : []));
      expect(wins).toHaveLength(1);
      expect((await store.get(COUNTERS, 'once'))?.value).toEqual({ count: wins[0] });
    });

    it('refuses a swap that names an old generation and leaves the value alone', async () => {
      const store = open(manualClock());
      expect(await store.compareAndSwap(COUNTERS, 'a', 0, { count: 1 })).toBe(1);
      expect(await store.compareAndSwap(COUNTERS, 'a', 1, { count: 2 })).toBe(2);
      for (const stale of [0, 1, 3]) {
        expect(await store.compareAndSwap(COUNTERS, 'a', stale, { count: 9 })).toBeUndefined();
      }
      expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 2 }, generation: 2 });
    });

    it('never lets a generation number work twice, however often the document moved on', async () => {
      const store = open(manualClock());
      for (let count = 0; count < 6; count += 1) {
        await store.compareAndSwap(COUNTERS, 'a', count, { count });
      }
      for (const stale of [0, 1, 2, 3, 4, 5]) {
        expect(await store.compareAndSwap(COUNTERS, 'a', stale, { count: 99 })).toBeUndefined();
      }
      expect(await store.create(COUNTERS, 'a', { count: 99 })).toBe(false);
      expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 5 }, generation: 6 });
    });

    it('loses no update of many at once', async () => {
      const store = open(manualClock());
      const bump = (): Promise<unknown> =>
        store.update(COUNTERS, 'a', (current) => ({ count: (current?.count ?? 0) + 1 }));
      await Promise.all(Array.from({ length: 20 }, bump));
      expect((await store.get(COUNTERS, 'a'))?.value).toEqual({ count: 20 });
    });

    it('leaves a document as it is when the change is undefined', async () => {
      const store = open(manualClock());
      await store.create(COUNTERS, 'a', { count: 1 });
      expect(await store.update(COUNTERS, 'a', () => undefined)).toEqual({ count: 1 });
      expect((await store.get(COUNTERS, 'a'))?.generation).toBe(1);
      expect(await store.update(COUNTERS, 'b', () => undefined)).toBeUndefined();
      expect(await store.keys(COUNTERS)).toEqual(['a']);
    });

    it('keeps keys of any kind apart and gives them back', async () => {
      const store = open(manualClock());
      const keys = ['-1001234567890', '../../etc', 'Ab', 'aB', '.', 'ключ 🔑', 'x'.repeat(400), '__x', 'a_b'];
      for (const [count, key] of keys.entries())
        expect(await store.create(COUNTERS, key, { count })).toBe(true);
      expect((await store.keys(COUNTERS)).toSorted()).toEqual(keys.toSorted());
      for (const [count, key] of keys.entries()) {
        expect((await store.get(COUNTERS, key))?.value).toEqual({ count });
      }
    });

    it('removes a document whole, so that it never existed, and nothing else', async () => {
      const store = open(manualClock());
      for (const key of ['a', 'b']) await store.create(COUNTERS, key, { count: 1 });
      await store.update(COUNTERS, 'a', () => ({ count: 2 }));
      await store.remove(COUNTERS, 'a');
      await store.remove(COUNTERS, 'never-there');
      expect(await store.get(COUNTERS, 'a')).toBeUndefined();
      expect(await store.keys(COUNTERS)).toEqual(['b']);
      expect(await store.compareAndSwap(COUNTERS, 'a', 2, { count: 9 })).toBeUndefined();
      expect(await store.create(COUNTERS, 'a', { count: 5 })).toBe(true);
      expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 5 }, generation: 1 });
    });

    it('does not take a value that its schema refuses', async () => {
      const store = open(manualClock());
      await expect(store.create(COUNTERS, 'a', { count: 0.5 })).rejects.toThrow();
      expect(await store.get(COUNTERS, 'a')).toBeUndefined();
    });

    it('gives a lease to one owner, with tokens that only grow', async () => {
      const clock = manualClock();
      const store = open(clock);
      const first = await store.acquireLease('runner', 'a', 1_000);
      expect(first?.token).toBe(1);
      expect(await store.acquireLease('runner', 'b', 1_000)).toBeUndefined();
      expect(await store.acquireLease('runner', 'a', 1_000)).toBeUndefined();
      await clock.advance(1_000);
      const second = await store.acquireLease('runner', 'b', 1_000);
      expect(second?.token).toBe(2);
      if (first === undefined || second === undefined) throw new Error('no lease');
      expect(await store.renewLease(first, 1_000)).toBe(false);
      expect(await store.releaseLease(first)).toBe(false);
      expect(await store.releaseLease(second)).toBe(true);
      expect((await store.acquireLease('runner', 'c', 1_000))?.token).toBe(3);
    });

    it('gives a contended lease to one racer only', async () => {
      const store = open(manualClock());
      const racers = ['a', 'b', 'c', 'd'].map((owner) => store.acquireLease('runner', owner, 1_000));
      expect((await Promise.all(racers)).filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    it('keeps a lease that is renewed, and ends it at the first of both clocks or at a reboot', async () => {
      const clock = manualClock();
      const store = open(clock);
      const lease = await store.acquireLease('runner', 'a', 1_000);
      if (lease === undefined) throw new Error('no lease');
      await clock.advance(900);
      expect(await store.renewLease(lease, 1_000)).toBe(true);
      await clock.advance(900);
      expect(await store.acquireLease('runner', 'b', 1_000)).toBeUndefined();
      clock.stepWall(3_600_000);
      expect(await store.acquireLease('runner', 'b', 60_000)).toMatchObject({ token: 2 });
      clock.reboot(60_000);
      expect(await store.acquireLease('runner', 'c', 1_000)).toMatchObject({ token: 3 });
    });

    it('spaces the slots of a call lane and keeps lanes apart', async () => {
      const clock = manualClock();
      const store = open(clock);
      const waits = [];
      for (let call = 0; call < 4; call += 1) waits.push(Math.round(await store.reserve('calls', 250, 1)));
      expect(waits).toEqual([0, 250, 500, 750]);
      expect(await store.reserve('other', 250, 1)).toBe(0);
      await clock.advance(10_000);
      expect(await store.reserve('calls', 250, 1)).toBe(0);
    });

    it('reserves nothing when the wait would be longer than asked for', async () => {
      const store = open(manualClock());
      await store.reserve('calls', 1_000, 1);
      expect(await store.reserve('calls', 1_000, 1, 500)).toBeCloseTo(1_000, 1);
      expect(await store.reserve('calls', 1_000, 1, 1_000)).toBeCloseTo(1_000, 1);
      expect(await store.reserve('calls', 1_000, 1)).toBeCloseTo(2_000, 1);
    });

    it('starts call lanes anew after a reboot', async () => {
      const clock = manualClock();
      const store = open(clock);
      for (let call = 0; call < 5; call += 1) await store.reserve('calls', 1_000, 1);
      clock.reboot();
      expect(await store.reserve('calls', 1_000, 1)).toBe(0);
    });

    it('appends to a log in one order, each record knowing the one before', async () => {
      const store = open(manualClock());
      expect(await store.readLog('events')).toEqual([]);
      expect(await store.logAnchor('events')).toBeUndefined();
      await Promise.all(Array.from({ length: 10 }, () => store.append('events', oneMore)));
      expect(await store.readLog('events')).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
      expect(await store.logAnchor('events')).toBe('10');
    });

    it('takes no log record of two lines', async () => {
      const store = open(manualClock());
      await expect(store.append('events', () => 'one\ntwo')).rejects.toThrow('one line');
      expect(await store.readLog('events')).toEqual([]);
    });
  });
}

function oneMore(previous: string | undefined): string {
  return String(Number(previous ?? '0') + 1);
}
