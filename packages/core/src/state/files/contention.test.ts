import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import type { StateStore } from '../store.js';
import { COUNTERS } from '../test-documents.js';
import { Documents } from './documents.js';
import { headOf, moveHead, newNonce } from './generations.js';
import { disk, QUIET, systemError } from './test-disk.js';

const test = vi.hoisted(() => import('./test-disk.js'));
vi.mock('node:fs', async (original) => (await test).watched(await original()));

const pauses = vi.hoisted((): number[] => []);
vi.mock('node:timers/promises', () => ({ setTimeout: async (ms: number) => void pauses.push(ms) }));

let base: string;
let root: string;
let folder: string;
let store: StateStore;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-contention-'));
  root = join(base, 'state');
  folder = join(root, 'counters', 'a');
  store = createFileStore({ root, clock: manualClock() });
  await store.create(COUNTERS, 'a', { count: 1 });
  pauses.length = 0;
});
afterEach(() => {
  disk.meet = QUIET;
  disk.list = () => undefined;
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

const busy = (file: string, whom: string) =>
  expect.objectContaining({ code: 'STATE_BUSY', file, message: `${file} is contended by too many ${whom}.` });

describe('a writer that always comes second', () => {
  it('to a document gives up in the end, and says that nothing was stored', async () => {
    const swap = vi.spyOn(Documents.prototype, 'swap').mockResolvedValue(undefined);
    const change = vi.fn(() => ({ count: 9 }));
    await expect(store.update(COUNTERS, 'a', change)).rejects.toEqual(busy(folder, 'writers'));
    expect(swap).toHaveBeenCalledTimes(500);
    expect(change).toHaveBeenCalledTimes(500);
    // The first loss is often a chance one; then the pauses grow, up to 20 ms.
    expect(pauses).toHaveLength(499);
    expect(Math.max(...pauses.slice(0, 5))).toBeLessThanOrEqual(5);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(20);
    expect(Math.max(...pauses)).toBeGreaterThan(10);
    vi.restoreAllMocks();
    expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 1 }, generation: 1 });
    expect(readdirSync(folder)).not.toContain('lock');
  });

  it('to a log gives up in the end', async () => {
    const swap = vi.spyOn(Documents.prototype, 'swap').mockResolvedValue(undefined);
    const file = join(root, 'logs', 'events.jsonl');
    await expect(store.append('events', () => 'one')).rejects.toEqual(busy(file, 'writers'));
    expect(swap).toHaveBeenCalledTimes(1_000);
    vi.restoreAllMocks();
    expect(await store.readLog('events')).toEqual([]);
  });

  it('to a document waits for its turn after the first loss, in order with the others', async () => {
    const swap = Documents.prototype.swap;
    const locked: boolean[] = [];
    vi.spyOn(Documents.prototype, 'swap').mockImplementation(function (
      this: Documents,
      ...args: Parameters<typeof swap>
    ) {
      locked.push(readdirSync(folder).includes('lock'));
      return locked.length < 3 ? Promise.resolve(undefined) : swap.apply(this, args);
    });
    expect(await store.update(COUNTERS, 'a', () => ({ count: 2 }))).toEqual({ count: 2 });
    expect(locked).toEqual([false, true, true]);
    expect(readdirSync(folder)).not.toContain('lock');
  });
});

describe('a reader of what changes all the time', () => {
  it('gives up rather than take an old generation', async () => {
    let looks = 0;
    disk.meet = (call, path) => {
      if (call !== 'openSync' || !path.endsWith('.json')) return;
      looks += 1;
      const head = readdirSync(folder).flatMap(headOf)[0];
      if (head !== undefined) moveHead(folder, head, { generation: 2, nonce: newNonce() });
      throw systemError('ENOENT');
    };
    await expect(store.get(COUNTERS, 'a')).rejects.toMatchObject({
      code: 'STATE_BUSY',
      file: folder,
      message: `${folder} changes faster than it can be read.`,
    });
    expect(looks).toBe(50);
  });

  it('looks again when a rename of the head falls into the listing', async () => {
    const head = readdirSync(folder).find((name) => name.startsWith('head.')) ?? '';
    for (const more of [[head, head.replace('.1.', '.2.')], []]) {
      let left = 4;
      disk.list = (path) => (path === folder && (left -= 1) >= 0 ? more : undefined);
      expect(await store.get(COUNTERS, 'a')).toMatchObject({ generation: 1 });
      left = 5;
      await expect(store.get(COUNTERS, 'a')).rejects.toThrow('it has no single newest generation');
    }
  });
});

describe('a call lane that others always take first', () => {
  it('is given up in the end, and nothing is reserved', async () => {
    await store.reserve('calls', 250, 1);
    disk.meet = (call) => {
      if (call === 'renameSync') throw systemError('ENOENT');
    };
    const lane = join(root, 'lanes', 'calls');
    await expect(store.reserve('calls', 250, 1)).rejects.toEqual(busy(lane, 'processes'));
    // At first it is tried again at once.
    expect(pauses).toHaveLength(1_997);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(3);
    expect(Math.max(...pauses)).toBeGreaterThan(1);
    disk.meet = QUIET;
    expect(await store.reserve('calls', 250, 1, 0)).toBeCloseTo(250, 0);
  });

  it('is looked at again when a rename falls into the listing', async () => {
    await store.reserve('calls', 250, 1);
    const lane = join(root, 'lanes', 'calls');
    const [at = ''] = readdirSync(lane);
    for (const more of [[at, 'at.boot.17'], []]) {
      let left = 4;
      disk.list = (path) => (path === lane && (left -= 1) >= 0 ? more : undefined);
      expect(await store.reserve('calls', 250, 1, 0)).toBeCloseTo(250, 0);
      left = 5;
      await expect(store.reserve('calls', 250, 1, 0)).rejects.toThrow('the one file of a call lane');
    }
  });
});
