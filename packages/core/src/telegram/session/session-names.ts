/** Sessions by name: the files NAME.session of one folder, and nothing outside it. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { namePartProblem } from '../../platform/file-names.js';
import type { Platform } from '../../platform/platform.js';

const SUFFIX = '.session';
/** Letters and digits of any script first, so that no name is hidden, an option, or a way to another folder. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._-]{0,63}$/u;

/** The names of the sessions in a folder, sorted; none where there is no such folder. */
export async function sessionNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(SUFFIX))
    .map((entry) => entry.name.slice(0, -SUFFIX.length))
    .filter((name) => isName(name))
    .toSorted();
}

/** The file of a session of that name; undefined for what is no name. */
export function sessionFileOf(
  folder: string,
  name: string,
  platform: Platform = process.platform,
): string | undefined {
  return isName(name, platform) ? join(folder, `${name}${SUFFIX}`) : undefined;
}

function isName(name: string, platform: Platform = process.platform): boolean {
  return NAME.test(name) && namePartProblem(name + SUFFIX, platform) === undefined;
}

/** The name of a session file. */
export function sessionNameOf(file: string): string {
  return basename(file, SUFFIX);
}
