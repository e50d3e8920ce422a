import { lstatSync, type Stats } from 'node:fs';
import { openEnvelope, type Envelope } from './envelope.js';
import { readPrivateFileWithStats } from './private-files.js';

const MOST_FILES = 128;
/** Bytes above which a file is read anew each time, so that what is remembered stays small. */
const LARGEST = 65_536;

interface Known {
  readonly stats: Stats;
  readonly envelope: Envelope;
}

/**
 * Reads the files of generations. One that was read and found whole is not read again while it is the same file by its
 * number, size, times, owner and rights: the content of a generation never changes, and what changes it all the same changes those.
 */
export class ReadFiles {
  readonly #known = new Map<string, Known>();

  /** What a file holds; the reason as text when it is not what was once written there, undefined when it is not there. */
  read(file: string, folder: string, generation: number): Envelope | string | undefined {
    const known = this.#known.get(file);
    if (known !== undefined) {
      const stats = lstatSync(file, { throwIfNoEntry: false });
      if (stats !== undefined && isSame(stats, known.stats)) return known.envelope;
      this.#known.delete(file);
    }
    const found = readPrivateFileWithStats(file);
    if (found === undefined) return undefined;
    const envelope = openEnvelope(found.bytes, folder, generation);
    if (typeof envelope !== 'string' && found.bytes.length <= LARGEST) {
      this.#remember(file, { stats: found.stats, envelope });
    }
    return envelope;
  }

  #remember(file: string, known: Known): void {
    this.#known.set(file, known);
    if (this.#known.size <= MOST_FILES) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      break;
    }
  }
}

function isSame(one: Stats, other: Stats): boolean {
  return (
    one.ino === other.ino &&
    one.size === other.size &&
    // By themselves, because what is done to a file within one tick of the disk's clock leaves its times as they are.
    one.uid === other.uid &&
    one.mode === other.mode &&
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs
  );
}
