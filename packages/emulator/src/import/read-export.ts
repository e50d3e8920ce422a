/*
 * Reads an export file and says precisely what is wrong with one that is not: a person who picked the wrong file, or
 * whose download was cut, must learn which, and what to do.
 */
import { constants } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { ImportError } from './import-error.js';

/** The largest file that fits one JavaScript string, in bytes. */
const MAX_BYTES = Math.min(512 * 1024 * 1024, constants.MAX_STRING_LENGTH);

const AGAIN = 'Export again in Telegram Desktop: Settings, Advanced, Export Telegram data';
const AS_JSON = `${AGAIN}, and choose "Machine-readable JSON" as the format.`;

/** Reads and parses an export file. Throws {@link ImportError}. */
export function readExport(file: string): unknown {
  const size = sizeOf(file);
  if (size === 0) throw new ImportError(`${file} is empty. ${AS_JSON}`);
  if (size > MAX_BYTES) {
    const mebibytes = Math.ceil(size / 1024 / 1024);
    throw new ImportError(
      `${file} is too large: ${mebibytes} MB do not fit one JavaScript string (at most 512 MB). ` +
        'Export fewer chats, a shorter period, or one chat at a time.',
    );
  }
  return parseExport(file, readFileSync(file, 'utf8'));
}

/** Parses the text of an export; `file` is what errors call it. Throws {@link ImportError}. */
export function parseExport(file: string, raw: string): unknown {
  const text = raw.startsWith('\uFEFF') ? raw.slice(1) : raw;
  if (text.trim() === '') throw new ImportError(`${file} is empty. ${AS_JSON}`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ImportError(explain(file, text, error), { cause: error });
  }
}

function sizeOf(file: string): number {
  try {
    const found = statSync(file);
    if (!found.isDirectory()) return found.size;
  } catch (error) {
    throw new ImportError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}). ` +
        'Give the path of the result.json that Telegram Desktop wrote.',
      { cause: error },
    );
  }
  throw new ImportError(`${file} is a folder. Give the path of the result.json in it.`);
}

function explain(file: string, text: string, error: unknown): string {
  const start = text.trimStart();
  if (start.startsWith('<')) return `${file} is an HTML page, no JSON. ${AS_JSON}`;
  if (start.startsWith('PK\u0003\u0004')) {
    return `${file} is a ZIP archive. Unpack it and give the path of the result.json in it.`;
  }
  if (!start.startsWith('{') && !start.startsWith('[')) return `${file} is not JSON. ${AS_JSON}`;
  const reason = error instanceof Error ? error.message : String(error);
  const position = Number(/at position (\d+)/u.exec(reason)?.[1] ?? Number.NaN);
  if (reason.includes('end of JSON') || position >= text.trimEnd().length) {
    return `${file} looks cut: it ends at byte ${Buffer.byteLength(text)} in the middle of the data. Copy the whole file, or: ${AGAIN}.`;
  }
  const where = Number.isNaN(position)
    ? ` (${reason})`
    : ` at byte ${Buffer.byteLength(text.slice(0, position))}`;
  return `${file} is not valid JSON: it is damaged${where}. ${AGAIN}.`;
}
