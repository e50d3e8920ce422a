import { readFile } from 'node:fs/promises';
import { isRecord } from '../clients/entries.js';
import { readJson } from '../clients/merge-json.js';
import type { Console } from '../console/console.js';
import { BridgeError } from './bridge-error.js';

/** Where the arguments of a tool come from. */
export interface ArgumentsAsked {
  readonly argsJson?: string | undefined;
  /** A file, or `-` for stdin. */
  readonly argsFile?: string | undefined;
}

/** The arguments of a tool, a JSON object; none without either source. */
export async function toolArguments(
  { argsJson, argsFile }: ArgumentsAsked,
  { input }: Pick<Console, 'input'>,
): Promise<Record<string, unknown>> {
  if (argsJson !== undefined && argsFile !== undefined)
    throw invalid('There are two sources of arguments.', 'Give --args-json or --args-file, not both.');
  const text = argsFile === undefined ? (argsJson ?? '{}') : await textOf(argsFile, input);
  const source = argsFile === undefined ? '--args-json' : '--args-file';
  const read = readJson(text, false);
  if ('problem' in read || text.trim() === '')
    throw invalid(
      `${source} cannot be used: ${'problem' in read ? read.problem : 'it is empty'}.`,
      `Give one JSON object, such as '{"group":"@name"}'.`,
    );
  if (!isRecord(read.value)) throw invalid(`${source} is no JSON object.`, 'Give the arguments by name.');
  return read.value;
}

async function textOf(file: string, input: Console['input']): Promise<string> {
  try {
    if (file !== '-') return await readFile(file, 'utf8');
    const chunks: Buffer[] = [];
    for await (const chunk of input) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw invalid(`--args-file cannot be read (${code}).`, 'Name a file that is there, or "-" for stdin.');
  }
}

function invalid(message: string, next: string): BridgeError {
  return new BridgeError('ARGUMENTS_INVALID', message, next);
}
