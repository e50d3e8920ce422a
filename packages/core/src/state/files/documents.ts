import { linkSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../clock/clock.js';
import { renameSteadily } from '../../platform/steadily.js';
import { StateError, type DocumentKind, type Versioned } from '../store.js';
import { sealEnvelope, type Envelope } from './envelope.js';
import {
  damaged,
  dataFile,
  headFile,
  isOld,
  lookInto,
  moveHead,
  newNonce,
  prune,
  setAside,
  type Head,
  type Look,
} from './generations.js';
import { keyOfName, nameOfKey } from './key-names.js';
import { asStateError, errorCode, isPrivateFolder, makePrivateFolder, syncFolder } from './private-files.js';
import { ReadFiles } from './read-files.js';
import { together } from './together.js';
import { writeVerified } from './verified-write.js';

const READS = 50;
/** How the name of a document begins that is not yet one. */
export const UNFINISHED = '.new-';

/** Documents as folders of generations below `root`: read, create once, compare and swap, list. */
export class Documents {
  readonly #swept = new Set<string>();
  readonly #files = new ReadFiles();

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
    return this.#lookAt(kind, this.folderOf(kind, key))?.head.nonce ?? '';
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
      const file = dataFile(unfinished, first);
      await writeVerified(file, bytes, true, async () => {
        // A head is its name only, and a second name costs a fraction of a second file.
        linkSync(file, headFile(unfinished, first));
        await syncFolder(unfinished);
      });
      // A folder cannot be renamed onto one that holds something: exactly one creator gets through.
      renameSteadily(unfinished, folder);
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

  /**
   * Replaces generation `expected`. `durable` false leaves out the fsyncs, for what a power cut may take back. `first` is done
   * before the document changes; the wait for it is one with that for the new generation.
   */
  async swap<T>(
    kind: DocumentKind<T>,
    key: string,
    expected: number,
    value: T,
    durable: boolean,
    first?: () => Promise<void>,
  ): Promise<number | undefined> {
    if (expected === 0) {
      await first?.();
      return (await this.create(kind, key, value)) ? 1 : undefined;
    }
    const folder = this.folderOf(kind, key);
    // Looked at whole, so that nothing is built on a generation that was damaged after its reader saw it.
    const before = this.#open(kind, folder);
    if (before === undefined || before.head.generation !== expected) return undefined;
    const { head } = before;
    const next: Head = { generation: expected + 1, nonce: newNonce() };
    const candidate = dataFile(folder, next);
    try {
      await writeVerified(candidate, seal(kind, key, next, value), durable, first);
    } catch (error) {
      // Others have moved on and pruned the candidate, or the whole folder is gone: the swap is lost either way.
      if (error instanceof StateError && this.#lookAt(kind, folder)?.head.nonce !== head.nonce)
        return undefined;
      throw error;
    }
    if (!moveHead(folder, head, next)) {
      rmSync(candidate, { force: true });
      return undefined;
    }
    await this.#afterWin(folder, { ...before, head: next }, durable);
    return next.generation;
  }

  /** Moves a document out of the way in one step, so that nobody sees half of it, and removes it then. */
  async remove(kind: DocumentKind<unknown>, key: string): Promise<void> {
    const parent = this.#folderOfKind(kind);
    if (!this.#isSafe(parent)) return;
    const gone = join(parent, `${UNFINISHED}${newNonce()}`);
    try {
      renameSteadily(this.folderOf(kind, key), gone);
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

  async #afterWin(folder: string, { head, names }: Look, durable: boolean): Promise<void> {
    const tidy = async (): Promise<void> => {
      try {
        prune(folder, head, names);
      } catch (error) {
        // What could not be removed harms nobody, and the swap is done.
        if (errorCode(error) === undefined) throw error;
      }
    };
    try {
      // A power cut in between takes the swap back, to the generation before: that one is not removed yet.
      await together(durable ? syncFolder(folder) : Promise.resolve(), tidy());
    } catch (error) {
      throw asStateError(error, folder);
    }
  }

  #open(kind: DocumentKind<unknown>, folder: string): (Look & { envelope: Envelope }) | undefined {
    let before: Head | undefined;
    for (let attempt = 0; attempt < READS; attempt += 1) {
      const look = this.#lookAt(kind, folder);
      if (look === undefined) return undefined;
      const file = dataFile(folder, look.head);
      const envelope = this.#files.read(file, kind.folder, look.head.generation);
      if (typeof envelope === 'string') throw setAside(folder, file, envelope, this.clock.now());
      if (envelope !== undefined) return { ...look, envelope };
      // Pruned between the two looks, unless the head still says the same.
      if (before?.nonce === look.head.nonce) throw damaged(folder, `${file} is missing`);
      before = look.head;
    }
    throw new StateError('STATE_BUSY', folder, `${folder} changes faster than it can be read.`);
  }

  #lookAt(kind: DocumentKind<unknown>, folder: string): Look | undefined {
    return this.#isSafe(this.#folderOfKind(kind)) ? lookInto(folder) : undefined;
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
