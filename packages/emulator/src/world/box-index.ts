import type { History } from './history.js';

/** Which history of an account's box holds a message id. */
export class BoxIndex {
  readonly #single = new Map<number, History>();
  readonly #ranges: { readonly first: number; readonly last: number; readonly history: History }[] = [];

  /** The history in which that id may lie. */
  get(id: number): History | undefined {
    const single = this.#single.get(id);
    if (single !== undefined) return single;
    return this.#ranges.find(({ first, last }) => id >= first && id <= last)?.history;
  }

  /** Notes where one message lies. */
  set(id: number, history: History): void {
    this.#single.set(id, history);
  }

  /** Notes that all ids of a range lie in one history. */
  cover(first: number, last: number, history: History): void {
    this.#ranges.push({ first, last, history });
  }

  /** Forgets one message. */
  delete(id: number): void {
    this.#single.delete(id);
  }
}
