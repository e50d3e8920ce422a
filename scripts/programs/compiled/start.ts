/** What a program begins with, bundled into its file: it runs the parts of a start from their record, if that fits. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { compilePart, runParts, type ProgramFile } from './parts.js';
import { readRecord, recordName } from './record.js';

/** Starts a program at its part `./NAME`. */
export function startProgram(program: ProgramFile, first: string): void {
  const scripts = fromRecord(program.folder);
  if (scripts?.has(first) === true) runParts(program, scripts, first);
  else program.require(first);
}

/** The parts of the record; undefined where not all of it fits, and Node.js is to load them as ever. */
function fromRecord(folder: string): Map<string, Script> | undefined {
  const record = bytesOf(join(folder, recordName()));
  const parts = record === undefined ? undefined : readRecord(record);
  if (parts === undefined) return undefined;
  const scripts = new Map<string, Script>();
  for (const { name, sum, code } of parts) {
    const file = join(folder, name);
    const source = bytesOf(file);
    if (source === undefined || crc32(source) !== sum) return undefined;
    const script = compilePart(file, source, code);
    // Another set of V8's own options, by NODE_OPTIONS.
    if (script.cachedDataRejected === true) return undefined;
    scripts.set(`./${name}`, script);
  }
  return scripts;
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
