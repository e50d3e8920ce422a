import { randomBytes } from 'node:crypto';
import type { CodeWay } from '../../world/model.js';
import type { World } from '../../world/world.js';
import type { SrpChallenge } from './srp.js';

/** A code that was sent and not used yet. Times are world time, seconds since the epoch. */
export interface SentCode {
  readonly phone: string;
  readonly ways: readonly CodeWay[];
  /** Which of the ways it went last. */
  way: number;
  sentAt: number;
  wrongTries: number;
  /** The code was right, but nobody has the number: auth.signUp may follow. */
  verified: boolean;
}

/** A login token, shown as a QR code by one client and scanned by another. */
export interface LoginToken {
  readonly authKeyId: string;
  expires: number;
  readonly exceptIds: readonly bigint[];
  /** Who accepted it. */
  userId?: bigint;
  used: boolean;
}

/** A login on its way to another data centre. */
export interface ExportedLogin {
  readonly userId: bigint;
  readonly authKeyId: string;
  readonly dc: number;
  readonly expires: number;
}

/** What the service remembers of logins that are under way. */
export interface LoginBook {
  /** Codes sent, by phone_code_hash. */
  readonly codes: Map<string, SentCode>;
  /** When codes were asked for, by phone number. */
  readonly requests: Map<string, number[]>;
  /** Auth keys that gave the right code and still owe the password. */
  readonly awaitingPassword: Map<string, bigint>;
  /** The last SRP challenge of each auth key. */
  readonly challenges: Map<string, SrpChallenge>;
  /** When wrong passwords were tried, by account. */
  readonly wrongPasswords: Map<bigint, number[]>;
  /** Accounts that asked for a code to replace a forgotten password. */
  readonly recoveries: Set<bigint>;
  /** One-time tokens that carry a login to another data centre, in hexadecimal. */
  readonly exported: Map<string, ExportedLogin>;
  /** Login tokens, in hexadecimal. */
  readonly tokens: Map<string, LoginToken>;
}

const books = new WeakMap<World, LoginBook>();

/** The world's login book. */
export function loginBook(world: World): LoginBook {
  const known = books.get(world);
  if (known !== undefined) return known;
  const made: LoginBook = {
    codes: new Map(),
    requests: new Map(),
    awaitingPassword: new Map(),
    challenges: new Map(),
    wrongPasswords: new Map(),
    recoveries: new Set(),
    exported: new Map(),
    tokens: new Map(),
  };
  books.set(world, made);
  return made;
}

/** A random token in hexadecimal. */
export function newToken(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
