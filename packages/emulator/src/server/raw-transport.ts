/* For the emulator's own tests: the client's side of the transports, written apart from the server's. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const KINDS = ['full', 'abridged', 'intermediate', 'padded'] as const;
type Plain = (typeof KINDS)[number];

/** The transports a client can speak. */
export type RawTransportKind = Plain | `obfuscated ${Exclude<Plain, 'full'>}`;

/** All of them. */
export const RAW_TRANSPORTS: readonly RawTransportKind[] = [
  ...KINDS,
  'obfuscated abridged',
  'obfuscated intermediate',
  'obfuscated padded',
];

const TAGS: Readonly<Record<Plain, string>> = {
  full: '',
  abridged: 'ef',
  intermediate: 'eeeeeeee',
  padded: 'dddddddd',
};

/** One connection's transport. */
export class RawTransport {
  /** What the client sends first. */
  readonly hello: Buffer;
  readonly #plain: Plain;
  readonly #encrypt: (data: Buffer) => Buffer;
  readonly #decrypt: (data: Buffer) => Buffer;
  #pending: Buffer = Buffer.alloc(0);
  #sent = 0;

  constructor(kind: RawTransportKind) {
    const words = kind.split(' ');
    this.#plain = words.at(-1) as Plain;
    const tag = Buffer.from(TAGS[this.#plain], 'hex');
    if (words.length === 1) {
      this.hello = tag;
      this.#encrypt = (data) => data;
      this.#decrypt = (data) => data;
      return;
    }
    const header = Buffer.concat([randomBytes(56), Buffer.alloc(4, tag), randomBytes(4)]);
    // Not one of the first bytes that mean another transport.
    header.writeUInt32LE(0x01020305, 0);
    header.writeUInt32LE(0x01020305, 4);
    const back = header.subarray(8, 56).toReversed();
    const cipher = createCipheriv('aes-256-ctr', header.subarray(8, 40), header.subarray(40, 56));
    const decipher = createDecipheriv('aes-256-ctr', back.subarray(0, 32), back.subarray(32, 48));
    this.hello = Buffer.concat([header.subarray(0, 56), cipher.update(header).subarray(56)]);
    this.#encrypt = (data) => cipher.update(data);
    this.#decrypt = (data) => decipher.update(data);
  }

  frame(packet: Uint8Array, quickAck = false): Buffer {
    return this.#encrypt(this.#framed(packet, quickAck));
  }

  /** Packets, and quick acknowledgements as their tokens. */
  feed(data: Buffer): (Buffer | number)[] {
    this.#pending = Buffer.concat([this.#pending, this.#decrypt(data)]);
    const arrived: (Buffer | number)[] = [];
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const [size, from, to] = next;
      arrived.push(to === 0 ? from : Buffer.from(this.#pending.subarray(from, to)));
      this.#pending = this.#pending.subarray(size);
    }
    return arrived;
  }

  #framed(packet: Uint8Array, quickAck: boolean): Buffer {
    if (this.#plain === 'full') {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(packet.length + 12, 0);
      head.writeUInt32LE(this.#sent++, 4);
      const sum = Buffer.alloc(4);
      sum.writeUInt32LE(crc32(Buffer.concat([head, packet])), 0);
      return Buffer.concat([head, packet, sum]);
    }
    if (this.#plain === 'abridged') {
      const words = packet.length >> 2;
      const mark = quickAck ? 0x80 : 0;
      const head = words < 127 ? [words | mark] : [127 | mark, words & 255, (words >> 8) & 255, words >> 16];
      return Buffer.concat([Buffer.from(head), packet]);
    }
    const padding = this.#plain === 'padded' ? randomBytes(Math.floor(Math.random() * 16)) : Buffer.alloc(0);
    const head = Buffer.alloc(4);
    head.writeUInt32LE((packet.length + padding.length + (quickAck ? 0x80000000 : 0)) >>> 0, 0);
    return Buffer.concat([head, packet, padding]);
  }

  /** Size with its frame, where the content is; or size, the token, 0 for a quick acknowledgement. */
  #next(): [number, number, number] | undefined {
    const bytes = this.#pending;
    if (bytes.length < 4) return undefined;
    const word = bytes.readUInt32LE(0);
    if (this.#plain === 'full') return word > bytes.length ? undefined : [word, 8, word - 4];
    if (this.#plain === 'abridged') {
      const first = bytes.readUInt8(0);
      if (first >= 128) return [4, bytes.readUInt32BE(0), 0];
      const head = first === 127 ? 4 : 1;
      const end = head + 4 * (first === 127 ? bytes.readUIntLE(1, 3) : first);
      return end > bytes.length ? undefined : [end, head, end];
    }
    if (word >= 0x80000000) return [4, word, 0];
    return word + 4 > bytes.length ? undefined : [word + 4, 4, word + 4];
  }
}
