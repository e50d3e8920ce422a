import { crc32 } from 'node:zlib';

/** Cuts a byte stream into packets and frames packets for it. A fault in the stream throws {@link TransportError}. */
export interface Transport {
  /** Takes what has arrived and gives the packets that are complete. */
  feed(data: Buffer): Buffer[];
  frame(packet: Uint8Array): Buffer;
}

/** A stream that breaks the rules of its transport. */
export class TransportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TransportError';
  }
}

/** Larger packets are refused, as the real service does (1 MB of content and some room). */
const MAX_PACKET = 2 * 1024 * 1024;

/** TCP full: length, sequence number, content, CRC-32 (core.telegram.org/mtproto/mtproto-transports#full). */
export class FullTransport implements Transport {
  #pending: Buffer = Buffer.alloc(0);
  #received = 0;
  #sent = 0;

  feed(data: Buffer): Buffer[] {
    this.#pending = this.#pending.length === 0 ? data : Buffer.concat([this.#pending, data]);
    const packets: Buffer[] = [];
    for (;;) {
      if (this.#pending.length < 4) return packets;
      const length = this.#pending.readUInt32LE(0);
      if (length < 12 || length > MAX_PACKET || length % 4 !== 0) {
        throw new TransportError(`a packet of ${length} bytes is not of the full transport`);
      }
      if (this.#pending.length < length) return packets;
      packets.push(this.#open(this.#pending.subarray(0, length)));
      this.#pending = this.#pending.subarray(length);
    }
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
