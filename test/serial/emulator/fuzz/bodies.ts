/* What stands inside of messages: random, mutated, nested, packed, far too much. */
import { gzipSync } from 'node:zlib';
import { Sampler, codecFor, services } from '@tgmcp/emulator';
import type { TlObject } from '@tgmcp/emulator';
import type { Chance } from './chance.js';

const CONTAINER = 0x73f1f8dc;
const GZIP = 0x3072cfa1;

/** TL `bytes`. */
function framed(content: Uint8Array): Buffer {
  const size = content.length;
  const head =
    size < 254 ? Buffer.of(size) : Buffer.of(254, size & 255, (size >> 8) & 255, (size >> 16) & 255);
  return Buffer.concat([head, content, Buffer.alloc(-(head.length + size) & 3)]);
}

function packed(content: Uint8Array): Buffer {
  const id = Buffer.alloc(4);
  id.writeUInt32LE(GZIP, 0);
  return Buffer.concat([id, framed(gzipSync(content))]);
}

function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [index, number] of numbers.entries()) bytes.writeUInt32LE(number >>> 0, index * 4);
  return bytes;
}

/** Made once, since they take a while: what unpacks to a thousand times its size, once, twice, and in every element. */
const small = packed(Buffer.alloc(3_000_000));
const BOMBS: readonly Buffer[] = [
  packed(Buffer.alloc(12_000_000)),
  small,
  packed(packed(packed(Buffer.alloc(3_000_000)))),
  // users.getUsers of a hundred that each unpack
  Buffer.concat([words(0x0d91a548, 0x1cb5c415, 100), ...Array.from({ length: 100 }, () => small)]),
  // users.getUsers of a million inputUserSelf, packed
  packed(Buffer.concat([words(0x0d91a548, 0x1cb5c415, 900_000), Buffer.alloc(3_600_000, words(0xf7c1b13f))])),
];

/** Makes bodies; the same seed, the same bodies. */
export class Bodies {
  readonly #sampler: Sampler;
  readonly #codec = codecFor();
  readonly #functions = [...this.#codec.schema.functions.values()];
  readonly #answered = this.#functions.filter(({ name }) => name in services);

  constructor(
    private readonly chance: Chance,
    seed: number,
  ) {
    this.#sampler = new Sampler(this.#codec.schema, seed);
  }

  /** Any body. */
  any(depth = 0): Buffer {
    const kind = this.chance.below(100);
    if (kind < 10) return this.chance.bytes(this.chance.below(40) * 4);
    if (kind < 45) return this.#call();
    if (kind < 80) return this.chance.mutated(this.#call());
    if (kind < 84) return packed(this.#call());
    if (kind < 92 && depth < 3) return this.#container(depth);
    if (kind < 94) return words(CONTAINER, this.chance.one([0, 1, 1021, 0x7fffffff, -1]));
    // Vectors that say they are longer than any packet: msgs_ack, msgs_state_req, msg_resend_req, getUsers.
    if (kind < 99) {
      const id = this.chance.one([0x62d6b459, 0xda69fb52, 0x7d861a08, 0x0d91a548]);
      return words(id, 0x1cb5c415, this.chance.one([0x7fffffff, 1_000_000, -1, 3]), 5, 6);
    }
    return this.chance.below(20) === 0 ? this.chance.one(BOMBS) : this.#call();
  }

  #call(): Buffer {
    const method = this.chance.one(this.chance.below(3) > 0 ? this.#answered : this.#functions);
    let call: TlObject = this.#sampler.object(method);
    if (this.chance.below(4) === 0)
      call = { _: 'invokeWithLayer', layer: this.chance.one(LAYERS), query: call };
    return this.#codec.encode.object(call);
  }

  #container(depth: number): Buffer {
    const inner = Array.from({ length: 1 + this.chance.below(6) }, () => {
      const body = this.any(depth + 1);
      const head = Buffer.alloc(16);
      head.writeBigInt64LE(BigInt(Math.floor(Date.now() / 1000)) << 32n, 0);
      head.writeUInt32LE((this.chance.below(2 ** 32) & ~3) >>> 0, 0);
      head.writeInt32LE(this.chance.below(100), 8);
      head.writeInt32LE(this.chance.below(20) === 0 ? -1 : body.length, 12);
      return Buffer.concat([head, body]);
    });
    return Buffer.concat([words(CONTAINER, inner.length), ...inner]);
  }
}

const LAYERS: readonly number[] = [198, 198, 198, 227, 228, 230, 5, -1];
