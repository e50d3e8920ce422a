/**
 * A file that grows in the inbox under a name of its own and gets its real name when it is whole. Two processes may fill
 * the same one: they write the same bytes to the same places, one after the other from the beginning, so that whatever
 * its length is, the bytes before it are right.
 */
import { constants, lstatSync, rmSync, type Stats } from 'node:fs';
import { link, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, noFollow, noLinksHere, rightsProblem, StateError, syncFolder } from '@tgmcp/core';
import { PART } from './folder.js';

const FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK;
const ANEW = FLAGS | constants.O_EXCL;

/** Somebody else's file stands where ours must be. */
export class Occupied extends Error {
  override readonly name = 'Occupied';
}

/** Whether the whole file is there already. Throws {@link Occupied} for anything else of that name. */
export function isThere(file: string, size: number): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isFile() || found.size !== size) throw new Occupied(file);
  if (found.nlink === 1) return true;
  // Whoever gave it its name did not come to take the other one away.
  const part = lstatSync(file + PART, { throwIfNoEntry: false });
  if (found.nlink !== 2 || part?.ino !== found.ino) throw new Occupied(file);
  rmSync(file + PART, { force: true });
  return true;
}

/** The part of one file; every method may fail as the disk does. */
export class PartFile {
  private constructor(
    private readonly file: string,
    private handle: FileHandle,
    /** How much was there when it was opened. */
    readonly begun: number,
  ) {}

  /** Opens the part of `file`, of which there may be something from before. */
  static async open(file: string, size: number): Promise<PartFile> {
    const handle = await open(file + PART, noFollow(file + PART, FLAGS), 0o600);
    try {
      const found = await handle.stat();
      if (!isOurs(found)) throw new Occupied(file + PART);
      if (found.size <= size) return new PartFile(file, handle, found.size);
      const part = new PartFile(file, handle, 0);
      await part.restart();
      return part;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const { buffer, bytesRead } = await this.handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  }

  /** Writes all of it, or fails. */
  async write(bytes: Buffer, offset: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, offset + done);
      done += bytesWritten;
    }
    await this.handle.datasync();
  }

  /** Forgets what was there. A new file, because another process may be giving the old one its name. */
  async restart(): Promise<void> {
    await this.discard();
    // Windows gives a name free only when the last handle of its file is closed.
    await this.handle.close();
    this.handle = await open(this.file + PART, ANEW, 0o600);
  }

  /** Gives the whole file its name, durably. Throws {@link Occupied} when another one has it. */
  async finish(size: number): Promise<void> {
    await this.handle.sync();
    const mine = await this.handle.stat();
    const part = lstatSync(this.file + PART, { throwIfNoEntry: false });
    if (mine.size !== size || (part !== undefined && part.ino !== mine.ino))
      throw new Occupied(this.file + PART);
    try {
      await link(this.file + PART, this.file);
    } catch (error) {
      // Another process was first.
      if (isThere(this.file, size)) return await this.discard();
      const reason = noLinksHere(errorCode(error));
      throw reason === undefined ? error : new StateError('STATE_UNWRITABLE', this.file, reason);
    }
    const named = lstatSync(this.file);
    if (named.ino !== mine.ino || named.dev !== mine.dev) {
      await rm(this.file, { force: true });
      throw new Occupied(this.file + PART);
    }
    await this.discard();
    await syncFolder(dirname(this.file));
  }

  /** Takes the part away. */
  async discard(): Promise<void> {
    await rm(this.file + PART, { force: true });
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

function isOurs(found: Stats): boolean {
  return found.isFile() && found.nlink <= 1 && rightsProblem(found, '600') === undefined;
}
