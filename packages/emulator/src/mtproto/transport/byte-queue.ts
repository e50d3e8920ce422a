/** As many pieces are joined to one, so that a client that sends single bytes costs no more than the bytes. */
const JOIN_AT = 256;

/** Bytes that have arrived and wait to be taken. Pieces are joined only when they are taken, however small they came. */
export class ByteQueue {
  #pieces: Buffer[] = [];
  #length = 0;
  /** How many of the last pieces are as they came. */
  #loose = 0;

  get length(): number {
    return this.#length;
  }

  push(data: Buffer): void {
    if (data.length === 0) return;
    this.#pieces.push(data);
    this.#length += data.length;
    this.#loose += 1;
    if (this.#loose < JOIN_AT) return;
    this.#pieces.push(Buffer.concat(this.#pieces.splice(-JOIN_AT)));
    this.#loose = 0;
  }

  /** The first bytes, which stay; there must be as many. */
  peek(size: number): Buffer {
    const [first] = this.#pieces;
    if (first !== undefined && first.length >= size) return first.subarray(0, size);
    let gathered = 0;
    const pieces: Buffer[] = [];
    for (const piece of this.#pieces) {
      if (gathered >= size) break;
      pieces.push(piece);
      gathered += piece.length;
    }
    return Buffer.concat(pieces).subarray(0, size);
  }

  /** The first bytes, which leave; there must be as many. */
  take(size: number): Buffer {
    const taken = this.peek(size);
    let rest = size;
    let whole = 0;
    for (const piece of this.#pieces) {
      if (piece.length > rest) break;
      rest -= piece.length;
      whole += 1;
    }
    const cut = this.#pieces[whole];
    this.#pieces = this.#pieces.slice(whole);
    if (cut !== undefined && rest > 0) this.#pieces[0] = cut.subarray(rest);
    this.#length -= size;
    this.#loose = Math.min(this.#loose, this.#pieces.length);
    return taken;
  }
}
