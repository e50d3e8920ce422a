/**
 * The copies of files that were shown to a person: what is approved is what is sent, whatever becomes of the original.
 * Private, under names of ours (the digest of what is in them), and read back only with that digest computed anew.
 */
import { randomUUID } from 'node:crypto';
import { lstatSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { done, errorCode, makePrivateFolder, renameSteadily, syncFolder, type Outcome } from '@tgmcp/core';
import { spoolRefused, spoolTrouble } from './file-refused.js';
import { readThrough, type ReadThrough } from './read-through.js';
import { enterSpool, entries, spoolBytes } from './spool-room.js';
import type { RoomWait } from './time-limits.js';

const BEGUN = 'begun-';
const LEAVING = 'leaving-';

/** What a spool may hold. */
export interface SpoolLimits {
  /** Bytes of one file, and of all together. */
  readonly maxFileBytes: number;
  readonly maxBytes: number;
  /** How long others are waited for that hold the last of the room while they are made. */
  readonly wait: RoomWait;
}

/**
 * Copies a file into the spool. Refused with FILE_TOO_LARGE, or SPOOL_UNWRITABLE when the disk or the spool is full;
 * nothing of it stays behind then, and nothing else is lost. Throws what the pieces throw.
 */
export async function keepCopy(
  folder: string,
  pieces: AsyncIterable<Buffer>,
  limits: SpoolLimits,
): Promise<Outcome<ReadThrough>> {
  const begun = join(folder, BEGUN + randomUUID());
  const room = enterSpool(folder, limits.maxBytes, limits.wait);
  let handle: FileHandle | undefined;
  try {
    await makePrivateFolder(folder);
    handle = await open(begun, 'wx', 0o600);
    const writer = handle;
    const read = await readThrough(marked(pieces), limits.maxFileBytes, async (piece) => {
      const came = await room.write(piece.length, () => writer.writeFile(piece));
      if (came === 'full') return full(folder, limits.maxBytes);
      return came === 'busy' ? busy(folder) : done(undefined);
    });
    if (!read.ok) return read;
    await writer.sync();
    // Other processes fill the same folder.
    if (spoolBytes(folder) > limits.maxBytes) return full(folder, limits.maxBytes);
    renameSteadily(begun, join(folder, read.value.sha256));
    await syncFolder(folder);
    return read;
  } catch (error) {
    if (error instanceof SourceBroken) throw error.cause;
    return spoolTrouble(folder, error);
  } finally {
    await handle?.close().catch(() => undefined);
    try {
      rmSync(begun, { force: true });
    } finally {
      room.leave();
    }
  }
}

/** Trouble where a file comes from, which is none of the spool's. */
class SourceBroken extends Error {
  override readonly name = 'SourceBroken';
}

async function* marked(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (cause) {
    throw new SourceBroken('the source broke off', { cause });
  }
}

function full(folder: string, maxBytes: number): Outcome<never> {
  const mb = maxBytes / (1024 * 1024);
  return spoolRefused(
    folder,
    `copies of files that wait for approval fill the ${mb} MB of TG_ACTIONS_SPOOL_MB`,
  );
}

function busy(folder: string): Outcome<never> {
  return spoolRefused(
    folder,
    'other files that are being copied hold the last of TG_ACTIONS_SPOOL_MB; try again when they are done',
  );
}

/** Names of the copies in a spool, each the digest of what is in it; those that no preview has made since `before`. */
export function copiesBefore(folder: string, before: number): string[] {
  return entries(folder).filter((name) => /^[0-9a-f]{64}$/.test(name) && isOlder(join(folder, name), before));
}

/** Takes copies away that no preview has made since `before`, though one may be doing so now. */
export function removeCopies(folder: string, names: readonly string[], before: number): void {
  for (const name of names) {
    const leaving = join(folder, LEAVING + randomUUID());
    try {
      // Out of the way first: a preview that puts a new copy there meanwhile keeps it.
      renameSteadily(join(folder, name), leaving);
      if (!isOlder(leaving, before)) renameSteadily(leaving, join(folder, name));
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    rmSync(leaving, { force: true });
  }
}

/** Takes away what killed processes left half-written since before `before`. */
export function sweepBegun(folder: string, before: number): void {
  for (const name of entries(folder)) {
    if (!name.startsWith(BEGUN) && !name.startsWith(LEAVING)) continue;
    if (isOlder(join(folder, name), before)) rmSync(join(folder, name), { force: true });
  }
}

function isOlder(file: string, before: number): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found !== undefined && found.mtimeMs < before;
}
