import { lowerBound } from './lower-bound.js';

/** Message ids in ascending order; every look-up is a binary search, an id above all others is added in constant time. */
export class IdList {
  readonly #ids: number[] = [];

  /** How many ids there are. */
  get size(): number {
    return this.#ids.length;
  }

  /** The highest id, or 0. */
  get top(): number {
    return this.#ids.at(-1) ?? 0;
  }

  /** The id at a place, counted from the lowest; undefined outside. */
  at(index: number): number | undefined {
    return this.#ids[index];
  }

  /** How many ids are below `id`. */
  countBelow(id: number): number {
    return this.countWhile((one) => one < id);
  }

  /** How many of the lowest ids pass a test that no higher id passes once one has failed. */
  countWhile(passes: (id: number) => boolean): number {
    return lowerBound(this.#ids.length, (index) => passes(this.#ids[index] ?? 0));
  }

  /** Whether the id is in the list. */
  has(id: number): boolean {
    return this.#ids[this.countBelow(id)] === id;
  }

  /** Adds an id; once is enough, twice does no harm. */
  add(id: number): void {
    if (id > this.top) this.#ids.push(id);
    else if (!this.has(id)) this.#ids.splice(this.countBelow(id), 0, id);
  }

  /** Removes an id; false when it was not there. */
  remove(id: number): boolean {
    if (!this.has(id)) return false;
    this.#ids.splice(this.countBelow(id), 1);
    return true;
  }
}
