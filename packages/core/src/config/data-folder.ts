/** Folders that hold the account's state: made private, refused when they are open to others. */
import { access, constants, lstat, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { done, type Outcome } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { rightsProblem } from '../platform/rights.js';
import { shellWord } from '../platform/shell-word.js';
import { diskTrouble } from '../state/files/disk-trouble.js';

/**
 * Makes a private folder (0700, parents too) or checks the one that is there: ours, closed to others, writable.
 * Refused with STATE_UNSAFE_MODE and the command that mends it, or with STATE_UNWRITABLE.
 * `sharedWithGit`: the data folder of a checkout comes from git with ordinary rights; only what we make in it is checked.
 */
export async function preparePrivateFolder(
  folder: string,
  options: { readonly sharedWithGit?: boolean } = {},
): Promise<Outcome<string>> {
  try {
    await makeMissing(folder);
  } catch (error) {
    return unwritable(folder, codeOf(error));
  }
  return checkPrivateFolder(folder, options);
}

/** Checks a private folder as {@link preparePrivateFolder} does, and makes none. */
export async function checkPrivateFolder(
  folder: string,
  options: { readonly sharedWithGit?: boolean } = {},
): Promise<Outcome<string>> {
  try {
    const link = await lstat(folder);
    const found = link.isSymbolicLink() ? await stat(folder) : link;
    if (!found.isDirectory()) return unwritable(folder, 'it is not a folder');
    const problem = options.sharedWithGit === true ? undefined : rightsProblem(found, '700');
    if (problem !== undefined) return unsafe(folder, problem.reason, `${problem.fix} ${shellWord(folder)}`);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return done(folder);
  } catch (error) {
    return unwritable(folder, codeOf(error));
  }
}

/**
 * Makes a folder and those above it, closed to others; what is there stays as it is. Rejects as mkdir does: Node's own
 * recursive one never returns where a file system answers ENOENT below a folder that is there, as /proc does.
 */
export async function makeMissing(folder: string): Promise<void> {
  try {
    await makeOne(folder);
  } catch (error) {
    const parent = dirname(folder);
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
    await makeMissing(parent);
    await makeOne(folder);
  }
}

async function makeOne(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Only file calls are caught here, and each of their errors has a code. */
function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}

function unsafe(folder: string, why: string, fix: string): Outcome<never> {
  return refuse('STATE_UNSAFE_MODE', {
    message: `The data folder ${folder} cannot be used: ${why}.`,
    data: { file: folder, fix },
  });
}

function unwritable(folder: string, reason: string): Outcome<never> {
  return refuse('STATE_UNWRITABLE', {
    message: `The data folder ${folder} cannot be written (${diskTrouble(reason)}), so nothing was done.`,
    data: { file: folder, reason },
  });
}
