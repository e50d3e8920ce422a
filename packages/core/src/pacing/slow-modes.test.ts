import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { manualClock } from '../clock/manual-clock.js';
import { createMemoryStore } from '../state/memory-store.js';
import { StateError } from '../state/store.js';
import { createSlowModes } from './slow-modes.js';

const GROUP = '-1000000000900';
const OTHER = '-1000000000901';

describe('the waits of chats in slow mode', () => {
  it('are kept by chat, for every process, until both clocks say that they are over', async () => {
    const clock = manualClock();
    const store = createMemoryStore({ clock });
    const one = createSlowModes(store, clock);
    const other = createSlowModes(store, clock);
    await one.remember(GROUP, 60);
    expect(await other.left(GROUP)).toBe(60_000);
    expect(await other.left(OTHER)).toBe(0);
    clock.stepWall(3_600_000);
    expect(await other.left(GROUP)).toBe(60_000);
    await clock.advance(59_000);
    expect(await other.all()).toEqual([{ peer: GROUP, leftMs: 1_000 }]);
    await clock.advance(1_000);
    expect(await other.left(GROUP)).toBe(0);
    expect(await other.all()).toEqual([]);
  });

  it('are never shortened, and those that are over are forgotten', async () => {
    const clock = manualClock();
    const store = createMemoryStore({ clock });
    const slow = createSlowModes(store, clock);
    await slow.remember(GROUP, 60);
    await slow.remember(GROUP, 10);
    expect(await slow.left(GROUP)).toBe(60_000);
    await slow.remember(GROUP, 90);
    await slow.remember(OTHER, 300);
    expect(await createSlowModes(store, clock).left(GROUP)).toBe(90_000);
    expect(await slow.left(OTHER)).toBe(300_000);
    await clock.advance(301_000);
    await slow.remember(OTHER, 5);
    expect(await slow.all()).toEqual([{ peer: OTHER, leftMs: 5_000 }]);
  });

  it('are known to this process although the disk did not take them', async () => {
    const clock = manualClock();
    const full = {
      ...createMemoryStore({ clock }),
      update: () => Promise.reject(new StateError('STATE_UNWRITABLE', '/data/slow-modes', 'full')),
    };
    const slow = createSlowModes(full, clock);
    await expect(slow.remember(GROUP, 60)).rejects.toThrow('full');
    expect(await slow.left(GROUP)).toBe(60_000);
  });

  it('are kept beside each other, and written anew only when one of them is longer', async () => {
    const clock = manualClock();
    const store = createMemoryStore({ clock });
    const slow = createSlowModes(store, clock);
    const kept = async () =>
      store.get(
        { folder: 'slow-modes', version: 1, schema: z.object({ waits: z.record(z.string(), z.unknown()) }) },
        'chats',
      );
    await slow.remember(GROUP, 300);
    await slow.remember(OTHER, 60);
    expect(await createSlowModes(store, clock).left(OTHER)).toBe(60_000);
    await slow.remember(OTHER, 60);
    await slow.remember(OTHER, 59);
    expect((await kept())?.generation).toBe(2);
    await clock.advance(60_000);
    await slow.remember(GROUP, 600);
    expect(Object.keys((await kept())?.value.waits ?? {})).toEqual([GROUP]);
  });
});
