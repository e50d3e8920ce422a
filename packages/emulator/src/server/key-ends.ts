/* The ways in which an auth key stops being good (core.telegram.org/api/errors#401-unauthorized). */
import type { AuthKey, AuthKeys } from '../mtproto/auth-keys.js';

/**
 * How sessions end. `unregistered`, `revoked`, `expired`, `deactivated` and `banned` log the key out: calls that need a
 * login are answered so, and it can log in again. `duplicated` ends the key for good: every call is answered so.
 * `forgotten`: the service does not know the key at all, which is transport error -404.
 */
export type KeyEnd =
  | 'unregistered'
  | 'revoked'
  | 'expired'
  | 'deactivated'
  | 'banned'
  | 'duplicated'
  | 'forgotten';

/** The ends that keep the key, and what calls are answered with after them. */
const LOGGED_OUT: Readonly<Record<Exclude<KeyEnd, 'duplicated' | 'forgotten'>, string>> = {
  unregistered: 'AUTH_KEY_UNREGISTERED',
  revoked: 'SESSION_REVOKED',
  expired: 'SESSION_EXPIRED',
  deactivated: 'USER_DEACTIVATED',
  banned: 'USER_DEACTIVATED_BAN',
};

/** All ends, for who must check one. */
export const KEY_ENDS: readonly KeyEnd[] = [
  ...(Object.keys(LOGGED_OUT) as (keyof typeof LOGGED_OUT)[]),
  'duplicated',
  'forgotten',
];

/** Ends the login of a key, or the key. */
export function endKey(keys: AuthKeys, key: AuthKey, end: KeyEnd): void {
  key.userId = undefined;
  key.login = undefined;
  if (end === 'forgotten') keys.forget(key.id);
  else if (end === 'duplicated') key.dead = true;
  else key.ended = LOGGED_OUT[end];
}

/** Which keys are meant: those of one user, one by its id, or every key that is logged in. */
export interface WhichKeys {
  readonly userId?: bigint;
  readonly authKeyId?: string;
}

/** The keys that are meant. */
export function keysLike(keys: AuthKeys, { userId, authKeyId }: WhichKeys): AuthKey[] {
  return keys
    .of(userId)
    .filter((key) => (authKeyId === undefined ? key.userId !== undefined : key.id === authKeyId));
}

/** What hangs on an auth key. */
export interface KeyState {
  readonly authKeyId: string;
  readonly dc: number;
  /** Who is logged in with it. */
  readonly userId: bigint | undefined;
  readonly layer: number | undefined;
  /** How many connections carry it now. */
  readonly connections: number;
  /** The error that calls are answered with, where its login was ended. */
  readonly ended: string | undefined;
}

/** What hangs on an auth key now. */
export function keyState(key: AuthKey, connections: number): KeyState {
  const { id, dc, userId, layer } = key;
  const ended = key.dead ? 'AUTH_KEY_DUPLICATED' : key.ended;
  return { authKeyId: id, dc, userId, layer, connections, ended };
}
