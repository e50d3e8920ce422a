/**
 * Opens a list in one of the folders that lists may stand in. The file is judged by its open descriptor, so that nothing
 * can be put in its place between the look and the reading: no links, one name only, within a root, not too long.
 */
import { constants, type Stats } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep } from 'node:path';
import { done, errorCode, type Outcome, type Settings } from '@tgmcp/core';
import { unusable } from './read-list.js';

const MOST_BYTES = 4 * 1024 * 1024;

type ListSettings = Pick<Settings, 'TG_DATA_DIR' | 'TG_ACTIONS_FILE_ROOTS'>;

/**
 * Reads a list as text. A relative path begins at each root in turn. Refused with INPUT_INVALID, naming the argument; what
 * stands outside the roots is refused as if it were not there.
 */
export async function openList(
  argument: string,
  path: string,
  settings: ListSettings,
): Promise<Outcome<string>> {
  if (path.includes('\0')) return unusable(argument, NOWHERE);
  for (const root of rootsOf(settings)) {
    const file = isAbsolute(path) ? path : resolve(root, path);
    const read = await readWithin(root, file, argument);
    if (read !== undefined) return read;
  }
  return unusable(argument, NOWHERE);
}

const NOWHERE =
  'there is no such file in the folders for lists: exports, inbox and outbox of the data folder, and TG_ACTIONS_FILE_ROOTS';

function rootsOf({ TG_DATA_DIR, TG_ACTIONS_FILE_ROOTS }: ListSettings): string[] {
  const own = ['exports', 'inbox', 'outbox'].map((name) => join(TG_DATA_DIR, name));
  return [...own, ...TG_ACTIONS_FILE_ROOTS];
}

/** Undefined when the file is not there, or is not within the root. */
async function readWithin(
  root: string,
  file: string,
  argument: string,
): Promise<Outcome<string> | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
  try {
    const found = await handle.stat();
    if (!(await standsWithin(root, file, found))) return undefined;
    if (!found.isFile() || found.nlink !== 1) return unusable(argument, 'it is no plain file of one name');
    if (found.size > MOST_BYTES) return unusable(argument, `the file is larger than ${MOST_BYTES} bytes`);
    // A file that grows meanwhile is read no further.
    const bytes = Buffer.alloc(found.size);
    const { bytesRead } = await handle.read(bytes, 0, found.size, 0);
    return done(bytes.subarray(0, bytesRead).toString('utf8'));
  } finally {
    await handle.close();
  }
}

/** Whether the very file that is open stands within the root, whatever links lead there. */
async function standsWithin(root: string, file: string, opened: Stats): Promise<boolean> {
  try {
    const [home, real] = await Promise.all([realpath(root), realpath(file)]);
    if (!real.startsWith(home.endsWith(sep) ? home : home + sep)) return false;
    const there = await stat(real);
    return there.dev === opened.dev && there.ino === opened.ino;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}
