import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock/clock.js';
import { StateError, type DocumentKind, type Versioned } from '../store.js';
import { openEnvelope, sealEnvelope, type Envelope } from './envelope.js';
import {
  damaged,
  dataFile,
  findHead,
  headFile,
  isOld,
  moveHead,
  newNonce,
  prune,
  setAside,
  type Head,
} from './generations.js';
import { keyOfName, nameOfKey } from './key-names.js';
import {
  asStateError,
  errorCode,
  isPrivateFolder,
  makePrivateFolder,
  readPrivateFile,
  syncFolder,
} from './private-files.js';
import { makeEmptyFile, writeVerified } from './verified-write.js';

const READS = 50;
/** How the name of a document begins that is not yet one. */
export const UNFINISHED = '.new-';

/** Documents as folders of generations below `root`: read, create once, compare and swap, list. */
export class Documents {
  readonly #swept = new Set<string>();

  constructor(
    readonly root: string,
    readonly clock: Clock,
  ) {}

  /** The folder of one document. */
  folderOf(kind: DocumentKind<unknown>, key: string): string {
    return join(this.#folderOfKind(kind), nameOfKey(key));
  }

  /** Changes whenever the document does; for who waits and wonders whether the others are alive. */
  progress(kind: DocumentKind<unknown>, key: string): string {
    return this.#headOf(kind, this.folderOf(kind, key))?.nonce ?? '';
  }

  read<T>(kind: DocumentKind<T>, key: string): Versioned<T> | undefined {
    const folder = this.folderOf(kind, key);
    const found = this.#open(kind, folder)?.envelope;
    if (found === undefined) return undefined;
    if (found.key !== key) throw damaged(folder, `it belongs to another key`);
    if (found.version !== kind.version) {
      throw damaged(
        folder,
        `it has format version ${found.version}, this program knows version ${kind.version}`,
      );
    }
    const value = kind.schema.safeParse(found.data);
    // Whole but unknown, as after going back to an older program: the bytes stay where they are.
    if (!value.success) throw damaged(folder, 'its content does not fit the schema of this program');
    return { value: value.data, generation: found.generation };
  }

  async create<T>(kind: DocumentKind<T>, key: string, value: T): Promise<boolean> {
    const folder = this.folderOf(kind, key);
    if (this.#open(kind, folder) !== undefined) return false;
    const first: Head = { generation: 1, nonce: newNonce() };
    const bytes = seal(kind, key, first, value);
    const parent = this.#folderOfKind(kind);
    const unfinished = join(parent, `${UNFINISHED}${first.nonce}`);
    try {
      await makePrivateFolder(parent);
      mkdirSync(unfinished, { mode: 0o700 });
      this.#sweep(parent, unfinished);
      await writeVerified(dataFile(unfinished, first), bytes, true);
      makeEmptyFile(headFile(unfinished, first));
      await syncFolder(unfinished);
      // A folder cannot be renamed onto one that holds something: exactly one creator gets through.
      renameSync(unfinished, folder);
      await syncFolder(parent);
      return true;
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      const code = errorCode(error);
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && isPrivateFolder(folder)))
        return false;
      throw asStateError(error, folder);
    }
  }

