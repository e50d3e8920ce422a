import { TlError } from './error.js';

/** A growing little-endian byte buffer (core.telegram.org/mtproto/serialize). */
export class TlWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity = 512) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  get length(): number {
    return this.#length;
  }

  uint(value: number): void {
    const at = this.#grow(4);
    this.#buffer.writeUInt32LE(value >>> 0, at);
  }

  int(value: number): void {
    const at = this.#grow(4);
    this.#buffer.writeInt32LE(value, at);
  }

  long(value: bigint): void {
    const at = this.#grow(8);
    this.#buffer.writeBigInt64LE(BigInt.asIntN(64, value), at);
  }

  double(value: number): void {
    const at = this.#grow(8);
    this.#buffer.writeDoubleLE(value, at);
  }

  /** Bytes as they are, without length or padding. */
  raw(value: Uint8Array): void {
    const at = this.#grow(value.length);
    this.#buffer.set(value, at);
  }

  /** TL `bytes`: length, content, zero padding to four. */
  bytes(value: Uint8Array): void {
    const head = this.#head(value.length);
    const at = this.#grow(padded(head + value.length));
    this.#buffer.set(value, at + head);
    this.#frame(at, head, value.length);
  }

  /** TL `string`: its UTF-8 bytes, framed as `bytes`. */
  string(value: string): void {
    const size = Buffer.byteLength(value, 'utf8');
    const head = this.#head(size);
    const at = this.#grow(padded(head + size));
    this.#buffer.write(value, at + head, 'utf8');
    this.#frame(at, head, size);
  }

  /** Overwrites a 32-bit word written before. */
  patch(at: number, value: number): void {
    this.#buffer.writeUInt32LE(value >>> 0, at);
  }

  /** What was written; the writer must not be used afterwards. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  #head(size: number): number {
    if (size > 0xffffff) throw new TlError(`${size} bytes do not fit a TL string`);
    return size < 254 ? 1 : 4;
  }

  #frame(at: number, head: number, size: number): void {
    if (head === 1) this.#buffer[at] = size;
    else this.#buffer.writeUInt32LE(((size << 8) | 254) >>> 0, at);
    this.#buffer.fill(0, at + head + size, this.#length);
  }

  #grow(size: number): number {
    const at = this.#length;
    this.#length += size;
    if (this.#length > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, at);
      this.#buffer = larger;
    }
    return at;
  }
}

function padded(size: number): number {
  return (size + 3) & ~3;
}
