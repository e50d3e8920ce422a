import type { PeerRef, WorldMessage } from './model.js';

/**
 * The messages of one chat as one box holds them, by ascending id; every look-up is a binary search. Services read it by
 * place ({@link at}, {@link slice}) and change a message that they took by its id ({@link get}).
 */
export class History {
  readonly pinned = new Set<number>();
  /** The id a new message of a channel gets; never one that was used before. */
  nextId = 1;
  readonly #ids: number[] = [];
  readonly #messages: WorldMessage[] = [];

  constructor(
    readonly peer: PeerRef,
    /** The account whose box this is; 0n for a channel. */
    readonly owner: bigint,
  ) {}

  /** How many messages it holds. */
  get size(): number {
    return this.#ids.length;
  }

  /** The highest id, or 0. */
  get topId(): number {
    return this.idAt(this.size - 1) ?? 0;
  }

  /** The newest message. */
  get top(): WorldMessage | undefined {
    return this.at(this.size - 1);
  }

  /** The id at a place, counted from the oldest; undefined outside. */
  idAt(index: number): number | undefined {
    return this.#ids[index];
  }

  /** The message at a place, counted from the oldest, to be read; undefined outside. */
  at(index: number): WorldMessage | undefined {
    return this.#messages[index];
  }

  /** The messages at places `from` to `to` (not included), oldest first. */
  slice(from: number, to: number = this.size): WorldMessage[] {
    const found: WorldMessage[] = [];
    for (let index = Math.max(0, from); index < Math.min(to, this.size); index++) {
      const message = this.at(index);
      if (message !== undefined) found.push(message);
    }
    return found;
  }

  /** All ids, ascending. */
  get ids(): readonly number[] {
    return this.#ids;
  }

  /** All messages, oldest first, as one list: for tests and for chats that are known to be small. */
  get messages(): readonly WorldMessage[] {
    return this.#messages;
  }

  /** How many messages have an id below `id`. */
  countBelow(id: number): number {
    return lowerBound(this.size, (index) => (this.idAt(index) ?? 0) < id);
  }

  /** How many of the oldest messages were sent before `date` (dates rise with ids). */
  countBefore(date: number): number {
    return lowerBound(this.size, (index) => (this.at(index)?.date ?? 0) < date);
  }

  /** The message with that id. */
  get(id: number): WorldMessage | undefined {
    const index = this.countBelow(id);
    return this.idAt(index) === id ? this.at(index) : undefined;
  }

  /** Adds a message; at the end in constant time. Throws when the id is taken. */
  add(id: number, message: WorldMessage): void {
    if (id > this.topId) {
      this.#ids.push(id);
      this.#messages.push(message);
    } else {
      const index = this.countBelow(id);
      if (this.idAt(index) === id) throw new Error(`message id ${id} is already taken`);
      this.#ids.splice(index, 0, id);
      this.#messages.splice(index, 0, message);
    }
    this.nextId = Math.max(this.nextId, id + 1);
    if (message.pinned === true) this.pinned.add(id);
  }

  /** Removes a message; false when there was none. */
  remove(id: number): boolean {
    const index = this.countBelow(id);
    if (this.idAt(index) !== id) return false;
    this.#ids.splice(index, 1);
    this.#messages.splice(index, 1);
    this.pinned.delete(id);
    return true;
  }
}

function lowerBound(length: number, isBelow: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBelow(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
