/** The ways a login code can reach its person: the auth.sentCodeType* of that name. */
export const CODE_WAYS = [
  'app',
  'sms',
  'call',
  'flash_call',
  'missed_call',
  'fragment_sms',
  'email',
  'firebase_sms',
  'sms_word',
  'sms_phrase',
  /** No code is sent: the person must first give the account an e-mail address, in an official app. */
  'set_up_email',
] as const;

/** How a login code reaches its person. */
export type CodeWay = (typeof CODE_WAYS)[number];

/** What the service does with a phone number, whether an account has it or not. */
export interface NumberRules {
  /** Answers auth.sendCode with PHONE_NUMBER_BANNED, PHONE_NUMBER_FLOOD, PHONE_PASSWORD_FLOOD or PHONE_NUMBER_INVALID. */
  readonly refusal?: 'banned' | 'flood' | 'password_flood' | 'invalid';
  /** For a number that nobody has: the data centre it belongs to (PHONE_MIGRATE_n elsewhere). */
  readonly dc?: number;
  /** For a number that nobody has: the data centre near its network (NETWORK_MIGRATE_n elsewhere). */
  readonly networkDc?: number;
  /** For a number that nobody has: the code sent to it, and the ways it is sent, in turn. */
  readonly code?: string;
  readonly ways?: readonly CodeWay[];
}

/** Rules of logging in that a world may change. */
export interface LoginRules {
  /** By phone number, digits only. */
  readonly numbers: Map<string, NumberRules>;
  /** When there are any, others are refused with API_ID_INVALID, and published ones with API_ID_PUBLISHED_FLOOD. */
  readonly apiIds: Map<number, { readonly hash: string; readonly published?: boolean }>;
  /** How many codes a number may ask for within an hour before FLOOD_WAIT_n. */
  codesPerHour: number;
}
