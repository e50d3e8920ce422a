import type { PeerRef, WorldMessage } from './model.js';

/** The messages of one chat as one box holds them, by ascending id; every look-up is a binary search. */
export class History {
  readonly ids: number[] = [];
  readonly messages: WorldMessage[] = [];
  readonly pinned = new Set<number>();
  /** The id a new message of a channel gets; never one that was used before. */
  nextId = 1;

  constructor(
    readonly peer: PeerRef,
    /** The account whose box this is; 0n for a channel. */
    readonly owner: bigint,
  ) {}

  /** How many messages it holds. */
  get size(): number {
    return this.ids.length;
  }

  /** The highest id, or 0. */
  get topId(): number {
    return this.ids.at(-1) ?? 0;
  }

  /** The newest message. */
  get top(): WorldMessage | undefined {
    return this.messages.at(-1);
  }

  /** How many messages have an id below `id`. */
  countBelow(id: number): number {
    return lowerBound(this.ids.length, (index) => (this.ids[index] ?? 0) < id);
  }

  /** How many of the oldest messages were sent before `date` (dates rise with ids). */
  countBefore(date: number): number {
    return lowerBound(this.messages.length, (index) => (this.messages[index]?.date ?? 0) < date);
  }

  /** The message with that id. */
  get(id: number): WorldMessage | undefined {
    const index = this.countBelow(id);
    return this.ids[index] === id ? this.messages[index] : undefined;
  }

  /** Adds a message; at the end in constant time. Throws when the id is taken. */
  add(id: number, message: WorldMessage): void {
    if (id > this.topId) {
      this.ids.push(id);
      this.messages.push(message);
    } else {
      const index = this.countBelow(id);
      if (this.ids[index] === id) throw new Error(`message id ${id} is already taken`);
      this.ids.splice(index, 0, id);
      this.messages.splice(index, 0, message);
    }
    this.nextId = Math.max(this.nextId, id + 1);
    if (message.pinned === true) this.pinned.add(id);
  }

  /** Removes a message; false when there was none. */
  remove(id: number): boolean {
    const index = this.countBelow(id);
    if (this.ids[index] !== id) return false;
    this.ids.splice(index, 1);
    this.messages.splice(index, 1);
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
