import { TlError } from './error.js';

/** How many bytes one request may still unpack to, and how many elements its vectors may still have. */
export interface Allowance {
  unpacked: number;
  elements: number;
}

/** No request of a real client unpacks to more, however it is nested. */
const MAX_UNPACKED = 4 * 1024 * 1024;
const MAX_ELEMENTS = 65_536;

/** What a request may take when it begins. */
export function fullAllowance(): Allowance {
  return { unpacked: MAX_UNPACKED, elements: MAX_ELEMENTS };
}

/** Reads little-endian TL bytes; every step past the end throws {@link TlError}. */
export class TlReader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(
    data: Uint8Array,
    readonly allowance: Allowance = fullAllowance(),
  ) {
    this.#buffer = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  get remaining(): number {
    return this.#buffer.length - this.#at;
  }

  uint(): number {
    return this.#buffer.readUInt32LE(this.#take(4));
  }

  int(): number {
    return this.#buffer.readInt32LE(this.#take(4));
  }

  long(): bigint {
    return this.#buffer.readBigInt64LE(this.#take(8));
  }

  double(): number {
    return this.#buffer.readDoubleLE(this.#take(8));
  }

  /** A copy of the next `size` bytes. */
  raw(size: number): Uint8Array {
    return new Uint8Array(this.view(size));
  }

  /** A view of the next `size` bytes, without a copy. */
  view(size: number): Buffer {
    const at = this.#take(size);
    return this.#buffer.subarray(at, at + size);
  }

  bytes(): Uint8Array {
    return new Uint8Array(this.#framed());
  }

  string(): string {
    return this.#framed().toString('utf8');
  }

  /** The next 32-bit word, without moving on. */
  peek(): number {
    if (this.remaining < 4) throw new TlError('the bytes end early');
    return this.#buffer.readUInt32LE(this.#at);
  }

  #framed(): Buffer {
    const first = this.view(1)[0] ?? 0;
    const long = first === 254;
    const size = long ? this.view(3).readUIntLE(0, 3) : first;
    if (first === 255) throw new TlError('a TL string must not begin with 255');
    const content = this.view(size);
    const padding = -(size + (long ? 4 : 1)) & 3;
    if (this.view(padding).some((byte) => byte !== 0)) throw new TlError('string padding is not zero');
    return content;
  }

  #take(size: number): number {
    const at = this.#at;
    if (size < 0 || at + size > this.#buffer.length) throw new TlError('the bytes end early');
    this.#at = at + size;
    return at;
  }
}
