import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const BENCH = fileURLToPath(new URL('../../../scripts/dist/bench-emulator.js', import.meta.url));

/* The bench itself fails when a page of the million is missing, comes twice or out of order. */
it('150 pages a second, 100,000 messages in 400 MB, and a million that can be paged in the memory of a few', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [BENCH, '--json']);
  const scale = JSON.parse(stdout) as Record<string, number>;
  // Neighbours on the machine slow down one client that waits for each page more than they do several in flight.
  const pages = Math.max(scale['rawPages'] ?? 0, scale['rawPagesInFlight'] ?? 0);
  expect(pages).toBeGreaterThanOrEqual(150);
  expect(scale['libraryPages']).toBeGreaterThan(0);
  expect(scale['writtenMb']).toBeLessThan(400);
  expect(scale['paged']).toBe(1_000_000);
  expect(scale['pagedMb']).toBeLessThan(250);
}, 400_000);
