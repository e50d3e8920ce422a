/* One connection after the other that says what no client should. */
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import type { Bodies } from './bodies.js';
import type { Chance } from './chance.js';
import { anyFraming, plain, sealed } from './frames.js';
import type { Framing, Head, Key } from './frames.js';

/** req_pq_multi, req_DH_params and set_client_DH_params with what a careless server would compute with. */
const HANDSHAKE = [0xbe7e8ef1, 0xd712e4be, 0xf5045f1f];
const CONTAINER = 0x73f1f8dc;
/** As many frames at most are sent before the answers of the service are waited for. */
const AT_ONCE = 80;

/** What is written at once; `isLast` when the service will close the connection for it. */
interface Shot {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/** Sends frames until it has sent as many as it shall. */
export class Attacker {
  sent = 0;
  #lastId = 0n;
  #count = 0;

  constructor(
    private readonly chance: Chance,
    private readonly bodies: Bodies,
    /** Where the keys are known, and where they are not. */
    private readonly ports: { readonly home: number; readonly others: readonly number[] },
    private readonly keyNow: () => Key,
  ) {}

  async run(frames: number): Promise<void> {
    while (this.sent < frames)
      await this.#connection(Math.min(frames - this.sent, 1 + this.chance.below(AT_ONCE)));
  }

  async #connection(frames: number): Promise<void> {
    const isHome = this.chance.below(20) > 0;
    const hasHello = this.chance.below(20) > 0;
    const port = isHome ? this.ports.home : this.chance.one(this.ports.others);
    const socket = createConnection({ port, host: '127.0.0.1' });
    const gone = new Promise<void>((resolve) => {
      socket.on('close', () => resolve());
    });
    socket.on('error', () => socket.destroy()).resume();
    const framing = anyFraming(this.chance);
    const sessionId = BigInt(this.chance.below(2 ** 32));
    if (hasHello) socket.write(framing.hello);
    const isKnown = this.chance.below(10) > 0;
    for (let n = 0; n < frames && !socket.destroyed; n += 1) {
      const { bytes, isLast } = isKnown ? this.#encrypted(framing, sessionId) : this.#clear(framing);
      this.#write(socket, bytes);
      this.sent += 1;
      // After these the service closes, and would see no more.
      if (isLast || !isHome || !hasHello) break;
    }
    // The service ends its side once it has read all that was sent.
    socket.end();
    await gone;
  }

  #write(socket: Socket, bytes: Buffer): void {
    if (this.chance.below(50) > 0 || bytes.length > 500) socket.write(bytes);
    else for (const byte of bytes) socket.write(Buffer.of(byte));
  }

  /** Before any key: noise, and handshakes that are wrong. */
  #clear(framing: Framing): Shot {
    const noise = this.chance.bytes(this.chance.below(80) * 4);
    const kind = this.chance.below(4);
    if (kind === 0) return { bytes: noise, isLast: true };
    if (kind === 1) return { bytes: framing.frame(noise), isLast: true };
    const id = Buffer.alloc(4);
    id.writeUInt32LE(this.chance.one(HANDSHAKE), 0);
    const nonce = this.chance.bytes(this.chance.one([16, 16, 48]));
    const message = plain(this.#nextId(), Buffer.concat([id, nonce, kind === 2 ? noise : Buffer.alloc(0)]));
    return { bytes: framing.frame(message), isLast: kind === 2 || nonce.length !== 16 };
  }

  #encrypted(framing: Framing, sessionId: bigint): Shot {
    const key = this.keyNow();
    const wrong = this.chance.below(40);
    const head: { -readonly [Name in keyof Head]: Head[Name] } = {
      salt: wrong === 0 ? BigInt(this.chance.below(1000)) : key.salt,
      sessionId: wrong === 1 ? BigInt(this.chance.below(2 ** 32)) : sessionId,
      messageId: wrong === 2 ? BigInt(this.chance.below(2 ** 32)) : this.#nextId(),
      sequence: wrong === 3 ? this.chance.below(1000) : (this.#count += 2) + 1,
    };
    let body = this.bodies.any();
    // The length is looked at before anything else: mostly it is right.
    if (wrong !== 7) body = body.subarray(0, body.length & ~3);
    if (body.length >= 4 && body.readUInt32LE(0) === CONTAINER && wrong !== 3) head.sequence &= ~1;
    const packet = sealed(key, head, body, wrong === 4 ? this.chance.below(2 ** 31) : body.length);
    if (wrong === 5) return { bytes: framing.frame(this.chance.mutated(packet)), isLast: true };
    const frame = framing.frame(packet);
    if (wrong !== 6) return { bytes: frame, isLast: wrong === 4 || body.length % 4 !== 0 };
    return { bytes: this.chance.mutated(frame), isLast: true };
  }

  #nextId(): bigint {
    const id = (BigInt(Date.now()) << 32n) / 1000n;
    this.#lastId = (id > this.#lastId ? id & ~3n : this.#lastId) + 4n;
    return this.#lastId;
  }
}
