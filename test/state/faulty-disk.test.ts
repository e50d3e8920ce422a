/** A disk that fails at any one call of a commit: what stands there afterwards is the old or the new, never half of it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFileStore, systemClock } from '@tgmcp/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountedDisk } from '../support/disk.js';
import { bundle } from '../serial/state/crew.js';
import { COUNTER } from '../serial/state/documents.js';

const PRELOAD = fileURLToPath(new URL('../support/nth-call-preload.cjs', import.meta.url));
const CODES = ['short', 'ENOSPC', 'EIO', 'EACCES'] as const;
const CHANGES = ['update', 'create', 'append', 'lease'] as const;

/** What a failing call led to. */
interface Outcome {
  readonly nth: number;
  /** The operation that failed; absent once there was none left. */
  readonly hit?: string;
  readonly before: number;
  readonly told: string;
  readonly after: number | string;
  readonly later: string;
}

let base: string;
let program: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-faulty-'));
  program = join(base, 'worker.mjs');
  bundle(new URL('faulty-disk-worker.ts', import.meta.url), program);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function outcomes(code: string, change: string): Outcome[] {
  const lines = execFileSync(process.execPath, ['--require', PRELOAD, program, base, code, change], {
    encoding: 'utf8',
  });
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
}

describe.each(CODES)('a disk that answers %s', { timeout: 120_000 }, (code) => {
  it.each(CHANGES)('at any one call of %s leaves the old or the new, and the next change works', (change) => {
    const all = outcomes(code, change);
    const failed = all.filter(({ hit }) => hit !== undefined);
    expect(failed.length).toBeGreaterThan(code === 'short' ? 0 : 8);
    for (const one of failed) {
      const { before, told, after } = one;
      expect([before, before + 1], JSON.stringify(one)).toContain(after);
      if (told === 'done') expect(after, JSON.stringify(one)).toBe(before + 1);
      else expect(told, JSON.stringify(one)).toMatch(/^STATE_(UNWRITABLE|CORRUPT)$/);
      expect(one.later, JSON.stringify(one)).toBe('done');
    }
    expect(all.at(-1)).toMatchObject({ told: 'done', later: 'done' });
  });
});

const mountable = await mountedDisk();
await mountable?.close();

describe('a disk that is really full', () => {
  it.skipIf(mountable === undefined)(
    'keeps the old, says so, and takes the next change once there is room',
    async () => {
      const disk = await mountedDisk();
      if (disk === undefined) throw new Error('the disk cannot be mounted any more');
      try {
        const store = createFileStore({ root: join(disk.dir, 'state'), clock: systemClock() });
        const grow = (): Promise<unknown> =>
          store.update(COUNTER, 'a', (now) => ({ count: (now?.count ?? 0) + 1 }));
        await grow();
        disk.fill();
        for (let n = 0; n < 5; n += 1) {
          await expect(grow()).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
          await expect(store.create(COUNTER, `b${n}`, { count: 1 })).rejects.toMatchObject({
            code: 'STATE_UNWRITABLE',
          });
        }
        expect((await store.get(COUNTER, 'a'))?.value.count).toBe(1);
        expect(await store.keys(COUNTER)).toEqual(['a']);
        disk.free();
        await grow();
        expect((await store.get(COUNTER, 'a'))?.value.count).toBe(2);
      } finally {
        disk.free();
        await disk.close();
      }
    },
  );
});
