import { makeMissing } from '@tgmcp/core';
import { lstat, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** A configuration as it was read. */
export interface ConfigFile {
  readonly file: string;
  readonly text: string;
  /** Whether there is such a file. */
  readonly there: boolean;
  /** The bytes that editors of some systems put before a text. */
  readonly mark: '' | '\uFEFF';
}

/** Reads a configuration; a missing one is empty. The problem is a sentence without its full stop. */
export async function readConfigFile(file: string): Promise<ConfigFile | { readonly problem: string }> {
  try {
    // A pipe would be waited for without end.
    if (!(await stat(file)).isFile()) return { problem: 'it is no file' };
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
    const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
    return { file, text: text.slice(mark.length), there: true, mark };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' && (await isLink(file)))
      return { problem: 'it is a symbolic link to what is not there' };
    if (code === 'ENOENT') return { file, text: '', there: false, mark: '' };
    return {
      problem:
        code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is no UTF-8 text' : `it cannot be read (${code})`,
    };
  }
}

async function isLink(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined))?.isSymbolicLink() === true;
}

/**
 * Writes a configuration whole or not at all, with the rights it had unless others are named; refused when somebody else
 * changed it meanwhile.
 */
export async function writeConfigFile(
  before: ConfigFile,
  text: string,
  mode?: number,
): Promise<{ readonly problem: string } | undefined> {
  const now = await readConfigFile(before.file);
  if ('problem' in now) return now;
  if (now.text !== before.text || now.there !== before.there)
    return { problem: 'it was changed meanwhile; run this again' };
  try {
    await makeMissing(dirname(before.file));
    await writeFileAtomic(before.file, before.mark + text, mode === undefined ? {} : { mode });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { problem: `it cannot be written (${String(error.code)})` };
  }
}
