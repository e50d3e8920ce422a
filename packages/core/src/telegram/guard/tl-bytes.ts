/** Reads the few TL types that stand before a wrapped query. Layout: core.telegram.org/mtproto/serialize. */

/** The bytes are not what their constructor ids say. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

const VECTOR = 0x1cb5c415;

/** A position in TL bytes; every method moves it forward, or throws {@link Unreadable}. */
export class TlBytes {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.#at;
  }

  int(): number {
    const at = this.#move(4);
    return this.bytes.readInt32LE(at);
  }

  /** A constructor id, unsigned. */
  id(): number {
    return this.int() >>> 0;
  }

  long(): void {
    this.#move(8);
  }

  /** A `string` or `bytes`. */
  string(): void {
    const first = this.bytes[this.#move(1)] ?? 0;
    if (first < 254) {
      this.#move(first);
      this.#align();
      return;
    }
    // Not in the description of the protocol; TDLib reads seven bytes of length after it, others three.
    if (first === 255) throw new Unreadable('a string begins with 255');
    const at = this.#move(3);
    this.#move(this.bytes.readUIntLE(at, 3));
    this.#align();
  }

  /** A boxed vector; `item` reads one element. */
  vector(item: () => void): void {
    if (this.id() !== VECTOR) throw new Unreadable('a vector is missing');
    const count = this.int();
    if (count < 0 || count > this.left) throw new Unreadable('a vector is longer than its bytes');
    for (let read = 0; read < count; read += 1) item();
  }

  /** The next `length` bytes. */
  take(length: number): Buffer {
    const at = this.#move(length);
    return this.bytes.subarray(at, at + length);
  }

  /** Everything from here on. */
  rest(): Buffer {
    return this.bytes.subarray(this.#at);
  }

  #align(): void {
    const over = this.#at % 4;
    if (over !== 0) this.#move(4 - over);
  }

  #move(length: number): number {
    if (length < 0 || length > this.left) throw new Unreadable('the bytes end too early');
    const at = this.#at;
    this.#at += length;
    return at;
  }
}
