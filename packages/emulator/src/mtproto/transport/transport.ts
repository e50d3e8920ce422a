/* What every transport does (core.telegram.org/mtproto/mtproto-transports). */

/** A packet as it came out of the stream. */
export interface Packet {
  readonly data: Buffer;
  /** Whether the client asks to be told at once that it has arrived. */
  readonly quickAck: boolean;
}

/** Cuts a byte stream into packets and frames packets for it. A fault in the stream throws {@link TransportError}. */
export interface Transport {
  /** Takes what has arrived and gives the packets that are complete. */
  feed(data: Buffer): Packet[];
  frame(packet: Uint8Array): Buffer;
  /** A quick acknowledgement with this token; undefined where the transport has none. */
  frameQuickAck(token: number): Buffer | undefined;
}

/** A stream that breaks the rules of its transport. */
export class TransportError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TransportError';
  }
}

/** Larger packets are refused, as the real service does (1 MB of content and some room). */
export const MAX_PACKET = 2 * 1024 * 1024;
/** The bit of a length that asks for a quick acknowledgement, and that marks one. */
export const QUICK_ACK = 0x80000000;

/** Checks the length of a packet: at least so long, and of whole steps. Throws {@link TransportError}. */
export function checkLength(length: number, transport: string, least: number, step = 1): void {
  if (length < least || length > MAX_PACKET || length % step !== 0) {
    throw new TransportError(`a packet of ${length} bytes is not of the ${transport} transport`);
  }
}
