import type { WorldPhoto } from './files.js';
import type { TlObject } from '../../tl/value.js';

/** A person or bot. `status` is a TL UserStatus. `hashSeed` yields a different access hash for each account. */
export interface WorldUser {
  readonly id: bigint;
  readonly hashSeed: bigint;
  firstName: string;
  lastName?: string;
  username?: string;
  phone?: string;
  about?: string;
  photo?: WorldPhoto;
  status?: TlObject;
  bot: boolean;
  premium: boolean;
  verified: boolean;
  scam: boolean;
  fake: boolean;
  deleted: boolean;
}
