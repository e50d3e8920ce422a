/*
 * Random values made from a schema, for tests that must touch every constructor or method. Seeded, so that a failure
 * can be had again. Nested values shrink with depth: past the limit only what leads out soonest is chosen.
 */
import type { Combinator, Schema, TlField, TlType } from './schema.js';
import type { TlObject, TlValue } from './value.js';

const DEPTH_LIMIT = 3;
const ALPHABET = ['a', 'Z', '0', ' ', '\n', 'é', 'ж', 'ف', '\u200c', 'हि', '漢', '👩🏽‍💻', '❤️', '\0'];

/** Makes random but valid values of a schema; the same seed makes the same values. */
export class Sampler {
  #state: number;
  readonly #cost = new Map<Combinator, number>();

  constructor(
    private readonly schema: Schema,
    seed: number,
  ) {
    this.#state = seed >>> 0;
    this.#measure();
  }

  /** A value of one constructor, or a call of one function. */
  object(combinator: Combinator, depth = 0): TlObject {
    const value: Record<string, TlValue> & { _: string } = { _: combinator.name };
    const bits = new Map<string, boolean>();
    for (const field of combinator.fields) {
      if (field.type.kind === 'flags') continue;
      if (field.flag !== undefined) {
        // One draw for each bit: fields that share a bit come and go together.
        const key = `${field.flag.word}.${field.flag.bit}`;
        if (!bits.has(key)) bits.set(key, depth <= DEPTH_LIMIT && this.below(2) === 1);
        if (bits.get(key) !== true) continue;
      }
      value[field.name] = this.#field(field, depth);
    }
    return value;
  }

  /** An integer from 0 to `limit` - 1 (mulberry32). */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  #field(field: TlField, depth: number): TlValue {
    // Ids of people and chats stay in the range that Telegram gives out; message and random ids are never zero.
    if (/(^|_)(user|chat|channel|bot)_ids?$/.test(field.name) && field.type.kind === 'long') {
      return BigInt(1 + this.below(4_000_000_000));
    }
    if (field.name === 'id' && field.type.kind === 'int') return 1 + this.below(0x7fffffff);
    if (field.name === 'random_id' && field.type.kind === 'long') return this.#long() | 1n;
    if (field.name === 'random_id' && field.type.kind === 'int') return 1 + this.below(0x7fffffff);
    return this.#value(field.type, depth);
  }

  #value(type: TlType, depth: number): TlValue {
    switch (type.kind) {
      case 'int':
        return this.below(2) === 0 ? this.below(1000) : this.below(2 ** 32) - 2 ** 31;
      case 'long':
        return this.#long();
      case 'double':
        return (this.below(2 ** 32) - 2 ** 31) / 1024;
      case 'string':
        return this.#text();
      case 'bytes':
        return this.#bytes(this.#size());
      case 'int128':
        return this.#bytes(16);
      case 'int256':
        return this.#bytes(32);
      case 'Bool':
        return this.below(2) === 1;
      case 'true':
        return true;
      case 'flags':
        return 0;
      case 'vector':
        return this.#vector(type.item, depth);
      case 'bare':
        return this.object(this.#named(type.constructor), depth + 1);
      case 'boxed':
        return this.object(this.#choose(this.schema.types.get(type.type) ?? [], type.type, depth), depth + 1);
      case 'query':
        break;
    }
    const functions = [...this.schema.functions.values()];
    return this.object(this.#choose(functions, 'function', depth + DEPTH_LIMIT), depth + 1);
  }

  #vector(item: TlType, depth: number): TlValue[] {
    const length = depth > DEPTH_LIMIT ? 0 : this.below(3);
    return Array.from({ length }, () => this.#value(item, depth + 1));
  }

  #choose(candidates: readonly Combinator[], what: string, depth: number): Combinator {
    const costs = candidates.map((candidate) => this.#cost.get(candidate) ?? Infinity);
    const least = Math.min(...costs);
    const open =
      depth < DEPTH_LIMIT ? candidates : candidates.filter((_candidate, index) => costs[index] === least);
    const chosen = open[this.below(open.length)];
    if (chosen === undefined) throw new Error(`the schema has no ${what}`);
    return chosen;
  }

  #named(name: string): Combinator {
    const found = this.schema.constructors.get(name);
    if (found === undefined) throw new Error(`the schema has no ${name}`);
    return found;
  }

  #long(): bigint {
    return BigInt.asIntN(64, (BigInt(this.below(2 ** 32)) << 32n) | BigInt(this.below(2 ** 32)));
  }

  /** Sizes around both framings of a TL string: short, and past 253 bytes. */
  #size(): number {
    return this.below(12) === 0 ? 250 + this.below(12) : this.below(12);
  }

  #text(): string {
    return Array.from({ length: this.#size() }, () => ALPHABET[this.below(ALPHABET.length)] ?? '').join('');
  }

  #bytes(size: number): Uint8Array {
    return Uint8Array.from({ length: size }, () => this.below(256));
  }

  /** How deep each combinator must at least nest, by repeated relaxation until nothing changes. */
  #measure(): void {
    const all = [...this.schema.byId.values()];
    for (let changed = true; changed;) {
      changed = false;
      for (const combinator of all) {
        const needs = combinator.fields
          .filter((field) => field.flag === undefined)
          .map((field) => this.#need(field.type));
        const cost = 1 + Math.max(0, ...needs);
        if (cost < (this.#cost.get(combinator) ?? Infinity)) {
          this.#cost.set(combinator, cost);
          changed = true;
        }
      }
    }
  }

  #need(type: TlType): number {
    if (type.kind === 'bare') return this.#cost.get(this.#named(type.constructor)) ?? Infinity;
    if (type.kind !== 'boxed') return type.kind === 'query' ? 1 : 0;
    const costs = (this.schema.types.get(type.type) ?? []).map((made) => this.#cost.get(made) ?? Infinity);
    return Math.min(Infinity, ...costs);
  }
}
