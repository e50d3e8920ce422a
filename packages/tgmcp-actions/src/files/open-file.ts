/**
 * Opens a file below the file roots by its descriptor. What is checked is what was opened: a name can be made to lead
 * elsewhere between a check and an opening, a descriptor cannot. Calls are synchronous: each costs microseconds.
 */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import { done, isSamePath, looksShort, noFollow, type Outcome } from '@tgmcp/core';
import { fileRefused, shortened, unreadable } from './file-refused.js';
import { isClosed, realOf, type FilePlaces } from './file-places.js';
import { askedProblem, wayFrom, wayProblem } from './ways.js';

/** A regular file that may be sent, open for reading; whoever opened it closes `fd`. */
export interface OpenedFile {
  readonly fd: number;
  readonly found: BigIntStats;
}

// Windows has neither of the last two, nor a terminal or pipe among its files.
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY;

/** Refused with FILE_REFUSED: outside of the roots, a link, no regular file, a file with a second name, a secret one. */
export function openFile(asked: string, places: FilePlaces): Outcome<OpenedFile> {
  try {
    const place = placeOf(asked, places);
    if (!place.ok) return place;
    const path = place.value;
    // Opening a device can do something already; what counts is asked of the descriptor.
    const seen = lstatSync(path);
    if (seen.isSymbolicLink()) return fileRefused(asked, 'it is a symbolic link');
    if (!seen.isFile()) return fileRefused(asked, 'it is no regular file');
    const fd = openSync(path, noFollow(path, FLAGS));
    const checked = checkOpened(fd, path, asked);
    if (!checked.ok) closeSync(fd);
    return checked;
  } catch (error) {
    return unreadable(asked, error);
  }
}

/** Whether what was opened at a path may be sent, whatever stood there before it was opened. FILE_REFUSED. */
export function checkOpened(fd: number, path: string, asked: string): Outcome<OpenedFile> {
  const found = fstatSync(fd, { bigint: true });
  if (!found.isFile()) return fileRefused(asked, 'it is no regular file');
  if (found.nlink !== 1n) return fileRefused(asked, 'it has a second name (a hard link)');
  if (!isAt(fd, path, found)) return fileRefused(asked, 'a symbolic link leads to it');
  return done({ fd, found });
}

/** Whether a descriptor, of a file found so, stands for the file at this path, to which no link leads. */
export function isAt(fd: number, path: string, { dev, ino }: Pick<BigIntStats, 'dev' | 'ino'>): boolean {
  if (process.platform === 'linux') return readlinkSync(`/proc/self/fd/${fd}`) === path;
  // Where no descriptor tells its path: the path leads through no link, to the same file, and does so still.
  const leadsThere = (): boolean => {
    const now = lstatSync(path, { bigint: true });
    // A disk that takes any spelling of a name answers with its own.
    return isSamePath(realpathSync.native(path), path) && now.dev === dev && now.ino === ino;
  };
  return leadsThere() && leadsThere();
}

/** The real path that is meant; nothing is opened for it. */
function placeOf(asked: string, places: FilePlaces): Outcome<string> {
  const problem = askedProblem(asked);
  if (problem !== undefined) return fileRefused(asked, problem);
  for (const root of places.roots) {
    const real = realOf(root);
    const way = wayFrom(root, real, asked);
    if (way === undefined) continue;
    const path = join(real, way);
    // A relative name is looked for in each root.
    if (!isAbsolute(asked) && lstatSync(path, { throwIfNoEntry: false }) === undefined) continue;
    const never = wayProblem(way) ?? shortNameProblem(real, way);
    if (never !== undefined) return fileRefused(asked, never);
    return isClosed(path, places) ? fileRefused(asked, 'it lies where nothing is sent from') : done(path);
  }
  const none = `in none of the file roots: ${shortened(places.roots.join(', '))}`;
  return fileRefused(asked, isAbsolute(asked) ? `it is ${none}` : `it is not there, ${none}`);
}

/** FAT and NTFS find a file by a short name, too, which shows nothing of its real one. */
function shortNameProblem(real: string, way: string): string | undefined {
  let folder = real;
  for (const part of way.split(sep)) {
    if (looksShort(part) && !readdirSync(folder).includes(part))
      return 'it is the short name of a file; give its whole name';
    folder = join(folder, part);
  }
  return undefined;
}
