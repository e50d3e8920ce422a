import type { AuthKey, AuthKeys } from '../mtproto/auth-keys.js';
import type { ClientInfo, Login, Logins } from '../rpc/handler.js';
import type { TlObject } from '../tl/value.js';
import type { Sessions } from './sessions.js';

/** What is known of a client that has not said anything of itself. */
export const UNKNOWN_CLIENT: ClientInfo = {
  apiId: 0,
  deviceModel: '',
  systemVersion: '',
  appVersion: '',
  langPack: '',
};

/** The logins that hang on auth keys: a key of another data centre that carries one over ends with it. */
export class KeyLogins implements Logins {
  constructor(
    private readonly keys: AuthKeys,
    private readonly sessions: Sessions,
  ) {}

  of(userId: bigint): Login[] {
    return this.keys
      .of(userId)
      .filter((key) => key.login?.origin === undefined)
      .map((key) => ({
        authKeyId: key.id,
        client: key.client ?? UNKNOWN_CLIENT,
        since: key.login?.since ?? 0,
        active: key.login?.active ?? 0,
      }))
      .toSorted((a, b) => a.since - b.since);
  }

  revoke(authKeyId: string): void {
    for (const key of this.#family(authKeyId)) {
      logOut(key);
      key.ended = 'SESSION_REVOKED';
    }
  }

  notify(authKeyId: string, updates: TlObject): void {
    this.sessions.pushToKey(authKeyId, updates);
  }

  isOpen(authKeyId: string, userId: bigint): boolean {
    return this.keys.get(authKeyId)?.userId === userId;
  }

  /** Logs a key in at `now` (seconds), or out with all that carries its login on. */
  bind(key: AuthKey, userId: bigint | undefined, now: number, origin?: string): void {
    if (userId === undefined) {
      // A temporary key stands behind its permanent one, which is what others name as their origin.
      for (const one of this.#family((key.permanent ?? key).id)) logOut(one);
      return;
    }
    key.userId = userId;
    key.ended = undefined;
    key.login = { since: now, active: now, ...(origin !== undefined && this.#rootOf(origin)) };
  }

  /** Where a login began that is carried on from a key. */
  #rootOf(keyId: string): { readonly origin: string; readonly home?: number } {
    const origin = this.keys.get(keyId)?.login?.origin ?? keyId;
    const home = this.keys.get(origin)?.dc;
    return { origin, ...(home !== undefined && { home }) };
  }

  #family(authKeyId: string): AuthKey[] {
    return this.keys.of().filter((key) => key.id === authKeyId || key.login?.origin === authKeyId);
  }
}

function logOut(key: AuthKey): void {
  key.userId = undefined;
  key.login = undefined;
}
