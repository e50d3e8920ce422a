import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import { COUNTERS } from '../test-documents.js';
import { isPrivateFolder, makePrivateFolder, readPrivateFile, syncFolder } from './private-files.js';
import { disk, QUIET, systemError } from './test-disk.js';
import type * as verifiedWrite from './verified-write.js';
import { writeVerified } from './verified-write.js';

const test = vi.hoisted(() => import('./test-disk.js'));
vi.mock('node:fs', async (original) => (await test).watched(await original()));
vi.mock('node:fs/promises', async (original) => (await test).watched(await original()));
vi.mock('./verified-write.js', async (original) => {
  const real = await original<typeof verifiedWrite>();
  return { ...real, writeVerified: vi.fn(real.writeVerified) };
});

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-durable-'));
  vi.mocked(writeVerified).mockClear();
});
afterEach(() => {
  disk.meet = QUIET;
  rmSync(base, { recursive: true, force: true });
});

/** Which of these calls were made meanwhile, each with the end of its path. */
async function during(work: () => unknown, ...calls: readonly string[]): Promise<string[]> {
  const seen: string[] = [];
  disk.meet = (call, path) => {
    if (calls.includes(call)) seen.push(`${call} ${path.replace(base, '')}`);
  };
  await work();
  disk.meet = QUIET;
  return seen;
}

describe('a folder that survives a power cut', () => {
  it('is written to the disk with every parent that was made for it, and not again', async () => {
    const folder = join(base, 'a', 'b', 'c');
    expect(await during(() => makePrivateFolder(folder), 'sync', 'closeSync')).toEqual(
      ['/a/b', '/a', ''].flatMap((made) => [`sync ${made}`, `closeSync ${made}`]),
    );
    expect(await during(() => makePrivateFolder(folder), 'sync', 'mkdirSync')).toEqual([]);
  });

  it('may be made by somebody else at the same moment', async () => {
    const folder = join(base, 'a');
    disk.meet = (call) => {
      if (call !== 'mkdirSync') return;
      disk.meet = QUIET;
      mkdirSync(folder, { mode: 0o700 });
    };
    await makePrivateFolder(folder);
    expect(isPrivateFolder(folder)).toBe(true);
  });

  it('leaves no file open, whatever the disk says', async () => {
    const seen: string[] = [];
    disk.meet = (call) => {
      seen.push(call);
      if (call === 'sync') throw systemError('EIO');
    };
    await expect(syncFolder(base)).rejects.toThrow('EIO');
    expect(seen).toEqual(['openSync', 'sync', 'closeSync']);
    disk.meet = QUIET;
    const file = join(base, 'file');
    writeFileSync(file, 'bytes', { mode: 0o600 });
    expect(await during(() => readPrivateFile(file), 'openSync', 'closeSync')).toHaveLength(2);
  });

  it.runIf(process.getuid !== undefined)('is not asked for its owner where the system has none', () => {
    const { getuid } = process;
    Reflect.set(process, 'getuid', undefined);
    try {
      mkdirSync(join(base, 'open'), { mode: 0o755 });
      expect(isPrivateFolder(join(base, 'open'))).toBe(true);
    } finally {
      Reflect.set(process, 'getuid', getuid);
    }
  });
});

describe('what the store writes to the disk before it answers', () => {
  const durable = (): unknown[] => vi.mocked(writeVerified).mock.calls.map(([, , isDurable]) => isDurable);

  it('is a new document, its folder and its kind, and each swap; a lease that is kept is not', async () => {
    const clock = manualClock();
    const store = createFileStore({ root: base, clock });
    const created = await during(() => store.create(COUNTERS, 'a', { count: 1 }), 'sync');
    expect(created).toEqual([
      'sync ',
      expect.stringMatching(/^sync \/counters\/\.new-[^/]+\/.+json$/),
      expect.stringMatching(/^sync \/counters\/\.new-[^/]+$/),
      'sync /counters',
    ]);
    const swapped = [expect.stringMatching(/^sync \/counters\/a\/.+json$/), 'sync /counters/a'];
    expect(await during(() => store.update(COUNTERS, 'a', () => ({ count: 2 })), 'sync')).toEqual(swapped);
    expect(await during(() => store.compareAndSwap(COUNTERS, 'a', 2, { count: 3 }), 'sync')).toEqual(swapped);
    expect(durable()).toEqual([true, true, true]);
    expect(await during(() => store.remove(COUNTERS, 'a'), 'sync')).toEqual(['sync /counters']);

    const lease = await store.acquireLease('runner', 'me', 1_000);
    if (lease === undefined) throw new Error('no lease');
    vi.mocked(writeVerified).mockClear();
    expect(await store.renewLease(lease, 1_000)).toBe(true);
    expect(durable()).toEqual([]);
    await clock.advance(400);
    expect(await during(() => store.renewLease(lease, 1_000), 'sync')).toEqual([]);
    expect(durable()).toEqual([false]);
  });

  it('is each line of a log with its anchor, and in the file before the next one, with the folder of a new file', async () => {
    const store = createFileStore({ root: base, clock: manualClock() });
    const flushed = (seen: readonly string[]): string[] => seen.filter((call) => call.includes('/logs'));
    const all = ['sync', 'datasync', 'renameSync'];
    // The anchor holds the newest line, and the file has it for good before the anchor moves on.
    expect(flushed(await during(() => store.append('events', () => 'one'), ...all))).toEqual([]);
    const second = await during(() => store.append('events', () => 'two'), ...all);
    expect(flushed(second)).toEqual(['datasync /logs/events.jsonl', 'sync /logs']);
    const third = await during(() => store.append('events', () => 'three'), ...all);
    expect(flushed(third)).toEqual(['datasync /logs/events.jsonl']);
    for (const seen of [second, third]) {
      expect(seen.findIndex((call) => call.startsWith('renameSync'))).toBeGreaterThan(
        seen.findLastIndex((call) => call.includes('/logs')),
      );
    }
    expect(readFileSync(join(base, 'logs', 'events.jsonl'), 'utf8')).toBe('one\ntwo\nthree\n');
    expect(durable()).toEqual([true, true, true]);
    const files = await during(() => store.append('events', () => 'four'), 'openSync', 'closeSync');
    expect(files.filter((call) => call.startsWith('closeSync'))).toHaveLength(files.length / 2);
  });
});
