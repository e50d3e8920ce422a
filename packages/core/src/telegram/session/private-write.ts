/** Writes small files that hold a secret: whole or not at all, and private from the first byte. */
import { chmod, mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { done, type Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { renameSteadilyLater } from '../../platform/steadily.js';
import { diskTrouble } from '../../state/files/disk-trouble.js';
import { newNonce } from '../../state/files/generations.js';
import { syncFolder } from '../../state/files/private-files.js';
import { writeVerified } from '../../state/files/verified-write.js';
import { isRunning, processStart } from '../../state/process-life.js';
import { StateError } from '../../state/store.js';
import { folderProblem, type PrivacyProblem } from './private-text.js';

/** What follows the name of a file while a process writes it. */
const HALF = /^\.(\d+)-(\d*)\.[0-9a-f]{16}(?:\.\d+)?$/;

/**
 * Puts a text in the place of the file, once it was read back; its folder is made when it is missing. What killed
 * processes left of the same file goes. Refused with SESSION_UNSAFE, STATE_UNWRITABLE.
 */
export async function writePrivateText(file: string, text: string): Promise<Outcome<void>> {
  const folder = dirname(file);
  const draft = `${file}.${process.pid}-${processStart(process.pid)}.${newNonce()}`;
  try {
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await chmod(folder, 0o700);
    const problem = folderProblem(folder);
    if (problem !== undefined) return unprivate(problem);
    for (const half of await halvesOf(file)) await rm(half, { force: true });
    await writeVerified(draft, Buffer.from(text), true);
    await renameSteadilyLater(draft, file);
    await syncFolder(folder);
    return done(undefined);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    return unwritable(file, reasonOf(error));
  }
}

/** What processes that are gone have written of a file by halves. */
export async function halvesOf(file: string): Promise<string[]> {
  const name = basename(file);
  const names = await readdir(dirname(file)).catch(() => []);
  return names
    .filter((one) => {
      const found = one.startsWith(name) ? HALF.exec(one.slice(name.length)) : null;
      return found !== null && !isRunning(Number(found[1]), found[2] ?? '');
    })
    .map((one) => join(dirname(file), one));
}

/** The refusal of a file, or its folder, that others can read or change. */
export function unprivate({ path, reason, fix }: PrivacyProblem): Outcome<never> {
  return refuse('SESSION_UNSAFE', {
    message: `The session file cannot be used: ${reason} (${path}).`,
    data: { file: path, reason, fix },
  });
}

/** The refusal of a disk; `reason` is the system's code for it. */
export function unwritable(file: string, reason: string): Outcome<never> {
  return refuse('STATE_UNWRITABLE', {
    message: `The session file ${file} cannot be written (${diskTrouble(reason)}).`,
    data: { file, reason },
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof StateError) return error.data.reason ?? 'unknown';
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
