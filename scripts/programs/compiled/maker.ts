/**
 * Runs a program on stdin and stdout until its client goes away, and writes the record of what was compiled for it:
 * `maker FOLDER PART…`, the part first that it begins with. A process of its own, as a program starts in one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { join } from 'node:path';
import v8 from 'node:v8';
import { crc32 } from 'node:zlib';
import { compilePart, runParts } from './parts.js';
import { recordName, writeRecord } from './record.js';

const [folder = '', ...names] = process.argv.splice(2);
// A record fits the options with which it is written, and a start has those of the command line.
v8.setFlagsFromString = () => undefined;
const parts = names.map((name) => {
  const source = readFileSync(join(folder, name));
  // Where it was made is nobody's business.
  return { name, sum: crc32(source), script: compilePart(name, source) };
});
process.once('exit', () => {
  const compiled = parts.map(({ name, sum, script }) => ({ name, sum, code: script.createCachedData() }));
  writeFileSync(join(folder, recordName()), writeRecord(compiled));
});
const [first = ''] = names;
runParts(
  { require: createRequire(join(folder, first)), Module, folder },
  new Map(parts.map(({ name, script }) => [`./${name}`, script])),
  `./${first}`,
);
