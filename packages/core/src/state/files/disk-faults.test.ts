import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import type { StateStore } from '../store.js';
import { COUNTERS } from '../test-documents.js';
import { disk, failOnce, QUIET, systemError } from './test-disk.js';

const test = vi.hoisted(() => import('./test-disk.js'));
vi.mock('node:fs', async (original) => (await test).watched(await original()));
vi.mock('node:fs/promises', async (original) => (await test).watched(await original()));

let base: string;
let root: string;
let folder: string;
let store: StateStore;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-faults-'));
  root = join(base, 'state');
  folder = join(root, 'counters', 'a');
  store = createFileStore({ root, clock: manualClock() });
  await store.create(COUNTERS, 'a', { count: 1 });
  await store.update(COUNTERS, 'a', () => ({ count: 2 }));
  await store.append('events', () => 'one');
  await store.reserve('calls', 250, 1);
});
afterEach(() => {
  disk.meet = QUIET;
  rmSync(base, { recursive: true, force: true });
});

const unfinished = (): string[] =>
  readdirSync(join(root, 'counters')).filter((name) => name.startsWith('.new-'));
const UNWRITABLE = expect.objectContaining({
  code: 'STATE_UNWRITABLE',
  message: expect.stringContaining('EIO'),
});

describe('an error of the disk', () => {
  const operations: Record<string, readonly [call: string, run: () => Promise<unknown>, at?: string]> = {
    'while the folder of a document is made': ['mkdirSync', () => store.create(COUNTERS, 'b', { count: 9 })],
    'while its head is made': ['linkSync', () => store.create(COUNTERS, 'b', { count: 9 })],
    'while a new document is put in place': ['renameSync', () => store.create(COUNTERS, 'b', { count: 9 })],
    'while a new document is made durable': ['sync', () => store.create(COUNTERS, 'b', { count: 9 })],
    'while a document is read': ['openSync', () => store.get(COUNTERS, 'a'), '.json'],
    'while a document is looked for': ['readdirSync', () => store.get(COUNTERS, 'a')],
    'while a document is looked at': ['lstatSync', () => store.get(COUNTERS, 'a')],
    'while bytes are read': ['readFileSync', () => store.get(COUNTERS, 'a')],
    'while a swap moves the head': ['renameSync', () => store.update(COUNTERS, 'a', () => ({ count: 9 }))],
    'while keys are listed': ['readdirSync', () => store.keys(COUNTERS)],
    'while a document is removed': ['renameSync', () => store.remove(COUNTERS, 'a')],
    'while a call lane is looked at': ['readdirSync', () => store.reserve('calls', 250, 1)],
    'while a slot is taken': ['renameSync', () => store.reserve('calls', 250, 1)],
    'while a call lane is made': ['mkdirSync', () => store.reserve('other', 250, 1)],
    'while a log is opened': ['openSync', () => store.append('events', () => 'two'), '.jsonl'],
    'while a log is written': ['writeSync', () => store.append('events', () => 'two'), '.jsonl'],
    'while a document is written': ['writeSync', () => store.update(COUNTERS, 'a', () => ({ count: 9 }))],
    'while what was written is made durable': [
      'sync',
      () => store.update(COUNTERS, 'a', () => ({ count: 9 })),
    ],
    'while a log is made durable': ['datasync', () => store.append('events', () => 'two'), '.jsonl'],
  };
  for (const [when, [call, run, at = '']] of Object.entries(operations)) {
    it(`${when} is a refusal, and what was there stays`, async () => {
      failOnce(call, 'EIO', { at });
      await expect(run()).rejects.toEqual(UNWRITABLE);
      disk.meet = QUIET;
      expect(unfinished()).toEqual([]);
      expect(existsSync(join(root, 'counters', 'b')) && (await store.get(COUNTERS, 'b'))).toBe(false);
      expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 2 }, generation: 2 });
      expect((await store.readLog('events'))[0]).toBe('one');
      expect(await store.reserve('calls', 250, 1, 249)).toBeCloseTo(250, 0);
    });
  }

  it('while the winner of a swap tidies up changes nothing about its win', async () => {
    failOnce('unlinkSync', 'EIO', { at: '1.' });
    expect(await store.compareAndSwap(COUNTERS, 'a', 2, { count: 3 })).toBe(3);
    expect((await store.get(COUNTERS, 'a'))?.value).toEqual({ count: 3 });
  });

  it('after which a swap is not durable for sure is told, although the swap was made', async () => {
    disk.meet = (call, path) => {
      if (call === 'sync' && path === folder) throw systemError('EIO');
    };
    await expect(store.compareAndSwap(COUNTERS, 'a', 2, { count: 3 })).rejects.toEqual(UNWRITABLE);
    disk.meet = QUIET;
    expect((await store.get(COUNTERS, 'a'))?.value).toEqual({ count: 3 });
  });

  it('that keeps damaged bytes in their place leaves them refused', async () => {
    const file = readdirSync(folder).find((name) => name.startsWith('2.')) ?? '';
    writeFileSync(join(folder, file), 'garbage');
    failOnce('renameSync', 'EROFS');
    const refused = {
      code: 'STATE_CORRUPT',
      message: expect.stringContaining(`${file}: it is not JSON (EROFS)`),
    };
    await expect(store.get(COUNTERS, 'a')).rejects.toMatchObject(refused);
    expect(readFileSync(join(folder, file), 'utf8')).toBe('garbage');
  });

  it('is not needed to tell where damaged bytes lie', async () => {
    const file = readdirSync(folder).find((name) => name.startsWith('2.')) ?? '';
    writeFileSync(join(folder, file), 'garbage');
    const aside = join(folder, `${file}.corrupt-2026-11-01T12-00-00-000Z`);
    await expect(store.get(COUNTERS, 'a')).rejects.toThrow(
      `it is not JSON; the bytes were set aside as ${aside}`,
    );
    expect(readFileSync(aside, 'utf8')).toBe('garbage');
    await expect(store.get(COUNTERS, 'a')).rejects.toThrow(`damaged bytes were set aside as ${aside}`);
  });

  it('while bytes are set aside is told from a bug as well', async () => {
    const file = readdirSync(folder).find((name) => name.startsWith('2.')) ?? '';
    writeFileSync(join(folder, file), 'garbage');
    disk.meet = (call) => {
      if (call === 'renameSync') throw new TypeError('a bug');
    };
    await expect(store.get(COUNTERS, 'a')).rejects.toThrow('a bug');
  });

  it('is told from a bug, which is never taken for trouble with the disk', async () => {
    for (const run of [
      () => store.get(COUNTERS, 'a'),
      () => store.create(COUNTERS, 'b', { count: 1 }),
      () => store.compareAndSwap(COUNTERS, 'a', 2, { count: 3 }),
      () => store.keys(COUNTERS),
      () => store.remove(COUNTERS, 'a'),
      () => store.reserve('calls', 250, 1),
      () => store.append('events', () => 'two'),
    ]) {
      disk.meet = () => {
        throw new TypeError('a bug');
      };
      await expect(run()).rejects.toThrow(TypeError);
      disk.meet = QUIET;
    }
  });
});

