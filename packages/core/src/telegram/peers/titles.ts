import type { Clock } from '../../clock/clock.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { listDialogs, type DialogPosition, type DialogSource } from '../reader/list-dialogs.js';
import type { ResolveOptions } from './peers.js';

const LIFE_MS = 30_000;
/** Ten pages of a hundred: more dialogs than that are found by id, username or search. */
const MOST_PAGES = 10;

/** Titles of the account's own chats, read from the list of chats and good for a moment. */
export class TitleIndex {
  readonly #source: DialogSource;
  readonly #clock: Clock;
  #titles = new Map<string, string[]>();
  #at: number | undefined;
  #reading: Promise<Outcome<void>> | undefined;

  constructor(source: DialogSource, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Canonical ids of the chats with this title, whatever its case. */
  async find(title: string, how: ResolveOptions): Promise<Outcome<string[]>> {
    const read = await this.refresh(how);
    if (!read.ok) return read;
    return done([...(this.#titles.get(plain(title)) ?? [])]);
  }

  /** Reads the list of chats again if it was not read a moment ago. */
  async refresh(how: ResolveOptions): Promise<Outcome<void>> {
    const young = this.#at !== undefined && this.#clock.monotonic() - this.#at < LIFE_MS;
    if (young && how.fresh !== true) return done(undefined);
    this.#reading ??= this.#read(how).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read({ signal }: ResolveOptions): Promise<Outcome<void>> {
    const titles = new Map<string, string[]>();
    let position: DialogPosition | undefined;
    const options = signal === undefined ? {} : { signal };
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const portion = await listDialogs(this.#source, position, 100, options);
      if (!portion.ok) return portion;
      for (const { record, after } of portion.value.items) {
        position = after;
        if (record === undefined || record.title === '') continue;
        const key = plain(record.title);
        const ids = titles.get(key) ?? [];
        if (!ids.includes(record.id)) titles.set(key, [...ids, record.id]);
      }
      if (!portion.value.more || portion.value.items.length === 0) break;
    }
    this.#titles = titles;
    this.#at = this.#clock.monotonic();
    return done(undefined);
  }
}

function plain(title: string): string {
  return title.trim().normalize('NFC').toLowerCase();
}
