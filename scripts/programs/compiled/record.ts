/**
 * The record of a program's compiled code: what V8 made of its parts, so that a start need not compile them again. A
 * record is code: it stands beside the parts that it was made of, and only the build of Node.js that made it takes it. V8
 * itself compares little before it runs what a record says, so whatever is not exactly as it was made is no record here.
 */
import { crc32 } from 'node:zlib';

/** What V8 made of one part. */
export interface CompiledPart {
  /** The part's file, without its folder. */
  readonly name: string;
  /** Of the file's bytes. */
  readonly sum: number;
  readonly code: Buffer;
}

interface Head {
  readonly build: number;
  readonly parts: readonly { readonly name: string; readonly sum: number; readonly length: number }[];
}

/** Bytes before the head: the sum of all that follows it, and the length of the head. */
const SUM_BYTES = 4;
const PREFIX_BYTES = 8;

/** The file in which this Node.js looks for its record. */
export function recordName(): string {
  return `compiled-${process.version}-${process.platform}-${process.arch}`;
}

/** Two builds of one version differ in what they were configured with. */
function thisBuild(): number {
  return crc32(JSON.stringify([process.versions, process.config]));
}

/** A record as it is written to a file. */
export function writeRecord(parts: readonly CompiledPart[]): Buffer {
  const head: Head = {
    build: thisBuild(),
    parts: parts.map(({ name, sum, code }) => ({ name, sum, length: code.length })),
  };
  const text = Buffer.from(JSON.stringify(head));
  const record = Buffer.concat([Buffer.alloc(PREFIX_BYTES), text, ...parts.map(({ code }) => code)]);
  record.writeUInt32LE(text.length, SUM_BYTES);
  record.writeUInt32LE(crc32(record.subarray(SUM_BYTES)));
  return record;
}

/** The parts of a record; undefined where it is damaged, incomplete, or another build's. */
export function readRecord(record: Buffer): CompiledPart[] | undefined {
  if (record.length < PREFIX_BYTES) return undefined;
  if (crc32(record.subarray(SUM_BYTES)) !== record.readUInt32LE()) return undefined;
  let at = PREFIX_BYTES + record.readUInt32LE(SUM_BYTES);
  const { build, parts } = JSON.parse(record.toString('utf8', PREFIX_BYTES, at)) as Head;
  if (build !== thisBuild()) return undefined;
  return parts.map(({ name, sum, length }) => {
    const code = record.subarray(at, at + length);
    at += length;
    return { name, sum, code };
  });
}
