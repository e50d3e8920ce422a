import { GeneratedPart } from './generated/part.js';
import type { GeneratedRun } from './generated/run.js';
import { lowerBound } from './lower-bound.js';
import type { PeerRef, WorldMessage } from './model.js';

/**
 * The messages of one chat as one box holds them, by ascending id; every look-up is a binary search. Services read it by
 * place ({@link at}, {@link slice}) and change a message that they took by its id ({@link get}): the older part may be
 * generated, and then only what was taken by its id is looked after.
 */
export class History {
  readonly pinned = new Set<number>();
  /** The id a new message of a channel gets; never one that was used before. */
  nextId = 1;
  #generated: GeneratedPart | undefined;
  readonly #ids: number[] = [];
  readonly #messages: WorldMessage[] = [];

  constructor(
    readonly peer: PeerRef,
    /** The account whose box this is; 0n for a channel. */
    readonly owner: bigint,
  ) {}

  /** How many messages it holds. */
  get size(): number {
    return this.#before + this.#ids.length;
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
    const before = this.#before;
    return index >= 0 && index < before ? this.#generated?.idAt(index) : this.#ids[index - before];
  }

  /** The message at a place, counted from the oldest, to be read; undefined outside. */
  at(index: number): WorldMessage | undefined {
    const before = this.#before;
    return index >= 0 && index < before ? this.#generated?.at(index) : this.#messages[index - before];
  }

  /** When the message at a place was sent; 0 outside. */
  dateAt(index: number): number {
    const before = this.#before;
    const message = this.#messages[index - before];
    return (index < before ? this.#generated?.dateAt(index) : message?.date) ?? 0;
  }

  /** The messages at places `from` to `to` (not included), oldest first, to be read. */
  slice(from: number, to: number = this.size): WorldMessage[] {
    const found: WorldMessage[] = [];
    for (let index = Math.max(0, from); index < Math.min(to, this.size); index++) {
      const message = this.at(index);
      if (message !== undefined) found.push(message);
    }
    return found;
  }

  /** All ids, ascending, as one list: for tests and for chats that are known to be small. */
  get ids(): readonly number[] {
    return this.#before === 0 ? this.#ids : Array.from({ length: this.size }, (_, at) => this.idAt(at) ?? 0);
  }

  /** All messages, oldest first, as one list: for tests and for chats that are known to be small. */
  get messages(): readonly WorldMessage[] {
    return this.#before === 0 ? this.#messages : this.slice(0);
  }

  /** How many messages have an id below `id`. */
  countBelow(id: number): number {
    const live = lowerBound(this.#ids.length, (index) => (this.#ids[index] ?? 0) < id);
    return live + (this.#generated?.countBelow(id) ?? 0);
  }

  /** How many of the oldest messages were sent before `date` (dates rise with ids). */
  countBefore(date: number): number {
    return lowerBound(this.size, (index) => this.dateAt(index) < date);
  }

  /** The message with that id, to be read or changed. */
  get(id: number): WorldMessage | undefined {
    if (this.#generated?.covers(id) === true) return this.#generated.take(id);
    const index = this.countBelow(id);
    return this.idAt(index) === id ? this.at(index) : undefined;
  }

  /** Adds a message; at the end in constant time. Throws when the id is taken. */
  add(id: number, message: WorldMessage): void {
    if (id < (this.#generated?.endId ?? 0)) throw new Error(`message id ${id} lies in a generated history`);
    if (id > (this.#ids.at(-1) ?? 0)) {
      this.#ids.push(id);
      this.#messages.push(message);
    } else {
      const index = this.countBelow(id) - this.#before;
      if (this.#ids[index] === id) throw new Error(`message id ${id} is already taken`);
      this.#ids.splice(index, 0, id);
      this.#messages.splice(index, 0, message);
    }
    this.nextId = Math.max(this.nextId, id + 1);
    if (message.pinned === true) this.pinned.add(id);
  }

  /** Makes the oldest part a generated one. Throws when there are messages already. */
  generate(run: GeneratedRun, firstId: number): void {
    if (this.size > 0) throw new Error('only an empty history can begin with generated messages');
    this.#generated = new GeneratedPart(run, firstId);
    this.nextId = Math.max(this.nextId, this.#generated.endId);
  }

  /** Removes a message; false when there was none. */
  remove(id: number): boolean {
    if (this.#generated?.covers(id) === true) {
      this.pinned.delete(id);
      return this.#generated.remove(id);
    }
    const index = this.countBelow(id) - this.#before;
    if (this.#ids[index] !== id) return false;
    this.#ids.splice(index, 1);
    this.#messages.splice(index, 1);
    this.pinned.delete(id);
    return true;
  }

  /** How many generated messages come before the others. */
  get #before(): number {
    return this.#generated?.size ?? 0;
  }
}
