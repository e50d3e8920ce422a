import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import type { StateStore } from '../store.js';
import { COUNTERS } from '../test-documents.js';
import { tryLock } from './courtesy-lock.js';
import { sweepLeftovers } from './sweep.js';

let base: string;
let root: string;
let document: string;
let store: StateStore;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-sweep-'));
  root = join(base, 'state');
  document = join(root, 'counters', 'a');
  store = createFileStore({ root, clock: manualClock() });
  await store.create(COUNTERS, 'a', { count: 1 });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

function left(path: string, minutes: number): string {
  if (path.endsWith('.1234')) writeFileSync(path, 'half', { mode: 0o600 });
  else mkdirSync(path, { mode: 0o700 });
  const then = new Date(Date.now() - minutes * 60_000);
  utimesSync(path, then, then);
  return path;
}

const tree = (): string[] => readdirSync(root, { recursive: true }).map(String).toSorted();

describe('a sweep at the start', () => {
  it('removes what killed processes left, once it is ten minutes old, and nothing else', async () => {
    await store.update(COUNTERS, 'a', () => ({ count: 2 }));
    await store.append('events', () => 'line');
    await store.reserve('calls', 1, 1);
    const candidate = '3.aaaaaaaaaaaaaaaa.json';
    writeFileSync(join(document, candidate), '{}', { mode: 0o600 });
    utimesSync(join(document, candidate), 0, 0);
    const before = tree();
    const old = [
      left(join(root, 'counters', '.new-0000000000000001'), 11),
      left(join(root, 'lanes', '.new-0000000000000002'), 11),
      left(join(document, '9.aaaaaaaaaaaaaaaa.json.1234'), 11),
      left(join(document, 'lock'), 11),
    ];
    const young = left(join(root, 'counters', '.new-0000000000000003'), 9);
    expect((await sweepLeftovers(root)).toSorted()).toEqual(old.toSorted());
    expect(existsSync(young)).toBe(true);
    rmSync(young, { recursive: true });
    rmSync(join(root, 'swept'));
    expect(tree()).toEqual(before);
    expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 2 }, generation: 2 });
    expect(await store.readLog('events')).toEqual(['line']);
  });

  it('is made once in ten minutes, by one process, and not where nothing is', async () => {
    const path = join(document, '9.aaaaaaaaaaaaaaaa.json.1234');
    left(path, 11);
    // Time stands still: a holder that is paused for two seconds loses its lock.
    vi.spyOn(Date, 'now').mockReturnValue(Date.now());
    const unlock = await tryLock(root);
    expect(await sweepLeftovers(root)).toEqual([]);
    await unlock?.();
    expect(await sweepLeftovers(root)).toEqual([path]);
    left(path, 11);
    expect(await sweepLeftovers(root)).toEqual([]);
    expect(await sweepLeftovers(join(base, 'nowhere'))).toEqual([]);
    expect(existsSync(join(base, 'nowhere'))).toBe(false);
  });
});
