import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { createFileStore } from '../file-store.js';
import type { StateStore } from '../store.js';
import { COUNTERS } from '../test-documents.js';
import { forgetDocument, restorePrevious } from './mend.js';
import { disk, failOnce, QUIET } from './test-disk.js';
import type * as verifiedWrite from './verified-write.js';
import { writeVerified } from './verified-write.js';

const test = vi.hoisted(() => import('./test-disk.js'));
vi.mock('node:fs', async (original) => (await test).watched(await original()));
vi.mock('./verified-write.js', async (original) => {
  const real = await original<typeof verifiedWrite>();
  return { ...real, writeVerified: vi.fn(real.writeVerified) };
});

let base: string;
let root: string;
let folder: string;
let aside: string;
let store: StateStore;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-mend-faults-'));
  root = join(base, 'state');
  folder = join(root, 'counters', 'a');
  aside = join(base, 'aside');
  store = createFileStore({ root, clock: manualClock() });
  await store.create(COUNTERS, 'a', { count: 1 });
  await store.update(COUNTERS, 'a', () => ({ count: 2 }));
  vi.mocked(writeVerified).mockClear();
});
afterEach(() => {
  disk.meet = QUIET;
  rmSync(base, { recursive: true, force: true });
});

describe('going back to an earlier generation', () => {
  it('leaves out the one that counts now, whole as it may be, and is durable', async () => {
    await restorePrevious(root, 'counters/a', aside);
    expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 1 }, generation: 3 });
    expect(vi.mocked(writeVerified).mock.calls).toMatchObject([
      [expect.any(String), expect.anything(), true],
    ]);
  });

  it('takes the newest of all when two heads contradict each other, and moves the other head aside', async () => {
    const head = readdirSync(folder).find((name) => name.startsWith('head.')) ?? '';
    const nonce = head.split('.')[2] ?? '';
    writeFileSync(join(folder, `head.1.${nonce}`), '', { mode: 0o600 });
    await restorePrevious(root, 'counters/a', aside);
    expect(await store.get(COUNTERS, 'a')).toEqual({ value: { count: 2 }, generation: 3 });
    expect(readdirSync(aside)).toEqual([`head-${nonce}`]);
  });

  it('is a refusal when the disk fails, and the document stays refused', async () => {
    const newest = readdirSync(folder).find((name) => name.startsWith('2.')) ?? '';
    writeFileSync(join(folder, newest), 'garbage');
    failOnce('renameSync', 'EIO', { at: 'head.' });
    await expect(restorePrevious(root, 'counters/a', aside)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      file: folder,
    });
    await expect(store.get(COUNTERS, 'a')).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
  });
});

describe('taking a document out of use', () => {
  it('moves the one log and nothing beside it, also when its anchor is gone', async () => {
    await store.append('events', () => 'one');
    await store.append('other', () => 'other');
    rmSync(join(root, 'log-anchors', 'events'), { recursive: true });
    await forgetDocument(root, 'logs/events', aside);
    expect(readdirSync(aside)).toEqual(['log']);
    expect(readFileSync(join(aside, 'log'), 'utf8')).toBe('one\n');
    expect(await store.readLog('other')).toEqual(['other']);
    expect(await store.readLog('events')).toEqual([]);
  });

  it('is a refusal when the disk fails, and nothing is lost', async () => {
    failOnce('renameSync', 'EIO');
    await expect(forgetDocument(root, 'counters/a', aside)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      file: folder,
    });
    expect(await store.get(COUNTERS, 'a')).toMatchObject({ value: { count: 2 } });
    expect(existsSync(join(aside, 'a'))).toBe(false);
  });
});
