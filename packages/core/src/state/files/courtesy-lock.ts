import * as fs from 'node:fs';
import { join } from 'node:path';

/** Waits up to 50 ms in all, then goes on without: the lock buys fairness, the swap decides. */
const SETTINGS = {
  // The library makes its folder with ordinary rights.
  fs: { ...fs, mkdir: (path: string, made: fs.NoParamCallback) => fs.mkdir(path, 0o700, made) },
  realpath: false,
  stale: 5_000,
  update: 1_000,
  retries: { retries: 12, factor: 1, minTimeout: 2, maxTimeout: 4, randomize: false },
  // A lock that was lost costs a lost swap and nothing more.
  onCompromised: () => undefined,
};

/** Takes the lock of a document where that works. The function it resolves to gives it back; neither ever fails. */
export async function courtesyLock(folder: string): Promise<() => Promise<void>> {
  try {
    const { lock } = await import('proper-lockfile');
    const release = await lock(folder, { ...SETTINGS, lockfilePath: join(folder, 'lock') });
    return () => release().catch(() => undefined);
  } catch {
    return () => Promise.resolve();
  }
}

/** Takes the lock of a folder if nobody has it; undefined when somebody does. */
export async function tryLock(folder: string): Promise<(() => Promise<void>) | undefined> {
  try {
    const { lock } = await import('proper-lockfile');
    const release = await lock(folder, { ...SETTINGS, retries: 0, lockfilePath: join(folder, 'lock') });
    return () => release().catch(() => undefined);
  } catch {
    return undefined;
  }
}
