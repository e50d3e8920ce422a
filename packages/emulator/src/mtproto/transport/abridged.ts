import { ByteQueue } from './byte-queue.js';
import { QUICK_ACK, checkLength } from './transport.js';
import type { Packet, Transport } from './transport.js';

/** A length of one byte from here on means that three more follow. */
const LONG = 0x7f;
const QUICK_ACK_BIT = 0x80;

/** TCP abridged: the length in words, in one byte or four (core.telegram.org/mtproto/mtproto-transports#abridged). */
export class AbridgedTransport implements Transport {
  readonly #pending = new ByteQueue();

  feed(data: Buffer): Packet[] {
    this.#pending.push(data);
    const packets: Packet[] = [];
    while (this.#pending.length > 0) {
      const first = this.#pending.peek(1).readUInt8(0);
      const isLong = (first & LONG) === LONG;
      if (isLong && this.#pending.length < 4) break;
      const words = isLong ? this.#pending.peek(4).readUIntLE(1, 3) : first & LONG;
      const head = isLong ? 4 : 1;
      checkLength(words * 4, 'abridged', 4);
      if (this.#pending.length < head + words * 4) break;
      this.#pending.take(head);
      packets.push({ data: this.#pending.take(words * 4), quickAck: (first & QUICK_ACK_BIT) !== 0 });
    }
    return packets;
  }

  frame(packet: Uint8Array): Buffer {
    const words = packet.length / 4;
    const head = words < LONG ? Buffer.of(words) : Buffer.alloc(4, LONG);
    if (words >= LONG) head.writeUIntLE(words, 1, 3);
    return Buffer.concat([head, packet]);
  }

  /** Its first byte decides what follows, so the marked byte comes first. */
  frameQuickAck(token: number): Buffer {
    const framed = Buffer.alloc(4);
    framed.writeUInt32BE((token | QUICK_ACK) >>> 0, 0);
    return framed;
  }
}
