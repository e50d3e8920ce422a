import { readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { isNoFile } from '../platform/file-names.js';
import { rightsProblem } from '../platform/rights.js';
import { shellWord } from '../platform/shell-word.js';
import { locate, type Folders } from './kinds.js';

/** What a settings file holds, or why it cannot be used. */
export type EnvFile =
  | { readonly ok: true; readonly values: Record<string, string>; readonly warnings: string[] }
  | { readonly ok: false; readonly problem: string };

/** The settings file of a program, and whether somebody named it; without a name it is .env of the project. */
export function settingsFile(
  env: Readonly<Record<string, string | undefined>>,
  project: Folders,
): { readonly file: string; readonly named: boolean } {
  const named = (env['TG_ENV_FILE'] ?? '').trim();
  return { file: locate(named === '' ? '.env' : named, project), named: named !== '' };
}

/** Reads a settings file. A missing one is empty unless somebody named it. */
export function readEnvFile(file: string, named: boolean): EnvFile {
  try {
    if (isNoFile(file)) return { ok: true, values: {}, warnings: [] };
    const found = statSync(file);
    // Some devices never end; a pipe is how a shell hands over what it made.
    if (!found.isFile() && !found.isFIFO()) return unusable(file, named, 'it is no file');
    const bytes = readFileSync(file);
    if (isUtf16(bytes)) return unusable(file, named, 'it is UTF-16 text; save it as UTF-8');
    return { ok: true, values: parse(bytes), warnings: openToOthers(file) };
  } catch (error) {
    const code = String((error as NodeJS.ErrnoException).code);
    if (code === 'ENOENT' && !named) return { ok: true, values: {}, warnings: [] };
    return unusable(file, named, `the file cannot be read (${code})`);
  }
}

function unusable(file: string, named: boolean, why: string): EnvFile {
  const name = named ? 'TG_ENV_FILE' : 'The settings file';
  return { ok: false, problem: `${name} is "${file}": ${why}` };
}

function openToOthers(file: string): string[] {
  const stat = statSync(file);
  // Whoever wrote the settings, as root may have, it is who reads them that counts.
  if (!stat.isFile() || rightsProblem(stat, '600', process.platform, stat.uid) === undefined) return [];
  return [`${file} can be read by other users of this machine; run: chmod 600 ${shellWord(file)}`];
}

/** What PowerShell's ">" writes: the parser would find no setting in it, and say nothing. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff';
}
