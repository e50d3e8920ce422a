import { randomBytes, randomInt } from 'node:crypto';
import { IntermediateTransport } from './intermediate.js';
import { TransportError } from './transport.js';
import type { Packet, Transport } from './transport.js';

/** auth_key_id, message id and length of a message in the clear. */
const PLAIN_HEAD = 20;
/** auth_key_id and msg_key of an encrypted one; blocks of 16 bytes follow. */
const ENCRYPTED_HEAD = 24;
const MAX_PADDING = 15;

/**
 * TCP padded intermediate: up to 15 random bytes end each packet, so that its length says nothing
 * (core.telegram.org/mtproto/mtproto-transports#padded-intermediate).
 */
export class PaddedTransport implements Transport {
  readonly #inner = new IntermediateTransport();

  feed(data: Buffer): Packet[] {
    return this.#inner.feed(data).map((packet) => ({ ...packet, data: unpadded(packet.data) }));
  }

  frame(packet: Uint8Array): Buffer {
    // A transport error is told from a message by its length alone.
    const padding = packet.length === 4 ? 0 : randomInt(MAX_PADDING + 1);
    return this.#inner.frame(Buffer.concat([packet, randomBytes(padding)]));
  }

  frameQuickAck(token: number): Buffer {
    return this.#inner.frameQuickAck(token);
  }
}

/** Nothing in the packet says how much of it is padding; the message in it does. */
function unpadded(packet: Buffer): Buffer {
  if (packet.length < ENCRYPTED_HEAD) return packet;
  if (packet.readBigUInt64LE(0) !== 0n) {
    return packet.subarray(0, packet.length - ((packet.length - ENCRYPTED_HEAD) % 16));
  }
  const end = PLAIN_HEAD + packet.readUInt32LE(16);
  if (end > packet.length || packet.length - end > MAX_PADDING) {
    throw new TransportError(`${packet.length - end} bytes of padding after a message of ${end} bytes`);
  }
  return packet.subarray(0, end);
}
