/**
 * The lock that buys order under contention. No document depends on it: who does not get it goes on without, and the swap
 * decides. So it is waited for only as long as the document moves on under those who hold it. A plain file that several
 * processes write has no swap: its order is {@link lockFolder}, and nothing else.
 */
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { LockOptions } from 'proper-lockfile';
import { errorCode } from './private-files.js';

/** A holder that does nothing for so long is dead or paused. */
const PATIENCE_MS = 50;
const LONGEST_MS = 2_000;
const LOCK = 'lock';

const SETTINGS: Omit<LockOptions, 'retries'> = {
  // The library makes its folder with ordinary rights.
  fs: { ...fs, mkdir: (path: string, made: fs.NoParamCallback) => fs.mkdir(path, 0o700, made) },
  realpath: false,
  stale: 2_000,
  update: 1_000,
  // A lock that was lost costs a lost swap and nothing more.
  onCompromised: () => undefined,
};

/** How often a lock is asked for within the time of patience: who has waited that long once asks more often than who is new. */
const NEW = { retries: 6, factor: 1, minTimeout: 8, maxTimeout: 9, randomize: false };
const WAITING = { retries: 25, factor: 1, minTimeout: 1, maxTimeout: 2, randomize: false };

/** Longer than the lock of a killed process counts. */
const WRITING = { retries: 50, factor: 1, minTimeout: 50, maxTimeout: 50 };

/** Why a folder takes no lock and will take none soon; whatever else hinders one passes, like a lock that somebody has. */
const LASTING = new Set(['EACCES', 'ENOTDIR', 'EROFS']);

type Retries = NonNullable<LockOptions['retries']>;
type Release = () => Promise<void>;

/** Whether somebody has the lock of a document, dead or alive. */
export function isLocked(folder: string): boolean {
  return fs.existsSync(join(folder, LOCK));
}

/**
 * Takes the lock of a document where that works; the function it resolves to gives it back, and neither ever fails. Given
 * up after 50 ms in which `progress` said the same, or after two seconds.
 */
export async function courtesyLock(folder: string, progress: () => string): Promise<() => Promise<void>> {
  const begun = performance.now();
  let seen = progress();
  let movedAt = begun;
  for (;;) {
    const release = await tryLock(folder, begun === movedAt ? NEW : WAITING);
    if (release !== undefined) return release;
    const now = performance.now();
    const next = progress();
    if (next !== seen) movedAt = now;
    seen = next;
    if (now - movedAt >= PATIENCE_MS || now - begun >= LONGEST_MS) return () => Promise.resolve();
  }
}

/** Takes the lock of a folder if nobody has it, or nobody at one of the `retries`; undefined when somebody does. */
export async function tryLock(folder: string, retries: Retries = 0): Promise<Release | undefined> {
  const taken = await takeLock(folder, retries);
  return typeof taken === 'string' ? undefined : taken;
}

/**
 * Takes the lock of a folder whose files are written by one process at a time, and waits up to two and a half seconds for who
 * has it; the function it resolves to gives it back and never fails. Undefined where it stays taken, and at once where the
 * folder takes no lock, as when it cannot be written.
 */
export async function lockFolder(folder: string): Promise<Release | undefined> {
  const taken = await takeLock(folder, 0);
  if (typeof taken !== 'string') return taken;
  return LASTING.has(taken) ? undefined : tryLock(folder, WRITING);
}

/** The way back, or the code of why there is no lock. */
async function takeLock(folder: string, retries: Retries): Promise<Release | string> {
  try {
    // By its whole: a bundle in parts gives a CommonJS module no other name.
    const { default: lockfile } = await import('proper-lockfile');
    const release = await lockfile.lock(folder, { ...SETTINGS, retries, lockfilePath: join(folder, LOCK) });
    return () => release().catch(() => undefined);
  } catch (error) {
    // Somebody has it, or there is no folder to lock.
    const code = errorCode(error);
    if (code === undefined) throw error;
    return code;
  }
}
