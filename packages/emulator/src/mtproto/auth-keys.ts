import type { ClientInfo } from '../rpc/handler.js';
import { sha1 } from './crypto.js';
import { randomSalt } from './salts.js';
import type { FutureSalt } from './salts.js';

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
  /** What get_future_salts was answered with last. */
  futureSalts: readonly FutureSalt[];
  /** The user logged in with it. */
  userId: bigint | undefined;
  /** The layer of the last initConnection: a client that reconnects does not name it again. */
  layer: number | undefined;
  /** What the client said of itself in the last initConnection. */
  client: ClientInfo | undefined;
  /**
   * When it was logged in and last used, seconds since the epoch; `origin` is the key whose login it carries on, `home`
   * the data centre of that one.
   */
  login:
    | { readonly since: number; active: number; readonly origin?: string; readonly home?: number }
    | undefined;
  /** The error that tells how its login ended, where that was not by itself. */
  ended: string | undefined;
  /** It was used from two addresses at once and is good for nothing any more. */
  dead: boolean;
  /** When a temporary key ends (core.telegram.org/api/pfs), seconds since the epoch; undefined for a permanent one. */
  readonly expiresAt: number | undefined;
  /** The permanent key that a temporary one was bound to: what is logged in with the one is with the other. */
  readonly permanent: AuthKey | undefined;
}

/** Who is logged in; a bound temporary key shares it with its permanent one. */
type Standing = Pick<AuthKey, 'userId' | 'login' | 'ended' | 'dead'>;

/** What a key is given when it is made. */
export interface NewKey {
  readonly salt?: bigint;
  readonly userId?: bigint;
  readonly since?: number;
  readonly expiresAt?: number;
}

class StoredKey implements AuthKey {
  readonly id: string;
  readonly auxHash: Uint8Array;
  readonly expiresAt: number | undefined;
  salt: bigint;
  futureSalts: readonly FutureSalt[] = [];
  layer: number | undefined;
  client: ClientInfo | undefined;
  permanent: StoredKey | undefined;
  #standing: Standing;

  constructor(
    readonly bytes: Uint8Array,
    readonly dc: number,
    { salt = randomSalt(), userId, since, expiresAt }: NewKey,
  ) {
    const hash = sha1(bytes);
    this.id = hash.subarray(12, 20).toString('hex');
    this.auxHash = hash.subarray(0, 8);
    this.salt = salt;
    this.expiresAt = expiresAt;
    this.#standing = {
      userId,
      login: since === undefined ? undefined : { since, active: since },
      ended: undefined,
      dead: false,
    };
  }

  get userId(): bigint | undefined {
    return this.#standing.userId;
  }

  set userId(userId: bigint | undefined) {
    this.#standing.userId = userId;
  }

  get login(): Standing['login'] {
    return this.#standing.login;
  }

  set login(login: Standing['login']) {
    this.#standing.login = login;
  }

  get ended(): string | undefined {
    return this.#standing.ended;
  }

  set ended(ended: string | undefined) {
    this.#standing.ended = ended;
  }

  get dead(): boolean {
    return this.#standing.dead;
  }

  set dead(dead: boolean) {
    this.#standing.dead = dead;
  }

  bindTo(permanent: StoredKey): void {
    this.permanent = permanent;
    this.#standing = permanent.#standing;
  }
}

/** Keys beyond these push out the oldest that nobody is logged in with. */
const MAX_KEYS = 10_000;

/** All keys the emulated service knows. */
export class AuthKeys {
  readonly #keys = new Map<string, StoredKey>();

  /** `forgotten` is told of keys that are gone. */
  constructor(private readonly forgotten: (id: string) => void = () => undefined) {}

  /** Takes a key into service. */
  add(bytes: Uint8Array, dc: number, options: NewKey = {}): AuthKey {
    const key = new StoredKey(bytes, dc, options);
    this.#keys.set(key.id, key);
    if (this.#keys.size > MAX_KEYS) {
      const unused = [...this.#keys.values()].find((one) => one.userId === undefined && one !== key);
      if (unused !== undefined) this.forget(unused.id);
    }
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

  /** Binds a temporary key to a permanent one. Throws when there is no such key. */
  bind(temporaryId: string, permanentId: string): void {
    const [temporary, permanent] = [this.#keys.get(temporaryId), this.#keys.get(permanentId)];
    if (temporary === undefined || permanent === undefined) throw new Error('no such key');
    temporary.bindTo(permanent);
  }

  /** Forgets a key: its holder is answered with transport error -404. */
  forget(id: string): void {
    if (this.#keys.delete(id)) this.forgotten(id);
  }

  /** All keys of one user, or all keys; temporary ones stand behind their permanent key. */
  of(userId?: bigint): AuthKey[] {
    const permanent = [...this.#keys.values()].filter((key) => key.expiresAt === undefined);
    return permanent.filter((key) => userId === undefined || key.userId === userId);
  }

  /** Gives every key a new salt, as the service does every half hour; what was promised is void. */
  rotateSalts(): void {
    for (const key of this.#keys.values()) {
      key.salt = randomSalt();
      key.futureSalts = [];
    }
  }
}
