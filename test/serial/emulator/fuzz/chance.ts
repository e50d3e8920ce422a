/** Seeded chance (mulberry32), so that a run can be had again. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to `limit` - 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  one<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }

  bytes(size: number): Buffer {
    return Buffer.from(Array.from({ length: size }, () => this.below(256)));
  }

  /** The same bytes with some changed, cut off, put in or doubled. */
  mutated(bytes: Buffer): Buffer {
    let changed = Buffer.from(bytes);
    for (let times = 1 + this.below(4); times > 0; times -= 1) {
      const at = this.below(changed.length + 1);
      const kind = this.below(5);
      if (kind === 0) changed = changed.subarray(0, at);
      else if (kind === 1)
        changed = Buffer.concat([changed.subarray(0, at), this.bytes(4), changed.subarray(at)]);
      else if (kind === 2) changed = Buffer.concat([changed, changed.subarray(0, at)]);
      else if (at + 4 <= changed.length && kind === 3) changed.writeInt32LE(this.one(EXTREMES), at);
      else if (at < changed.length) changed[at] = this.below(256);
    }
    return changed;
  }
}

/** Lengths and counts that a careless reader trips over. */
const EXTREMES: readonly number[] = [
  0, 1, -1, 0x7fffffff, -0x80000000, 0x10000, 0xffffff, 0x3072cfa1, 0x73f1f8dc,
];
