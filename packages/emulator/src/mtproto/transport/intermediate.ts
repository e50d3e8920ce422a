import { ByteQueue } from './byte-queue.js';
import { QUICK_ACK, checkLength } from './transport.js';
import type { Packet, Transport } from './transport.js';

/** TCP intermediate: the length in four bytes (core.telegram.org/mtproto/mtproto-transports#intermediate). */
export class IntermediateTransport implements Transport {
  readonly #pending = new ByteQueue();

  feed(data: Buffer): Packet[] {
    this.#pending.push(data);
    const packets: Packet[] = [];
    while (this.#pending.length >= 4) {
      const word = this.#pending.peek(4).readUInt32LE(0);
      const length = (word & ~QUICK_ACK) >>> 0;
      checkLength(length, 'intermediate', 4);
      if (this.#pending.length < 4 + length) break;
      this.#pending.take(4);
      packets.push({ data: this.#pending.take(length), quickAck: (word & QUICK_ACK) !== 0 });
    }
    return packets;
  }

  frame(packet: Uint8Array): Buffer {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(packet.length, 0);
    return Buffer.concat([head, packet]);
  }

  frameQuickAck(token: number): Buffer {
    const framed = Buffer.alloc(4);
    framed.writeUInt32LE((token | QUICK_ACK) >>> 0, 0);
    return framed;
  }
}
