import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../../clock/manual-clock.js';
import { COUNTERS } from '../test-documents.js';
import { createFileStore } from '../file-store.js';

describe('what the file store makes', () => {
  for (const umask of [0o000, 0o022, 0o077]) {
    it(`is closed to others under umask ${umask.toString(8).padStart(3, '0')}`, async () => {
      const base = mkdtempSync(join(tmpdir(), 'tgmcp-rights-'));
      const before = process.umask(umask);
      try {
        const root = join(base, 'state', '42');
        const store = createFileStore({ root, clock: manualClock() });
        await store.create(COUNTERS, 'a', { count: 1 });
        await store.update(COUNTERS, 'a', () => ({ count: 2 }));
        await store.append('events', () => 'line');
        await store.reserve('calls', 1, 1);
        await store.reserve('calls', 1, 1);
        await store.acquireLease('runner', 'me', 1_000);
        const made = [
          'state',
          ...readdirSync(join(base, 'state'), { recursive: true }).map((path) => join('state', String(path))),
        ];
        expect(made.length).toBeGreaterThan(12);
        for (const path of made) {
          const found = statSync(join(base, path));
          expect([path, (found.mode & 0o777).toString(8)]).toEqual([
            path,
            found.isDirectory() ? '700' : '600',
          ]);
        }
      } finally {
        process.umask(before);
        rmSync(base, { recursive: true, force: true });
      }
    });
  }
});
