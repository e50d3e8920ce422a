/*
 * For the services' own tests: requests that are well typed and hostile. Names of people, chats and messages that exist,
 * hashes that belong to others, numbers at the edges.
 */
import { Sampler } from '../../tl/sample.js';
import type { Combinator, Schema, TlField, TlType } from '../../tl/schema.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import type { World } from '../../world/world.js';
import { isObject } from '../common/fields.js';

const INTS = [
  0, 1, 2, 3, 5, 7, 10, 20, 100, -1, -100, 0x7fffffff, -0x80000000, 1_759_999_950, 1_760_000_000,
  1_760_100_000,
];
const LONGS = [0n, 1n, -1n, 0x7fffffffffffffffn, -0x8000000000000000n];

/** What requests are made of. */
export interface Pool {
  readonly world: World;
  readonly peers: readonly PeerRef[];
  readonly people: readonly bigint[];
  /** Values by the name of a field. */
  readonly fields: Readonly<Record<string, readonly TlValue[]>>;
  /** Values by the name of a boxed type. */
  readonly types: Readonly<Record<string, readonly TlObject[]>>;
}

/** Makes requests; the same seed makes the same ones. */
export class HostileSampler {
  readonly #sampler: Sampler;

  constructor(
    private readonly schema: Schema,
    private readonly pool: Pool,
    seed: number,
  ) {
    this.#sampler = new Sampler(schema, seed);
  }

  below(limit: number): number {
    return this.#sampler.below(limit);
  }

  /** A request as the account `me` might send it. */
  request(method: Combinator, me: bigint): TlObject {
    const request = this.#mend(this.#sampler.object(method), me);
    const { id, random_id: random } = request;
    // As many as there are messages, mostly: otherwise nothing is forwarded.
    if (!Array.isArray(id) || !Array.isArray(random) || this.below(5) === 0) return request;
    return { ...request, random_id: id.map(() => BigInt(1 + this.below(1_000_000))) };
  }

  #mend(value: TlObject, me: bigint): TlObject {
    const combinator = this.schema.constructors.get(value._) ?? this.schema.functions.get(value._);
    const fields: Record<string, TlValue> & { _: string } = { _: value._ };
    for (const field of combinator?.fields ?? []) {
      const given = value[field.name];
      if (given !== undefined) fields[field.name] = this.#field(field, given, me);
    }
    return fields;
  }

  #field(field: TlField, given: TlValue, me: bigint): TlValue {
    const known = this.pool.fields[field.name] ?? [];
    if (known.length > 0 && this.below(3) > 0 && fits(field.type, known[0])) return this.#of(known, given);
    return this.#value(field.type, field.name, given, me);
  }

  #value(type: TlType, name: string, given: TlValue, me: bigint): TlValue {
    if (type.kind === 'int') {
      if (/(^|_)id$|^messages$/.test(name) && this.below(4) > 0)
        return 1 + this.below(this.below(2) === 0 ? 12 : 90);
      return this.below(6) === 0 ? given : this.#of(INTS, given);
    }
    if (type.kind === 'long') {
      if (/user|bot/.test(name) && this.below(4) > 0) return this.#of(this.pool.people, given);
      return this.below(3) === 0 ? this.#of(LONGS, given) : given;
    }
    if (type.kind === 'vector' && Array.isArray(given)) return this.#vector(type.item, name, given, me);
    if (type.kind === 'boxed' && isObject(given)) return this.#boxed(type.type, given, me);
    return given;
  }

  #vector(item: TlType, name: string, given: readonly TlValue[], me: bigint): TlValue {
    const list = given.map((one) => this.#value(item, name, one, me));
    const [first] = list;
    if (first === undefined || this.below(6) > 0) return list;
    return this.below(4) === 0 ? Array.from({ length: 300 }, () => first) : [first, ...list, first];
  }

  #boxed(type: string, given: TlObject, me: bigint): TlValue {
    const plain = this.#mend(given, me);
    if (this.below(12) === 0) return plain;
    switch (type) {
      case 'InputPeer':
        return this.#peer(me, '');
      case 'InputDialogPeer':
        return { _: 'inputDialogPeer', peer: this.#peer(me, '') };
      case 'InputChannel':
        return this.#peer(me, 'channel');
      case 'InputUser':
        return this.#peer(me, 'user');
      case 'InputNotifyPeer':
        return { _: 'inputNotifyPeer', peer: this.#peer(me, '') };
      default:
        return this.#of(this.pool.types[type] ?? [], plain);
    }
  }

  /** A peer that exists; once in a while under a hash that is another account's, or as seen in a message. */
  #peer(me: bigint, only: '' | 'user' | 'channel'): TlObject {
    const fitting = this.pool.peers.filter((one) => only === '' || one.kind === only);
    const peer = this.#of(fitting, fitting[0]);
    const knower = this.below(10) === 0 ? this.#of(this.pool.people, me) : me;
    const form = only === '' ? 'Peer' : '';
    if (peer === undefined) return { _: 'inputPeerEmpty' };
    if (peer.kind === 'chat') return { _: 'inputPeerChat', chat_id: peer.id };
    const kind = peer.kind === 'user' ? 'User' : 'Channel';
    const id = { [`${peer.kind}_id`]: peer.id };
    if (this.below(10) === 0) {
      const place = this.#peer(me, '');
      return { _: `input${form}${kind}FromMessage`, peer: place, msg_id: this.#of(INTS, 1), ...id };
    }
    if (peer.kind === 'user' && peer.id === me && this.below(2) === 0)
      return { _: `input${form}${kind === 'User' && form === '' ? 'User' : ''}Self` };
    return { _: `input${form}${kind}`, ...id, access_hash: this.pool.world.accessHash(knower, peer) };
  }

  #of<T>(values: readonly T[], otherwise: T): T {
    return values[this.below(values.length)] ?? otherwise;
  }
}

function fits(type: TlType, value: TlValue | undefined): boolean {
  switch (type.kind) {
    case 'int':
      return typeof value === 'number';
    case 'long':
      return typeof value === 'bigint';
    case 'string':
      return typeof value === 'string';
    case 'bytes':
      return value instanceof Uint8Array;
    case 'boxed':
      return value !== undefined && isObject(value);
    default:
      return false;
  }
}
