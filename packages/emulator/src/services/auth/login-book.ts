import { randomBytes } from 'node:crypto';
import type { World } from '../../world/world.js';
import type { SrpChallenge } from './srp.js';

/** What the service remembers of logins that are under way. */
export interface LoginBook {
  /** Codes sent, by phone_code_hash. */
  readonly codes: Map<string, { readonly phone: string }>;
  /** Auth keys that gave the right code and still owe the password. */
  readonly awaitingPassword: Map<string, bigint>;
  /** The last SRP challenge of each auth key. */
  readonly challenges: Map<string, SrpChallenge>;
  /** One-time tokens that carry a login to another data centre, in hexadecimal. */
  readonly exported: Map<string, bigint>;
}

const books = new WeakMap<World, LoginBook>();

/** The world's login book. */
export function loginBook(world: World): LoginBook {
  const known = books.get(world);
  if (known !== undefined) return known;
  const made: LoginBook = {
    codes: new Map(),
    awaitingPassword: new Map(),
    challenges: new Map(),
    exported: new Map(),
  };
  books.set(world, made);
  return made;
}

/** A random token in hexadecimal. */
export function newToken(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
