/* Server salts (core.telegram.org/mtproto/description#server-salt): the one in force, and those promised for later. */
import { randomBytes } from 'node:crypto';
import type { AuthKey } from './auth-keys.js';

/** A salt and the time it is good for, in seconds since the epoch. */
export interface FutureSalt {
  readonly since: number;
  readonly until: number;
  readonly salt: bigint;
}

/** Each salt follows the one before after so long, and is good for as long again, so that clocks may differ. */
const PERIOD_S = 1800;
/** get_future_salts may not ask for more. */
const MAX_SALTS = 64;

/** Eight random bytes as a salt. */
export function randomSalt(): bigint {
  return randomBytes(8).readBigInt64LE(0);
}

/** Whether a message may carry a salt; `now` is in milliseconds. */
export function acceptsSalt(key: AuthKey, salt: bigint, now: number): boolean {
  if (salt === key.salt) return true;
  const seconds = now / 1000;
  return key.futureSalts.some((one) => one.salt === salt && one.since <= seconds && seconds < one.until);
}

/** The salt in force and the next ones, `count` in all, which stay promised until they are asked for again. */
export function promiseSalts(key: AuthKey, count: number, now: number): readonly FutureSalt[] {
  const begin = Math.floor(now / 1000);
  const size = Math.max(1, Math.min(count, MAX_SALTS));
  key.futureSalts = Array.from({ length: size }, (_item, index) => ({
    since: begin + index * PERIOD_S,
    until: begin + (index + 2) * PERIOD_S,
    salt: index === 0 ? key.salt : randomSalt(),
  }));
  return key.futureSalts;
}
