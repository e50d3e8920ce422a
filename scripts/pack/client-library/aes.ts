/*
 * The block cipher of packed programs, in the place of the one that the client library depends on: that is under the
 * GPL, and what we hand out is under the MIT licence. It has the members that the library uses, and takes and returns
 * what it expects of them: numbers of 32 bits in big-endian order.
 */
import { unsafe } from '@noble/ciphers/aes.js';

const { decrypt, encrypt, expandKeyDecLE, expandKeyLE } = unsafe;

const BLOCK = 16;
type Bytes = Uint8Array | Uint32Array;
type Transform = typeof encrypt;

/** AES on single blocks, from which the library makes its CTR mode. */
export default class Aes {
  readonly #key: Uint32Array;

  constructor(key: Bytes) {
    this.#key = expandKeyLE(bytesOf(key));
  }

  encrypt(block: Bytes): Uint32Array {
    const words = littleEndian(bytesOf(block));
    const { s0, s1, s2, s3 } = encrypt(
      this.#key,
      word(words, 0),
      word(words, 1),
      word(words, 2),
      word(words, 3),
    );
    return Uint32Array.of(s0, s1, s2, s3).map(swapped);
  }
}

/** AES in the mode of infinite garble extension, as MTProto has it: the vector is two blocks, cipher text first. */
export class IGE {
  readonly #key: Uint8Array;
  readonly #vector: Uint32Array;

  constructor(key: Bytes, vector: Bytes) {
    this.#key = bytesOf(key);
    this.#vector = littleEndian(bytesOf(vector));
  }

  encrypt(message: Bytes): Uint32Array {
    return this.#chain(expandKeyLE(this.#key), encrypt, message, 0, 4);
  }

  decrypt(message: Bytes): Uint32Array {
    return this.#chain(expandKeyDecLE(this.#key), decrypt, message, 4, 0);
  }

  /** Each block is mixed with the result before it, and its result with the block before it. */
  #chain(
    key: Uint32Array,
    transform: Transform,
    message: Bytes,
    results: number,
    blocks: number,
  ): Uint32Array {
    const bytes = bytesOf(message);
    if (bytes.length % BLOCK !== 0)
      throw new RangeError(`Not whole blocks of ${BLOCK} bytes: ${bytes.length}`);
    const input = littleEndian(bytes);
    const output = new Uint32Array(input.length);
    let last = this.#vector.subarray(results, results + 4);
    let before = this.#vector.subarray(blocks, blocks + 4);
    for (let at = 0; at < input.length; at += 4) {
      const block = input.subarray(at, at + 4);
      const { s0, s1, s2, s3 } = transform(
        key,
        word(block, 0) ^ word(last, 0),
        word(block, 1) ^ word(last, 1),
        word(block, 2) ^ word(last, 2),
        word(block, 3) ^ word(last, 3),
      );
      const result = output.subarray(at, at + 4);
      result[0] = s0 ^ word(before, 0);
      result[1] = s1 ^ word(before, 1);
      result[2] = s2 ^ word(before, 2);
      result[3] = s3 ^ word(before, 3);
      last = result;
      before = block;
    }
    return output.map(swapped);
  }
}

function word(words: Uint32Array, index: number): number {
  return words[index] ?? 0;
}

function bytesOf(data: Bytes): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const view = new DataView(new ArrayBuffer(data.length * 4));
  for (const [index, value] of data.entries()) view.setUint32(index * 4, value);
  return new Uint8Array(view.buffer);
}

function littleEndian(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true));
}

function swapped(value: number): number {
  return ((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24);
}
