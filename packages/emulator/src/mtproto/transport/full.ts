import { crc32 } from 'node:zlib';
import { ByteQueue } from './byte-queue.js';
import { TransportError, checkLength } from './transport.js';
import type { Packet, Transport } from './transport.js';

/** TCP full: length, sequence number, content, CRC-32 (core.telegram.org/mtproto/mtproto-transports#full). */
export class FullTransport implements Transport {
  readonly #pending = new ByteQueue();
  #received = 0;
  #sent = 0;

  feed(data: Buffer): Packet[] {
    this.#pending.push(data);
    const packets: Packet[] = [];
    while (this.#pending.length >= 4) {
      const length = this.#pending.peek(4).readUInt32LE(0);
      checkLength(length, 'full', 12, 4);
      if (this.#pending.length < length) break;
      packets.push({ data: this.#open(this.#pending.take(length)), quickAck: false });
    }
    return packets;
  }

  frame(packet: Uint8Array): Buffer {
    const framed = Buffer.alloc(packet.length + 12);
    framed.writeUInt32LE(framed.length, 0);
    framed.writeUInt32LE(this.#sent, 4);
    framed.set(packet, 8);
    framed.writeUInt32LE(crc32(framed.subarray(0, -4)), framed.length - 4);
    this.#sent += 1;
    return framed;
  }

  frameQuickAck(): undefined {
    return undefined;
  }

  #open(framed: Buffer): Buffer {
    const sequence = framed.readUInt32LE(4);
    if (sequence !== this.#received) {
      throw new TransportError(`packet ${sequence} arrived instead of ${this.#received}`);
    }
    if (crc32(framed.subarray(0, -4)) !== framed.readUInt32LE(framed.length - 4)) {
      throw new TransportError(`packet ${sequence} has a wrong checksum`);
    }
    this.#received += 1;
    return framed.subarray(8, -4);
  }
}
