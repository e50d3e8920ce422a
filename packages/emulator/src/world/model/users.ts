import type { BotProfile } from './bots.js';
import type { WorldPhoto } from './files.js';
import type { PrivacyChoices } from './privacy.js';
import type { TlObject } from '../../tl/value.js';

/** A person or bot. `status` is a TL UserStatus. `hashSeed` yields a different access hash for each account. */
export interface WorldUser {
  readonly id: bigint;
  readonly hashSeed: bigint;
  firstName: string;
  lastName?: string;
  username?: string;
  /** Further usernames, bought rather than chosen; inactive ones lead nowhere. */
  collectibles?: { readonly username: string; active: boolean }[];
  phone?: string;
  about?: string;
  photo?: WorldPhoto;
  /** Earlier profile photos, newest first; `photo` is the current one. */
  earlierPhotos?: WorldPhoto[];
  /** Shown to those who may not see the profile photo. */
  fallbackPhoto?: WorldPhoto;
  /** The exact TL UserStatus; privacy blurs it for those who may not see it. */
  status?: TlObject;
  privacy?: PrivacyChoices;
  /** Contacts of a person who has no account in the world. */
  knows?: ReadonlySet<bigint>;
  /** Whom a person blocked who has no account in the world. */
  blocks?: ReadonlySet<bigint>;
  /** Takes first messages from contacts and Premium users only. */
  premiumOnly?: boolean;
  bot: boolean;
  botProfile?: BotProfile;
  premium: boolean;
  verified: boolean;
  scam: boolean;
  fake: boolean;
  deleted: boolean;
}
