/**
 * Removes what killed processes leave in a state folder, at the start of a program and under a lock of its own. Nothing
 * younger than ten minutes is touched, and of a document nothing that its head could ever name.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { noFollow } from '../../platform/no-follow.js';
import { tryLock } from './courtesy-lock.js';
import { isLeftOver, isOld, isOldTime } from './generations.js';
import { errorCode, isPrivateFolder } from './private-files.js';
import { UNFINISHED } from './documents.js';

const SWEPT = 'swept';
/** The folder that a lock is. */
export const LOCK = 'lock';

/** Sweeps the state below `root`, unless another process does or did so within ten minutes. What was removed, by path. */
export async function sweepLeftovers(root: string): Promise<readonly string[]> {
  const unlock = isPrivateFolder(root) ? await tryLock(root) : undefined;
  if (unlock === undefined) return [];
  try {
    const marker = join(root, SWEPT);
    const before = lstatSync(marker, { throwIfNoEntry: false });
    const now = touch(marker);
    if (before !== undefined && !isOldTime(before.mtimeMs, now)) return [];
    return leftovers(root, now).filter((path) => remove(path));
  } catch (error) {
    // A disk that takes no change now is met by whatever is written next; nothing depends on a sweep.
    if (errorCode(error) === undefined) throw error;
    return [];
  } finally {
    await unlock();
  }
}

/** What killed processes left below `root` at least ten minutes before `now`, on the file system's own clock. */
export function leftovers(root: string, now: number): string[] {
  const found: string[] = [];
  for (const kind of foldersIn(root)) {
    if (kind === LOCK) continue;
    const parent = join(root, kind);
    for (const name of foldersIn(parent)) {
      const folder = join(parent, name);
      if (name.startsWith(UNFINISHED)) found.push(folder);
      else found.push(...left(folder));
    }
  }
  return found.filter((path) => isOld(path, now));
}

function left(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name === LOCK || isLeftOver(name))
    .map((name) => join(folder, name));
}

function foldersIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function remove(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true });
    return true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

/** Writes to the file, so that it has the time of the file system's own clock, and returns that. */
function touch(file: string): number {
  const descriptor = openSync(file, noFollow(file, constants.O_WRONLY | constants.O_CREAT), 0o600);
  try {
    writeSync(descriptor, '\n', 0);
    return fstatSync(descriptor).mtimeMs;
  } finally {
    closeSync(descriptor);
  }
}
