/**
 * Logs as JSONL files. The anchor, a document beside the log, holds the newest line and where it begins: the swap of
 * the anchor decides who writes next, then the line goes to its place in the file. Who is killed or paused between the
 * two leaves a line that anybody can write for him, the same bytes to the same place, so nothing tears or interleaves. The
 * anchor keeps the newest line durable; in the file it is made so before the anchor moves on, in the same wait.
 */
import { closeSync, constants, fdatasync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { noFollow } from '../../platform/no-follow.js';
import { steadily } from '../../platform/steadily.js';
import { StateError, type DocumentKind, type Versioned } from '../store.js';
import type { Documents } from './documents.js';
import { openEnvelope } from './envelope.js';
import { damaged, dataFile, findHead } from './generations.js';
import { InTurn } from './in-turn.js';
import { nameOfKey } from './key-names.js';
import {
  asStateError,
  checkOpenFile,
  flushed,
  isPrivateFolder,
  makePrivateFolder,
  readPrivateFile,
  syncFolder,
} from './private-files.js';

const anchorSchema = z.strictObject({ offset: z.number().int().nonnegative(), line: z.string() });
type Anchor = z.infer<typeof anchorSchema>;

const ANCHORS: DocumentKind<Anchor> = { folder: 'log-anchors', version: 1, schema: anchorSchema };
const TRIES = 1_000;

/** The logs below a root folder. */
export class Logs {
  readonly #turns = new InTurn();

  constructor(readonly documents: Documents) {}

  append(log: string, seal: (previousLine: string | undefined) => string): Promise<void> {
    return this.#turns.run(log, async () => {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const anchor = this.documents.read(ANCHORS, log);
        if (!(await this.#complete(log, anchor))) continue;
        const line = seal(anchor?.value.line);
        if (line.includes('\n')) throw new TypeError('a log record is one line');
        const next: Anchor = { offset: anchor === undefined ? 0 : endOf(anchor.value), line };
        // Until then the anchor holds the line before, and then only the file does.
        const flush = (): Promise<void> => this.#flush(log, anchor);
        const generation = await this.documents.swap(
          ANCHORS,
          log,
          anchor?.generation ?? 0,
          next,
          true,
          flush,
        );
        if (generation === undefined) continue;
        await this.#complete(log, { value: next, generation });
        return;
      }
      throw new StateError(
        'STATE_BUSY',
        this.#fileOf(log),
        `${this.#fileOf(log)} is contended by too many writers.`,
      );
    });
  }

  /** The lines as they stand in the file, and the newest from the anchor when its writer did not get to write it. */
  read(log: string): string[] {
    const anchor = this.anchor(log);
    const file = this.#fileOf(log);
    let bytes = (isPrivateFolder(this.documents.root) && readPrivateFile(file)) || Buffer.alloc(0);
    if (anchor !== undefined) {
      const begun = bytes.subarray(anchor.offset);
      const line = bytesOf(anchor);
      if (bytes.length >= anchor.offset && line.subarray(0, begun.length).equals(begun)) {
        bytes = Buffer.concat([bytes.subarray(0, anchor.offset), line]);
      }
    }
    const lines = bytes.toString('utf8').split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines;
  }

  anchor(log: string): Anchor | undefined {
    return this.documents.read(ANCHORS, log)?.value;
  }

  /** Sees to it that the file ends with the anchor's line. False when the anchor has moved on meanwhile. */
  async #complete(log: string, anchor: Versioned<Anchor> | undefined): Promise<boolean> {
    const file = this.#fileOf(log);
    const problem = await this.#writeLine(file, anchor?.value);
    if (problem === undefined) return true;
    if (this.documents.read(ANCHORS, log)?.generation !== anchor?.generation) return false;
    throw damaged(file, problem);
  }

  /** Writes what is missing of the line; the reason as text when the file is not what the anchor says. */
  async #writeLine(file: string, anchor: Anchor | undefined): Promise<string | undefined> {
    if (anchor === undefined) {
      const found = isPrivateFolder(this.documents.root) ? readPrivateFile(file) : undefined;
      return found === undefined || found.length === 0 ? undefined : 'it has lines, but its anchor is gone';
    }
    await makePrivateFolder(join(this.documents.root, 'logs'));
    try {
      const flags = noFollow(file, constants.O_RDWR | constants.O_CREAT);
      const descriptor = steadily(() => openSync(file, flags, 0o600));
      try {
        checkOpenFile(file, fstatSync(descriptor));
        const size = fstatSync(descriptor).size;
        if (size < anchor.offset) return 'lines are missing at its end';
        if (size > endOf(anchor)) return 'something was appended from outside';
        const line = bytesOf(anchor);
        const begun = Buffer.alloc(size - anchor.offset);
        readSync(descriptor, begun, 0, begun.length, anchor.offset);
        if (!line.subarray(0, begun.length).equals(begun)) return 'its last line was changed';
        writeWhole(descriptor, line, begun.length, anchor.offset);
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      throw asStateError(error, file);
    }
    return undefined;
  }

  /** Waits until the anchor's line is on the disk in the file, whoever wrote it there. */
  async #flush(log: string, anchor: Versioned<Anchor> | undefined): Promise<void> {
    if (anchor === undefined) return;
    const file = this.#fileOf(log);
    try {
      // Windows flushes only what is open for writing.
      const descriptor = openSync(file, noFollow(file, constants.O_RDWR));
      try {
        await flushed(fdatasync, descriptor);
      } finally {
        closeSync(descriptor);
      }
      if (anchor.value.offset === 0) await syncFolder(join(file, '..'));
    } catch (error) {
      throw asStateError(error, file);
    }
  }

  #fileOf(log: string): string {
    return join(this.documents.root, 'logs', `${nameOfKey(log)}.jsonl`);
  }
}

/** What is wrong with a log; undefined when it is what its anchor says, or a line short of it, which anybody completes. */
export function logProblem(root: string, log: string): string | undefined {
  const bytes = readPrivateFile(join(root, 'logs', `${log}.jsonl`)) ?? Buffer.alloc(0);
  const folder = join(root, ANCHORS.folder, log);
  const head = findHead(folder);
  if (head === undefined) return bytes.length === 0 ? undefined : 'it has lines, but its anchor is gone';
  const sealed = openEnvelope(
    readPrivateFile(dataFile(folder, head)) ?? Buffer.alloc(0),
    ANCHORS.folder,
    head.generation,
  );
  const anchor = typeof sealed === 'string' ? undefined : anchorSchema.safeParse(sealed.data).data;
  // A damaged anchor is a damaged document of its own.
  if (anchor === undefined) return undefined;
  if (bytes.length < anchor.offset) return 'lines are missing at its end';
  if (bytes.length > endOf(anchor)) return 'something was appended from outside';
  const begun = bytes.subarray(anchor.offset);
  return bytesOf(anchor).subarray(0, begun.length).equals(begun) ? undefined : 'its last line was changed';
}

function writeWhole(descriptor: number, bytes: Buffer, from: number, offset: number): void {
  for (let written = from; written < bytes.length;) {
    written += writeSync(descriptor, bytes, written, bytes.length - written, offset + written);
  }
}

function bytesOf(anchor: Anchor): Buffer {
  return Buffer.from(`${anchor.line}\n`);
}

function endOf(anchor: Anchor): number {
  return anchor.offset + bytesOf(anchor).length;
}
