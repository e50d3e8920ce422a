import { refuse } from '../../errors/refuse.js';
import type { Refused } from '../../errors/outcome.js';
import type { Failure } from '../../pacing/failure.js';
import { classify, rpcProblem, sessionEnded } from '../rpc-errors.js';

const OTHER_CREDENTIALS = 'To replace them: tgmcp credentials --overwrite';

/** What a login can be refused for, in words for the person at the terminal. */
const WORDS: Readonly<Record<string, { readonly reason: string; readonly message: string }>> = {
  PHONE_NUMBER_INVALID: { reason: 'phone', message: 'Telegram does not know this phone number format.' },
  PHONE_NUMBER_UNOCCUPIED: {
    reason: 'unregistered',
    message: 'There is no Telegram account with this number.',
  },
  PHONE_NUMBER_BANNED: { reason: 'banned', message: 'Telegram has banned this phone number.' },
  PHONE_NUMBER_FLOOD: { reason: 'flood', message: 'Too many logins with this number; try again in a day.' },
  PHONE_PASSWORD_FLOOD: { reason: 'flood', message: 'Too many logins with this number; try again in a day.' },
  PHONE_CODE_INVALID: { reason: 'code', message: 'The login code is wrong.' },
  PHONE_CODE_EMPTY: { reason: 'code', message: 'The login code is empty.' },
  PHONE_CODE_EXPIRED: {
    reason: 'code expired',
    message: 'The login code has expired; start again for a new one.',
  },
  PASSWORD_HASH_INVALID: { reason: 'password', message: 'The two-step password is wrong.' },
  SRP_PASSWORD_CHANGED: { reason: 'password', message: 'The two-step password was changed a moment ago.' },
  API_ID_INVALID: {
    reason: 'api',
    message: `TG_API_ID and TG_API_HASH do not belong together. ${OTHER_CREDENTIALS}`,
  },
  API_ID_PUBLISHED_FLOOD: {
    reason: 'api',
    message: `Telegram has limited this TG_API_ID because it is public. ${OTHER_CREDENTIALS}`,
  },
  AUTH_RESTART: { reason: 'restart', message: 'Telegram asks to begin the login again.' },
};

/** A step of a login that was refused; `cause` is the error of Telegram behind it, if one came. */
export class LoginRefused extends Error {
  constructor(
    readonly refused: Refused,
    cause: unknown,
  ) {
    super(refused.refusal.message, { cause });
    this.name = 'LoginRefused';
  }
}

/** What an error of a login step means for the pace. Nothing the person typed is repeated. */
export function loginFailure(error: unknown, method: string): Failure {
  const rpc = rpcProblem(error)?.rpc ?? '';
  const words = WORDS[rpc];
  if (words !== undefined) {
    return { kind: 'refusal', refusal: loginFailed(words.reason, words.message, rpc).refusal };
  }
  const failure = classify(error, method);
  return failure.kind === 'peer_flood'
    ? { kind: 'refusal', refusal: loginFailed('limited', 'Telegram has limited this account.', rpc).refusal }
    : failure;
}

/** The refusal that ended a step; throws what is a bug. */
export function loginRefusal(error: unknown): Refused {
  if (!(error instanceof LoginRefused)) throw error;
  const { refusal } = error.refused;
  // Without an answer there is nothing more to tell a person than that.
  return refusal.code === 'DEADLINE' ? refuse('DISCONNECTED') : error.refused;
}

/** LOGIN_FAILED with a reason that a program can tell apart. */
export function loginFailed(reason: string, message: string, rpc?: string): Refused {
  return refuse('LOGIN_FAILED', { message, data: { reason, ...(rpc === undefined ? {} : { rpc }) } });
}

/** The name of Telegram's error behind a refused step; undefined when it was none of Telegram's. */
export function rpcBehind(error: unknown): string | undefined {
  return error instanceof LoginRefused ? rpcProblem(error.cause)?.rpc : undefined;
}

/** Why the session is over, when that is what refused a step. */
export function endBehind(error: unknown): string | undefined {
  return error instanceof LoginRefused ? sessionEnded(error.cause) : undefined;
}
