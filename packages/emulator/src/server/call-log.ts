import { isTlObject } from '../tl/encode.js';
import type { TlObject, TlValue } from '../tl/value.js';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One request that reached the wire. */
export interface CallRecord {
  /** Counts from 0. */
  readonly n: number;
  /** World time, milliseconds since the epoch. */
  readonly at: number;
  readonly dc: number;
  /** The user that the auth key was logged in as, in decimal; null before login. */
  readonly account: string | null;
  /** The innermost method, and the wrappers around it, outermost first. */
  readonly method: string;
  readonly wrappers: readonly string[];
  /** Its fields: 64-bit numbers as decimal strings, bytes as base64; null for large calls that are long ago. */
  readonly params: Json;
  /** `pending`, `ok`, an error as `420 FLOOD_WAIT_5`, `repeated`, or the fault that kept the answer back. */
  readonly outcome: string;
}

/** Calls of more bytes are large; of these the latest are kept whole, up to so many bytes in all. */
const LARGE = 4096;
const MAX_LARGE_BYTES = 64 * 1024 * 1024;

/** All requests since the start, in the order of their arrival. */
export class CallLog {
  #large: { readonly n: number; readonly size: number }[] = [];
  #largeBytes = 0;
  readonly #records: { -readonly [Key in keyof CallRecord]: CallRecord[Key] }[] = [];

  get all(): readonly CallRecord[] {
    return this.#records;
  }

  /** The number that the next call will have. */
  get next(): number {
    return this.#records.length;
  }

  /** The calls from number `n` on. */
  since(n: number): readonly CallRecord[] {
    return this.#records.slice(Math.max(0, n));
  }

  /** Notes an arrival of `size` bytes; returns its number. */
  begin(
    call: Omit<CallRecord, 'n' | 'outcome' | 'params'> & { readonly request: TlObject },
    size = 0,
  ): number {
    const { request, ...rest } = call;
    const n = this.#records.length;
    this.#records.push({ ...rest, n, params: paramsOf(request), outcome: 'pending' });
    if (size > LARGE) this.#makeRoom(n, size);
    return n;
  }

  #makeRoom(n: number, size: number): void {
    this.#large.push({ n, size });
    this.#largeBytes += size;
    while (this.#largeBytes > MAX_LARGE_BYTES) {
      const oldest = this.#large.shift();
      const record = oldest === undefined ? undefined : this.#records[oldest.n];
      if (oldest === undefined || record === undefined) return;
      this.#largeBytes -= oldest.size;
      record.params = null;
    }
  }

  /** Notes how a call ended. */
  end(n: number, outcome: string): void {
    const record = this.#records[n];
    if (record !== undefined) record.outcome = outcome;
  }

  /** Notes that call `n` arrived again under its old message id. */
  repeat(n: number, at: number): void {
    const record = this.#records[n];
    if (record !== undefined) {
      this.#records.push({ ...record, n: this.#records.length, at, outcome: 'repeated' });
    }
  }
}

function paramsOf(request: TlObject): Json {
  const { _: _method, ...fields } = request;
  return plain(fields);
}

/** A TL value as JSON: longs as decimal strings, bytes as base64, objects with their `_`. */
export function toJson(value: TlValue): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return (value as readonly TlValue[]).map(toJson);
  if (isTlObject(value)) return plain(value);
  return value as number | boolean | string;
}

function plain(fields: { readonly [field: string]: TlValue }): { [key: string]: Json } {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toJson(value)]));
}
