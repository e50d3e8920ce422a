import { mkdirSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { courtesyLock, isLocked, tryLock } from './courtesy-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-lock-'));
  // Time stands still: a holder that is paused for two seconds loses its lock, and who waits so long goes on without one.
  vi.spyOn(Date, 'now').mockReturnValue(Date.now());
  vi.spyOn(performance, 'now').mockReturnValue(performance.now());
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** What a holder that was killed leaves behind. */
function leaveLock(): void {
  mkdirSync(join(folder, 'lock'));
}

describe('the lock of a document', () => {
  it('is held by one, in a private folder, until it is given back', async () => {
    const release = await tryLock(folder);
    expect(isLocked(folder)).toBe(true);
    expect(statSync(join(folder, 'lock')).mode & 0o777).toBe(0o700);
    expect(await tryLock(folder)).toBeUndefined();
    await release?.();
    expect(isLocked(folder)).toBe(false);
    // Given back twice, or after somebody else has removed it: nothing fails.
    await release?.();
    const again = await courtesyLock(folder, () => 'same');
    expect(isLocked(folder)).toBe(true);
    await again();
    expect(isLocked(folder)).toBe(false);
  });

  it('is nobody’s where there is no folder', async () => {
    expect(await tryLock(join(folder, 'nowhere'))).toBeUndefined();
  });

  it('is taken from a holder that has not touched it for two seconds', async () => {
    leaveLock();
    const then = new Date(Date.now() - 3_000);
    utimesSync(join(folder, 'lock'), then, then);
    const release = await tryLock(folder);
    expect(release).toBeDefined();
    await release?.();
  });

  it('is taken as soon as its holder gives it back', async () => {
    leaveLock();
    let looks = 0;
    const release = await courtesyLock(folder, () => {
      looks += 1;
      // The document moves on, and after a while its writer is done.
      if (looks === 3) rmSync(join(folder, 'lock'), { recursive: true });
      return String(looks);
    });
    expect(isLocked(folder)).toBe(true);
    expect(looks).toBeLessThan(5);
    await release();
    expect(isLocked(folder)).toBe(false);
  });
});
