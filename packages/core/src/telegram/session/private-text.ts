/** Reads small files that hold a secret: private, or not read at all. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  statSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { noFollow } from '../../platform/no-follow.js';
import { rightsProblem } from '../../platform/rights.js';
import { shellQuoted } from '../../platform/shell-word.js';
import { steadily } from '../../platform/steadily.js';

/** Why a file is not used, and the command that mends it. */
export interface PrivacyProblem {
  readonly path: string;
  readonly reason: string;
  readonly fix: string;
}

/** Larger files hold no secret of ours. */
const MOST_BYTES = 64 * 1024;

/** The text of a private file, undefined when there is none, or why it is not read. */
export function readPrivateText(file: string): { readonly text: string } | PrivacyProblem | undefined {
  const folder = folderProblem(dirname(file));
  if (folder !== undefined) return folder;
  const problem = (reason: string, fix: string): PrivacyProblem => ({ path: file, reason, fix });
  const quotedFile = shellQuoted(file);
  let descriptor: number;
  try {
    descriptor = steadily(() => openSync(file, noFollow(file, constants.O_RDONLY | constants.O_NONBLOCK)));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    if (code === 'ELOOP') return problem('it is a symbolic link', `rm ${quotedFile}`);
    return problem(`it cannot be read (${code})`, `chmod 600 ${quotedFile}`);
  }
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) return problem('it is not a regular file', `rm -r ${quotedFile}`);
    const open = rightsProblem(found, '600');
    if (open !== undefined) return problem(open.reason, `${open.fix} ${quotedFile}`);
    if (found.size > MOST_BYTES) return problem('it is too large', `rm ${quotedFile}`);
    return { text: readFileSync(descriptor, 'utf8') };
  } finally {
    closeSync(descriptor);
  }
}

/** Why a folder is no place for a secret: others who may write into it could exchange the file for one of theirs. */
export function folderProblem(folder: string): PrivacyProblem | undefined {
  const found = statsOf(folder, lstatSync);
  if (found === undefined || process.getuid === undefined) return undefined;
  const target = found.isSymbolicLink() ? statsOf(folder, statSync) : found;
  if (target === undefined || !target.isDirectory()) return undefined;
  if ((target.mode & 0o022) === 0 || (target.mode & 0o1000) !== 0) return undefined;
  return {
    path: folder,
    reason: 'its folder can be changed by other users',
    fix: `chmod 700 ${shellQuoted(folder)}`,
  };
}

/** What is at a path; undefined when nothing is, also because a folder on the way is none. */
export function statsOf(path: string, look: typeof statSync): Stats | undefined {
  try {
    return look(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
