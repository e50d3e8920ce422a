/* Which transport a client speaks: its first bytes say so (core.telegram.org/mtproto/mtproto-transports). */
import { AbridgedTransport } from './abridged.js';
import { ByteQueue } from './byte-queue.js';
import { FullTransport } from './full.js';
import { IntermediateTransport } from './intermediate.js';
import { HEADER, ObfuscatedTransport } from './obfuscated.js';
import { PaddedTransport } from './padded.js';
import { TransportError } from './transport.js';
import type { Packet, Transport } from './transport.js';

const ABRIDGED = 0xef;
const INTERMEDIATE = 0xeeeeeeee;
const PADDED = 0xdddddddd;
/** What only HTTP and TLS begin with: GET, POST, HEAD, OPTI(ONS), a TLS handshake. Obfuscated clients avoid these. */
const OTHER_PROTOCOLS: ReadonlySet<number> = new Set([
  0x20544547, 0x54534f50, 0x44414548, 0x4954504f, 0x02010316,
]);

/** The transport of a stream, found out from its first bytes; nothing can be sent before. */
export class DetectedTransport implements Transport {
  readonly #start = new ByteQueue();
  #found: Transport | undefined;

  feed(data: Buffer): Packet[] {
    if (this.#found !== undefined) return this.#found.feed(data);
    this.#start.push(data);
    this.#found = detect(this.#start);
    return this.#found === undefined ? [] : this.#found.feed(this.#start.take(this.#start.length));
  }

  frame(packet: Uint8Array): Buffer {
    if (this.#found === undefined) throw new TransportError('nothing has arrived that could be answered');
    return this.#found.frame(packet);
  }

  frameQuickAck(token: number): Buffer | undefined {
    return this.#found?.frameQuickAck(token);
  }
}

/** Takes the tag off the bytes; undefined while there are too few of them. */
function detect(bytes: ByteQueue): Transport | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes.peek(1).readUInt8(0) === ABRIDGED) return tagged(bytes, 1, new AbridgedTransport());
  if (bytes.length < 4) return undefined;
  const first = bytes.peek(4).readUInt32LE(0);
  if (first === INTERMEDIATE) return tagged(bytes, 4, new IntermediateTransport());
  if (first === PADDED) return tagged(bytes, 4, new PaddedTransport());
  if (OTHER_PROTOCOLS.has(first)) throw new TransportError('HTTP and TLS are not spoken here');
  // Full has no tag; its first packet has the sequence number 0, which obfuscated clients avoid in that place.
  if (bytes.length < 8) return undefined;
  if (bytes.peek(8).readUInt32LE(4) === 0) return new FullTransport();
  return bytes.length < HEADER ? undefined : new ObfuscatedTransport(bytes.take(HEADER), innerOf);
}

function tagged(bytes: ByteQueue, size: number, transport: Transport): Transport {
  bytes.take(size);
  return transport;
}

function innerOf(tag: number): Transport | undefined {
  if (tag === 0xefefefef) return new AbridgedTransport();
  if (tag === INTERMEDIATE) return new IntermediateTransport();
  return tag === PADDED ? new PaddedTransport() : undefined;
}
