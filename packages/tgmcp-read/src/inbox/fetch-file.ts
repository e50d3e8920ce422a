/** Fetches one file into the inbox, part by part, going on where an earlier attempt ended. */
import { join } from 'node:path';
import {
  done,
  fetchPart,
  isExpired,
  PART_BYTES,
  type CallOptions,
  type Outcome,
  type RemoteFile,
  type Telegram,
} from '@tgmcp/core';
import { inboxRefusal, inboxTrouble, isFull } from './inbox-trouble.js';
import { isThere, Occupied, PartFile } from './part-file.js';

/** A file that is wanted. */
export interface Wanted {
  readonly file: RemoteFile;
  /** Its name in the inbox. */
  readonly name: string;
  /** Looks it up anew, when what Telegram said of it has grown too old. */
  readonly again: () => Promise<Outcome<RemoteFile>>;
  /** Hears how many further bytes are there. */
  readonly progress: (bytes: number) => Promise<void>;
}

/** Where it stands now. */
export interface Stored {
  readonly path: string;
  /** Bytes that were there before. */
  readonly had: number;
}

/**
 * Fetches a file, unless it is there. Refused with INBOX_UNWRITABLE, NO_FILE and as calls are; what was fetched stays for
 * the next attempt, unless the disk is full.
 */
export async function fetchToInbox(
  account: Telegram,
  folder: string,
  wanted: Wanted,
  options: CallOptions,
): Promise<Outcome<Stored>> {
  const path = join(folder, wanted.name);
  const { size } = wanted.file;
  let part: PartFile | undefined;
  try {
    if (isThere(path, size)) return done({ path, had: size });
    part = await PartFile.open(path, size);
    const filled = await fill(new Source(account, wanted, options), part, wanted);
    if (!filled.ok) return filled;
    await part.finish(size);
    return done({ path, had: filled.value });
  } catch (error) {
    if (isFull(error)) await part?.discard();
    return error instanceof Occupied ? inTheWay(error, path, size) : inboxRefusal(path, error);
  } finally {
    await part?.close();
  }
}

/** Another process may have finished the same file meanwhile; then that is the one. */
function inTheWay(occupied: Occupied, path: string, size: number): Outcome<Stored> {
  try {
    if (isThere(path, size)) return done({ path, had: size });
  } catch (error) {
    if (!(error instanceof Occupied)) return inboxRefusal(path, error);
  }
  return inboxTrouble(occupied.message, 'another file stands there; move it away');
}

/** The parts of a file at Telegram. */
class Source {
  #file: RemoteFile;
  #renewed = false;

  constructor(
    private readonly account: Telegram,
    private readonly wanted: Wanted,
    private readonly options: CallOptions,
  ) {
    this.#file = wanted.file;
  }

  /** One part; a reference that is too old is renewed once. */
  async part(offset: number): Promise<Outcome<Buffer>> {
    const part = await fetchPart(this.account, this.#file, offset, this.options);
    if (part.ok || this.#renewed || !isExpired(part)) return part;
    this.#renewed = true;
    const found = await this.wanted.again();
    if (!found.ok) return found;
    this.#file = { ...found.value, size: this.wanted.file.size };
    return fetchPart(this.account, this.#file, offset, this.options);
  }
}

/** Writes what is missing; the outcome is how many bytes did not have to be fetched. */
async function fill(source: Source, part: PartFile, wanted: Wanted): Promise<Outcome<number>> {
  const { size } = wanted.file;
  const start = await placeToGoOn(source, part);
  if (!start.ok) return start;
  await wanted.progress(start.value);
  for (let offset = start.value; offset < size; offset += PART_BYTES) {
    const bytes = await source.part(offset);
    if (!bytes.ok) return bytes;
    await part.write(bytes.value, offset);
    await wanted.progress(bytes.value.length);
  }
  return start;
}

/** After a power cut a file can be longer than what was written of it, so the last part is compared before it is trusted. */
async function placeToGoOn(source: Source, part: PartFile): Promise<Outcome<number>> {
  const offset = Math.floor(part.begun / PART_BYTES) * PART_BYTES;
  if (offset === 0) return done(0);
  const last = offset - PART_BYTES;
  const bytes = await source.part(last);
  if (!bytes.ok) return bytes;
  if (bytes.value.equals(await part.read(last, PART_BYTES))) return done(offset);
  await part.restart();
  return done(0);
}
