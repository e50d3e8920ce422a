import { lowerBound } from '../lower-bound.js';
import type { WorldMessage } from '../model.js';
import type { GeneratedRun } from './run.js';

/** A run of generated messages as one box holds it: ids without gaps from `firstId` on, save those that were removed. */
export class GeneratedPart {
  /** Numbers of removed messages, ascending. */
  readonly #removed: number[] = [];

  constructor(
    private readonly run: GeneratedRun,
    private readonly firstId: number,
  ) {}

  /** How many messages are left. */
  get size(): number {
    return this.run.count - this.#removed.length;
  }

  /** The id after the last one of the run, removed or not. */
  get endId(): number {
    return this.firstId + this.run.count;
  }

  /** Whether that id belongs to the run, removed or not. */
  covers(id: number): boolean {
    return id >= this.firstId && id < this.endId;
  }

  /** The id at a place. */
  idAt(index: number): number {
    return this.firstId + this.#numberAt(index);
  }

  /** The message at a place, to be read. */
  at(index: number): WorldMessage {
    return this.run.peek(this.#numberAt(index));
  }

  /** When the message at a place was sent. */
  dateAt(index: number): number {
    return this.run.dateAt(this.#numberAt(index));
  }

  /** How many messages have an id below `id`. */
  countBelow(id: number): number {
    const number = Math.min(Math.max(0, id - this.firstId), this.run.count);
    return number - this.#removedBelow(number);
  }

  /** The message with that id, to be read or changed. */
  take(id: number): WorldMessage | undefined {
    return this.#holds(id) ? this.run.take(id - this.firstId) : undefined;
  }

  /** Removes a message; false when there was none. */
  remove(id: number): boolean {
    if (!this.#holds(id)) return false;
    const number = id - this.firstId;
    this.#removed.splice(this.#removedBelow(number), 0, number);
    return true;
  }

  #holds(id: number): boolean {
    const number = id - this.firstId;
    return this.covers(id) && this.#removed[this.#removedBelow(number)] !== number;
  }

  #removedBelow(number: number): number {
    return lowerBound(this.#removed.length, (index) => (this.#removed[index] ?? 0) < number);
  }

  #numberAt(index: number): number {
    // The k-th removed number has k kept and removed ones before it that are no more in the count.
    const gone = lowerBound(this.#removed.length, (k) => (this.#removed[k] ?? 0) - k <= index);
    return index + gone;
  }
}