  /** Replaces generation `expected`. `durable` false leaves out the fsyncs, for what a power cut may take back. */
  async swap<T>(
    kind: DocumentKind<T>,
    key: string,
    expected: number,
    value: T,
    durable: boolean,
  ): Promise<number | undefined> {
    if (expected === 0) return (await this.create(kind, key, value)) ? 1 : undefined;
    const folder = this.folderOf(kind, key);
    // Read whole, so that nothing is built on a generation that was damaged after its reader saw it.
    const head = this.#open(kind, folder)?.head;
    if (head === undefined || head.generation !== expected) return undefined;
    const next: Head = { generation: expected + 1, nonce: newNonce() };
    const candidate = dataFile(folder, next);
    try {
      await writeVerified(candidate, seal(kind, key, next, value), durable);
    } catch (error) {
      // Others have moved on and pruned the candidate, or the whole folder is gone: the swap is lost either way.
      if (error instanceof StateError && this.#headOf(kind, folder)?.nonce !== head.nonce) return undefined;
      throw error;
    }
    if (!moveHead(folder, head, next)) {
      rmSync(candidate, { force: true });
      return undefined;
    }
    await this.#afterWin(folder, next, durable);
    return next.generation;
  }

  /** Moves a document out of the way in one step, so that nobody sees half of it, and removes it then. */
  async remove(kind: DocumentKind<unknown>, key: string): Promise<void> {
    const parent = this.#folderOfKind(kind);
    if (!this.#isSafe(parent)) return;
    const gone = join(parent, `${UNFINISHED}${newNonce()}`);
    try {
      renameSync(this.folderOf(kind, key), gone);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return;
      throw error;
    }
    await syncFolder(parent);
    rmSync(gone, { recursive: true, force: true });
  }

  keys(kind: DocumentKind<unknown>): string[] {
    const parent = this.#folderOfKind(kind);
    if (!this.#isSafe(parent)) return [];
    try {
      return readdirSync(parent)
        .filter((name) => !name.startsWith(UNFINISHED))
        .flatMap((name) => keyOfName(name) ?? this.#open(kind, join(parent, name))?.envelope.key ?? []);
    } catch (error) {
      throw asStateError(error, parent);
    }
  }

  async #afterWin(folder: string, head: Head, durable: boolean): Promise<void> {
    try {
      if (durable) await syncFolder(folder);
    } catch (error) {
      throw asStateError(error, folder);
    }
    try {
      prune(folder, head);
    } catch (error) {
      // What could not be removed harms nobody, and the swap is done.
      if (errorCode(error) === undefined) throw error;
    }
  }

  #open(kind: DocumentKind<unknown>, folder: string): { head: Head; envelope: Envelope } | undefined {
    let before: Head | undefined;
    for (let attempt = 0; attempt < READS; attempt += 1) {
      const head = this.#headOf(kind, folder);
      if (head === undefined) return undefined;
      const file = dataFile(folder, head);
      const bytes = readPrivateFile(file);
      if (bytes !== undefined) {
        const envelope = openEnvelope(bytes, kind.folder, head.generation);
        if (typeof envelope !== 'string') return { head, envelope };
        throw setAside(folder, file, envelope, this.clock.now());
      }
      // Pruned between the two looks, unless the head still says the same.
      if (before?.nonce === head.nonce) throw damaged(folder, `${file} is missing`);
      before = head;
    }
    throw new StateError('STATE_BUSY', folder, `${folder} changes faster than it can be read.`);
  }

  #headOf(kind: DocumentKind<unknown>, folder: string): Head | undefined {
    return this.#isSafe(this.#folderOfKind(kind)) ? findHead(folder) : undefined;
  }

  #isSafe(parent: string): boolean {
    return isPrivateFolder(this.root) && isPrivateFolder(parent);
  }

  #folderOfKind(kind: DocumentKind<unknown>): string {
    if (!/^[a-z][a-z0-9-]*$/.test(kind.folder))
      throw new TypeError(`not a folder of documents: ${kind.folder}`);
    return join(this.root, kind.folder);
  }

  /** Once a process and kind: removes what creators that were killed left behind. */
  #sweep(parent: string, fresh: string): void {
    if (this.#swept.has(parent)) return;
    this.#swept.add(parent);
    sweepUnfinished(parent, fresh);
  }
}

function sweepUnfinished(parent: string, fresh: string): void {
  const now = lstatSync(fresh).mtimeMs;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const path = join(parent, name);
    if (isOld(path, now)) rmSync(path, { recursive: true, force: true });
  }
}

function seal<T>(kind: DocumentKind<T>, key: string, head: Head, value: T): Buffer {
  const data = kind.schema.parse(value);
  return sealEnvelope({ folder: kind.folder, key, version: kind.version, generation: head.generation, data });
}
