import { randomBytes } from 'node:crypto';
import type { ClientInfo } from '../rpc/handler.js';
import { sha1 } from './crypto.js';

/** One authorization key and what the service remembers with it. */
export interface AuthKey {
  /** The 256 bytes that both ends share. */
  readonly bytes: Uint8Array;
  /** Low 64 bits of its SHA-1, as 16 hexadecimal digits in wire order. */
  readonly id: string;
  readonly auxHash: Uint8Array;
  /** The data centre it was made with; others do not know it. */
  readonly dc: number;
  /** The salt that messages must carry now. */
  salt: bigint;
  /** The user logged in with it. */
  userId: bigint | undefined;
  /** The layer of the last initConnection: a client that reconnects does not name it again. */
  layer: number | undefined;
  /** What the client said of itself in the last initConnection. */
  client: ClientInfo | undefined;
  /** When it was logged in and last used, seconds since the epoch; `origin` is the key whose login it carries on. */
  login: { readonly since: number; active: number; readonly origin?: string } | undefined;
  /** Its login was ended from another session. */
  revoked: boolean;
}

/** All keys the emulated service knows. */
export class AuthKeys {
  readonly #keys = new Map<string, AuthKey>();

  /** Takes a key into service. */
  add(
    bytes: Uint8Array,
    dc: number,
    options: { salt?: bigint; userId?: bigint; since?: number } = {},
  ): AuthKey {
    const hash = sha1(bytes);
    const key: AuthKey = {
      bytes,
      id: hash.subarray(12, 20).toString('hex'),
      auxHash: hash.subarray(0, 8),
      dc,
      salt: options.salt ?? randomSalt(),
      userId: options.userId,
      layer: undefined,
      client: undefined,
      login: options.since === undefined ? undefined : { since: options.since, active: options.since },
      revoked: false,
    };
    this.#keys.set(key.id, key);
    return key;
  }

  /** A key that this data centre knows. */
  find(id: string, dc: number): AuthKey | undefined {
    const key = this.#keys.get(id);
    return key?.dc === dc ? key : undefined;
  }

  get(id: string): AuthKey | undefined {
    return this.#keys.get(id);
  }

  /** Forgets a key: its holder is answered with transport error -404. */
  forget(id: string): void {
    this.#keys.delete(id);
  }

  /** All keys of one user, or all keys. */
  of(userId?: bigint): AuthKey[] {
    return [...this.#keys.values()].filter((key) => userId === undefined || key.userId === userId);
  }

  /** Gives every key a new salt, as the service does every half hour. */
  rotateSalts(): void {
    for (const key of this.#keys.values()) key.salt = randomSalt();
  }
}

function randomSalt(): bigint {
  return randomBytes(8).readBigInt64LE(0);
}
