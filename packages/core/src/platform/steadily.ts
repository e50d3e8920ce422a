/**
 * Windows refuses to open, rename or remove a file for the moment in which another program has it open, a virus scanner or
 * an indexer above all. What is refused so is tried again for about a tenth of a second; other systems know no such moment.
 */
import { lstatSync, renameSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Platform } from './platform.js';

const PASSING = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** Milliseconds before each further try. */
const PAUSES = [1, 2, 4, 8, 16, 32, 64];

/** Does a file call, again where it met such a moment; throws what the last try throws. */
export function steadily<T>(work: () => T, platform: Platform = process.platform): T {
  if (platform === 'win32')
    for (const ms of PAUSES) {
      try {
        return work();
      } catch (error) {
        if (!isPassing(error)) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
      }
    }
  return work();
}

/** Renames a file or folder. Onto a folder is tried once: what stands there will not go away. */
export function renameSteadily(from: string, to: string, platform: Platform = process.platform): void {
  if (platform === 'win32' && isFolder(to)) renameSync(from, to);
  else steadily(() => renameSync(from, to), platform);
}

/** The same without blocking, for a file. */
export async function renameSteadilyLater(
  from: string,
  to: string,
  platform: Platform = process.platform,
): Promise<void> {
  if (platform === 'win32')
    for (const ms of PAUSES) {
      try {
        return await rename(from, to);
      } catch (error) {
        if (!isPassing(error)) throw error;
        await pause(ms);
      }
    }
  return rename(from, to);
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && PASSING.has(String(error.code));
}
