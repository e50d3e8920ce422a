/**
 * Access hashes on disk: one document for some hundred peers, so that a page of a hundred dialogs costs one commit, and
 * none when it brings nothing new. Processes of the same account add to the same documents.
 */
import * as z from 'zod';
import { StateError, type DocumentKind, type StateStore } from '../../state/store.js';
import { entrySchema, type PeerEntry } from './entry.js';

const PER_DOCUMENT = 400;

const documentSchema = z.record(z.string(), entrySchema);
type PeerDocument = z.infer<typeof documentSchema>;
const PEERS: DocumentKind<PeerDocument> = { folder: 'peers', version: 1, schema: documentSchema };

interface Kept {
  readonly entry: PeerEntry;
  /** Number of the document it stands in. */
  readonly document: number;
}

/**
 * The peers of one account. A damaged document stays as it is and is reported: what stood in it is met again at
 * Telegram and kept in another document, so that damage to this memory does not stop the reading.
 */
export class PeerStore {
  readonly #store: StateStore;
  readonly #warn: (text: string) => void;
  readonly #damaged = new Set<number>();
  #kept = new Map<string, Kept>();
  #sizes = new Map<number, number>();
  #loaded: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: StateStore, warn: (text: string) => void = () => undefined) {
    this.#store = store;
    this.#warn = warn;
  }

  /** What is kept of an id, by whichever process. */
  async get(id: string): Promise<PeerEntry | undefined> {
    await this.#load();
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept.entry;
    // Another process may have met it since.
    await this.#reload();
    return this.#kept.get(id)?.entry;
  }

  /** Keeps entries; when it resolves they are on disk. */
  async put(entries: ReadonlyMap<string, PeerEntry>): Promise<void> {
    await this.#load();
    if (![...entries].some(([id, entry]) => this.#isNews(id, entry))) return;
    const turn = this.#turn.then(
      () => this.#write(entries),
      () => this.#write(entries),
    );
    this.#turn = turn.catch(() => undefined);
    await turn;
  }

  #isNews(id: string, entry: PeerEntry): boolean {
    return isNews(this.#kept.get(id)?.entry, entry);
  }

  async #write(entries: ReadonlyMap<string, PeerEntry>): Promise<void> {
    const news = new Map<number, PeerDocument>();
    let last = Math.max(0, ...this.#sizes.keys());
    let room = this.#damaged.has(last) ? 0 : PER_DOCUMENT - (this.#sizes.get(last) ?? 0);
    for (const [id, entry] of entries) {
      if (!this.#isNews(id, entry)) continue;
      let document = this.#kept.get(id)?.document;
      if (document === undefined || this.#damaged.has(document)) {
        if (room <= 0) {
          do last += 1;
          while (this.#damaged.has(last));
          room = PER_DOCUMENT;
        }
        room -= 1;
        document = last;
      }
      news.set(document, { ...news.get(document), [id]: entry });
    }
    for (const [document, added] of news) {
      try {
        const key = keyOf(document);
        const stored = await this.#store.update(PEERS, key, (current) => merged(current, added));
        this.#take(document, stored ?? added);
      } catch (error) {
        this.#report(document, error);
        await this.#write(new Map(Object.entries(added)));
      }
    }
  }

  async #load(): Promise<void> {
    this.#loaded ??= this.#reload();
    try {
      await this.#loaded;
    } catch (error) {
      this.#loaded = undefined;
      throw error;
    }
  }

  async #reload(): Promise<void> {
    for (const key of await this.#store.keys(PEERS)) {
      const document = Number(key.slice(1));
      try {
        const stored = await this.#store.get(PEERS, key);
        this.#damaged.delete(document);
        if (stored !== undefined) this.#take(document, stored.value);
      } catch (error) {
        this.#report(document, error);
      }
    }
  }

  /** Notes a damaged document, once; any other trouble is thrown on. */
  #report(document: number, error: unknown): void {
    if (!(error instanceof StateError) || error.code !== 'STATE_CORRUPT') throw error;
    if (this.#damaged.has(document)) return;
    this.#damaged.add(document);
    this.#warn(`known chats and people: ${error.message}`);
  }

  #take(document: number, content: PeerDocument): void {
    const entries = Object.entries(content);
    for (const [id, entry] of entries) this.#kept.set(id, { entry, document });
    this.#sizes.set(document, entries.length);
  }
}

/** What another process has learnt meanwhile is not given up for less. */
function merged(current: PeerDocument | undefined, added: PeerDocument): PeerDocument {
  const news = Object.entries(added).filter(([id, entry]) => isNews(current?.[id], entry));
  return { ...current, ...Object.fromEntries(news) };
}

function isNews(kept: PeerEntry | undefined, entry: PeerEntry): boolean {
  if (kept === undefined) return true;
  if (entry.seen !== undefined) {
    // An access hash is more than a message, and a later message is news only where the earlier one may be gone.
    return (
      kept.seen !== undefined && kept.seen.chat === entry.seen.chat && kept.seen.message < entry.seen.message
    );
  }
  return (
    kept.kind !== entry.kind ||
    kept.title !== entry.title ||
    kept.username !== entry.username ||
    kept.hash !== entry.hash
  );
}

function keyOf(document: number): string {
  return `p${String(document).padStart(4, '0')}`;
}
