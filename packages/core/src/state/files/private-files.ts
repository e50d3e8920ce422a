/**
 * The state's own folders and files: made 0700 and 0600, refused when anybody else could read or change them.
 * Look-ups are synchronous: they cost microseconds on a local disk, a trip through the thread pool ten times as much.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { noFollow } from '../../platform/no-follow.js';
import type { Platform } from '../../platform/platform.js';
import { rightsProblem } from '../../platform/rights.js';
import { shellQuoted } from '../../platform/shell-word.js';
import { steadily } from '../../platform/steadily.js';
import { StateError } from '../store.js';
import { diskTrouble } from './disk-trouble.js';

/** The system's error code, or undefined for an error of another kind. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  // Node marks wrong use of its own functions alike; that is a bug of ours, not trouble with a disk.
  return error.code.startsWith('ERR_') ? undefined : error.code;
}

/** Turns a system error into the refusal it means; what is no system error is a bug and stays as it is. */
export function asStateError(error: unknown, file: string): unknown {
  if (error instanceof StateError) return error;
  const code = errorCode(error);
  if (code === undefined) return error;
  if (code === 'ELOOP') return unsafe(file, 'it is a symbolic link', `rm ${shellQuoted(file)}`);
  return new StateError(
    'STATE_UNWRITABLE',
    file,
    `The state in ${file} cannot be read or written (${diskTrouble(code)}).`,
    { reason: code },
  );
}

/** True when the folder is there and private, false when it is not there. */
export function isPrivateFolder(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (found.isSymbolicLink()) throw unsafe(folder, 'it is a symbolic link', `rm ${shellQuoted(folder)}`);
  if (!found.isDirectory()) throw asStateError(Object.assign(new Error(), { code: 'ENOTDIR' }), folder);
  refuseOthers(folder, found, '700');
  return true;
}

/** Makes a folder with its parents, durably, and checks it. */
export async function makePrivateFolder(folder: string): Promise<void> {
  if (isPrivateFolder(folder)) return;
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  isPrivateFolder(folder);
  if (first === undefined) return;
  for (let made = folder; made !== dirname(first); made = dirname(made)) await syncFolder(dirname(made));
}

/** Reads a private file whole; undefined when it is not there. */
export function readPrivateFile(file: string): Buffer | undefined {
  return readPrivateFileWithStats(file)?.bytes;
}

/** The same, with what the system said of the file just before. */
export function readPrivateFileWithStats(
  file: string,
): { readonly bytes: Buffer; readonly stats: Stats } | undefined {
  let descriptor: number;
  try {
    descriptor = steadily(() => openSync(file, noFollow(file, constants.O_RDONLY)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw asStateError(error, file);
  }
  try {
    const stats = fstatSync(descriptor);
    checkOpenFile(file, stats);
    return { bytes: readFileSync(descriptor), stats };
  } catch (error) {
    throw asStateError(error, file);
  } finally {
    closeSync(descriptor);
  }
}

/** Refuses an open file that is not a regular one of ours, closed to others. */
export function checkOpenFile(file: string, found: Stats): void {
  if (!found.isFile()) throw unsafe(file, 'it is not a regular file', `rm ${shellQuoted(file)}`);
  refuseOthers(file, found, '600');
}

/**
 * Makes the entries of a folder survive a power cut. Only the wait for the disk goes through the thread pool: under load
 * each trip costs more than the look-up of the folder.
 */
export async function syncFolder(folder: string, platform: Platform = process.platform): Promise<void> {
  // Windows takes no such request for a folder; NTFS keeps the entries in its journal.
  if (platform === 'win32') return;
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    await flushed(fsync, descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Waits until what was written to an open file is on the disk, by one of the system's two ways. */
export function flushed(flush: typeof fsync, descriptor: number): Promise<void> {
  return new Promise((resolve, reject) => {
    flush(descriptor, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

function refuseOthers(path: string, found: Stats, mode: '600' | '700'): void {
  const problem = rightsProblem(found, mode);
  if (problem !== undefined) throw unsafe(path, problem.reason, `${problem.fix} ${shellQuoted(path)}`);
}

function unsafe(path: string, why: string, fix: string): StateError {
  return new StateError('STATE_UNSAFE_MODE', path, `${path} cannot be used: ${why}. Run: ${fix}`, { fix });
}
