/**
 * The file of an export while it is being written. Whoever goes on with one copies the good bytes into a new file first:
 * a process that still holds the old one, because it was paused, writes into nothing that counts.
 */
import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { noFollow } from '../platform/no-follow.js';
import { renameSteadilyLater } from '../platform/steadily.js';
import { asStateError, syncFolder } from '../state/files/private-files.js';

const CHUNK = 1 << 20;
// An exclusive open makes the file, and so follows no link on any system.
const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;

/** An open part; every method throws a StateError when the disk does not take it. */
export class PartFile {
  #bytes = 0;
  #closed = false;

  private constructor(
    readonly path: string,
    private readonly handle: FileHandle,
    private readonly hash: Hash,
  ) {}

  /** Goes on behind the good bytes of a part, or makes it where there are none; undefined when they are not what they were. */
  static async goOn(
    path: string,
    good: { readonly bytes: number; readonly sha256: string },
  ): Promise<PartFile | undefined> {
    return trying(path, async () => {
      if (good.bytes === 0) {
        await rm(path, { force: true });
        return new PartFile(path, await open(path, NEW, 0o600), createHash('sha256'));
      }
      const old = await openOld(path);
      if (old === undefined) return undefined;
      const fresh = `${path}.new`;
      await rm(fresh, { force: true });
      const part = new PartFile(fresh, await open(fresh, NEW, 0o600), createHash('sha256'));
      try {
        await part.#take(old, good.bytes);
        if (part.#bytes === good.bytes && part.sha256 === good.sha256) {
          await part.sync();
          // Windows puts nothing in the place of a file that is open.
          await old.close();
          await renameSteadilyLater(fresh, path);
          await syncFolder(dirname(path));
          return new PartFile(path, part.handle, part.hash).#behind(good.bytes);
        }
        await part.close();
        await rm(fresh, { force: true });
        return undefined;
      } catch (error) {
        await part.close();
        throw error;
      } finally {
        await old.close();
      }
    });
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The SHA-256 of everything that was written. */
  get sha256(): string {
    return this.hash.copy().digest('hex');
  }

  async write(text: string): Promise<void> {
    await trying(this.path, () => this.#append(Buffer.from(text)));
  }

  /** Makes what was written survive a power cut. */
  async sync(): Promise<void> {
    await trying(this.path, () => this.handle.datasync());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.handle.close();
  }

  #behind(bytes: number): this {
    this.#bytes = bytes;
    return this;
  }

  async #take(old: FileHandle, most: number): Promise<void> {
    const buffer = Buffer.allocUnsafe(CHUNK);
    while (this.#bytes < most) {
      const wanted = Math.min(CHUNK, most - this.#bytes);
      const { bytesRead } = await old.read(buffer, 0, wanted, this.#bytes);
      if (bytesRead === 0) return;
      await this.#append(buffer.subarray(0, bytesRead));
    }
  }

  async #append(buffer: Buffer): Promise<void> {
    for (let from = 0; from < buffer.length;) {
      const { bytesWritten } = await this.handle.write(
        buffer,
        from,
        buffer.length - from,
        this.#bytes + from,
      );
      from += bytesWritten;
    }
    this.hash.update(buffer);
    this.#bytes += buffer.length;
  }
}

/** Gives a whole part its name. Nothing happens when that was done before. */
export async function publish(part: string, file: string): Promise<void> {
  await trying(file, async () => {
    try {
      await renameSteadilyLater(part, file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
    await syncFolder(dirname(file));
  });
}

async function openOld(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, noFollow(path, constants.O_RDONLY));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function trying<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStateError(error, file);
  }
}
