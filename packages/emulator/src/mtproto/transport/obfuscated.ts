import { createCipheriv, createDecipheriv } from 'node:crypto';
import { TransportError } from './transport.js';
import type { Packet, Transport } from './transport.js';

/** Random bytes that a client begins with, with the keys and the name of the transport inside in them. */
export const HEADER = 64;
const TAG_AT = 56;

/**
 * AES-CTR around another transport (core.telegram.org/mtproto/mtproto-transports#transport-obfuscation). `innerOf` makes
 * the transport of a tag; undefined when there is none.
 */
export class ObfuscatedTransport implements Transport {
  readonly #decrypt: (data: Buffer) => Buffer;
  readonly #encrypt: (data: Buffer) => Buffer;
  readonly #inner: Transport;

  /** Takes the client's first 64 bytes. Throws {@link TransportError} when they do not name a transport. */
  constructor(header: Buffer, innerOf: (tag: number) => Transport | undefined) {
    const reversed = header.subarray(8, TAG_AT).toReversed();
    const decipher = createDecipheriv('aes-256-ctr', header.subarray(8, 40), header.subarray(40, TAG_AT));
    const cipher = createCipheriv('aes-256-ctr', reversed.subarray(0, 32), reversed.subarray(32, 48));
    this.#decrypt = (data) => decipher.update(data);
    this.#encrypt = (data) => cipher.update(data);
    const inner = innerOf(this.#decrypt(header).readUInt32LE(TAG_AT));
    if (inner === undefined) throw new TransportError('the first 64 bytes are of no transport');
    this.#inner = inner;
  }

  feed(data: Buffer): Packet[] {
    return this.#inner.feed(this.#decrypt(data));
  }

  frame(packet: Uint8Array): Buffer {
    return this.#encrypt(this.#inner.frame(packet));
  }

  frameQuickAck(token: number): Buffer | undefined {
    const framed = this.#inner.frameQuickAck(token);
    return framed === undefined ? undefined : this.#encrypt(framed);
  }
}