describe('somebody else who was first', () => {
  for (const code of ['ENOTEMPTY', 'EEXIST']) {
    it(`to create a document wins: ${code}`, async () => {
      failOnce('renameSync', code);
      expect(await store.create(COUNTERS, 'b', { count: 9 })).toBe(false);
      expect(unfinished()).toEqual([]);
    });

    it(`to make a call lane is waited for: ${code}`, async () => {
      failOnce('renameSync', code);
      expect(await store.reserve('other', 250, 1)).toBe(0);
      expect(readdirSync(join(root, 'lanes')).toSorted()).toEqual(['calls', 'other']);
    });
  }

  it('to create a document wins where the system calls that EPERM; without one it is trouble', async () => {
    const other = join(root, 'counters', 'b');
    failOnce('renameSync', 'EPERM', { first: () => mkdirSync(other, { mode: 0o700 }) });
    expect(await store.create(COUNTERS, 'b', { count: 9 })).toBe(false);
    rmSync(other, { recursive: true });
    failOnce('renameSync', 'EPERM');
    await expect(store.create(COUNTERS, 'b', { count: 9 })).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
    });
    failOnce('renameSync', 'EIO', { first: () => mkdirSync(other, { mode: 0o700 }) });
    await expect(store.create(COUNTERS, 'b', { count: 9 })).rejects.toEqual(UNWRITABLE);
  });

  it('to move the head wins, and nothing of the loser stays', async () => {
    const before = readdirSync(folder);
    failOnce('renameSync', 'ENOENT');
    expect(await store.compareAndSwap(COUNTERS, 'a', 2, { count: 9 })).toBeUndefined();
    expect(readdirSync(folder)).toEqual(before);
  });

  it('to take a slot makes the next look, and the slot after', async () => {
    failOnce('renameSync', 'ENOENT');
    expect(await store.reserve('calls', 250, 1)).toBeCloseTo(250, 0);
    expect(await store.reserve('calls', 250, 1, 0)).toBeCloseTo(500, 0);
  });

  it('to remove a call lane, or its parent, makes the next begin it anew', async () => {
    failOnce('renameSync', 'ENOENT');
    expect(await store.reserve('other', 250, 1)).toBe(0);
    const lane = join(root, 'lanes', 'calls');
    failOnce('readdirSync', 'ENOENT', { at: lane, first: () => rmSync(lane, { recursive: true }) });
    expect(await store.reserve('calls', 250, 1)).toBe(0);
  });

  it('to remove a document, or a whole kind, is no trouble', async () => {
    failOnce('renameSync', 'ENOENT');
    await store.remove(COUNTERS, 'a');
    failOnce('readdirSync', 'ENOENT', { at: folder });
    expect(await store.get(COUNTERS, 'a')).toBeUndefined();
    await store.remove({ ...COUNTERS, folder: 'nothing' }, 'a');
  });
});
