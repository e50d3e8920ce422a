/**
 * The one edge at which Telegram's errors are read. Codes and names: core.telegram.org/api/errors. Whatever is not
 * known here stays recognisable in `data.rpc`.
 */
import type { RefusalCode } from '../errors/codes.js';
import { refuse } from '../errors/refuse.js';
import type { Failure } from '../pacing/failure.js';
import { GuardRefusal } from './guard/refused.js';
import { ConnectionLost, KeyUnknown } from './lost.js';

/** What Telegram says when it does not take the session any more; the value tells the operator why. */
const SESSION_ENDED: Readonly<Record<string, string>> = {
  AUTH_KEY_UNREGISTERED: 'the session was ended or never logged in',
  AUTH_KEY_INVALID: 'the key of the session is not valid',
  AUTH_KEY_PERM_EMPTY: 'the key of the session is not valid',
  AUTH_KEY_DUPLICATED: 'the session was used from two places at once, and Telegram ended it',
  SESSION_REVOKED: 'the session was ended from another device',
  SESSION_EXPIRED: 'the session has expired',
  SESSION_PASSWORD_NEEDED: 'the login was not finished: the second password is missing',
  USER_DEACTIVATED: 'the account was deleted',
  USER_DEACTIVATED_BAN: 'the account was banned',
};

const PEER_UNKNOWN =
  /^(PEER_ID_INVALID|USER_ID_INVALID|CHAT_ID_INVALID|CHANNEL_INVALID|CHANNEL_PRIVATE|PEER_ID_NOT_SUPPORTED|USERNAME_NOT_OCCUPIED|USERNAME_INVALID|PHONE_NOT_OCCUPIED|INPUT_USER_DEACTIVATED|CHANNEL_PUBLIC_GROUP_NA)$/;
const NO_RIGHTS =
  /^(CHAT_WRITE_FORBIDDEN|CHAT_ADMIN_REQUIRED|CHAT_GUEST_SEND_FORBIDDEN|CHAT_RESTRICTED|CHAT_FORBIDDEN|CHAT_SEND_[A-Z]+_FORBIDDEN|USER_BANNED_IN_CHANNEL|USER_IS_BLOCKED|YOU_BLOCKED_USER|USER_PRIVACY_RESTRICTED|RIGHT_FORBIDDEN|USER_NOT_PARTICIPANT|BROADCAST_FORBIDDEN|CHAT_ADMIN_INVITE_REQUIRED|MESSAGE_AUTHOR_REQUIRED|PRIVACY_PREMIUM_REQUIRED|ALLOW_PAYMENT_REQUIRED.*)$/;
const NO_MESSAGE = /^(MESSAGE_ID_INVALID|MSG_ID_INVALID|MESSAGE_IDS_EMPTY)$/;

// Telegram's own names are shorter; whoever answers in its place shall not fill the results.
const LONGEST_RPC = 100;

/** An error of Telegram, as far as it matters. */
export interface RpcProblem {
  readonly rpc: string;
  readonly rpc_code: number;
  /** For errors that name a wait. */
  readonly seconds?: number;
}

/** Reads an error of the client library; undefined when it is none of Telegram's. */
export function rpcProblem(error: unknown): RpcProblem | undefined {
  if (typeof error !== 'object' || error === null || !('errorMessage' in error)) return undefined;
  const rpc = String(error.errorMessage).slice(0, LONGEST_RPC);
  const code = 'code' in error && typeof error.code === 'number' ? error.code : 0;
  if ('seconds' in error && typeof error.seconds === 'number') {
    // The library's fork has a class for what a takeout waits for; it pauses nothing else.
    if (error.constructor.name === 'TakeoutInitDelayError')
      return { rpc: `TAKEOUT_INIT_DELAY_${error.seconds}`, rpc_code: 420 };
    // The library keeps the number and forgets the name: both kinds of wait say "FLOOD".
    const slow = error.constructor.name === 'SlowModeWaitError';
    return { rpc: slow ? 'SLOWMODE_WAIT' : 'FLOOD_WAIT', rpc_code: 420, seconds: error.seconds };
  }
  if ('newDc' in error) return { rpc: `${error.constructor.name}_${String(error.newDc)}`, rpc_code: 303 };
  return { rpc, rpc_code: code };
}

/** Why the session is not usable after this error; undefined when the error says nothing about it. */
export function sessionEnded(error: unknown): string | undefined {
  if (error instanceof KeyUnknown) return 'Telegram does not know the key of the session';
  const problem = rpcProblem(error);
  return problem === undefined ? undefined : SESSION_ENDED[problem.rpc];
}

/** What an error of a call means. */
export function classify(error: unknown, method: string): Failure {
  if (error instanceof GuardRefusal) {
    return refusal('WRITE_BLOCKED', { method: error.method, why: error.why, reached_wire: false });
  }
  if (error instanceof ConnectionLost) {
    const lost = refuse('DISCONNECTED', error.left ? {} : { data: { reached_wire: false } });
    return { kind: 'transient', refusal: lost.refusal };
  }
  if (error instanceof KeyUnknown) return refusal('NOT_AUTHORIZED', { reason: sessionEnded(error) });
  const problem = rpcProblem(error);
  return problem === undefined ? { kind: 'bug', error } : ofTelegram(problem, method);
}

function ofTelegram(problem: RpcProblem, method: string): Failure {
  const { rpc, rpc_code: code, seconds } = problem;
  const data = { method, rpc, rpc_code: code };
  if (seconds !== undefined) return { kind: rpc === 'SLOWMODE_WAIT' ? 'slowmode' : 'flood', seconds };
  if (rpc === 'PEER_FLOOD') return { kind: 'peer_flood' };
  const ended = SESSION_ENDED[rpc];
  if (ended !== undefined) return refusal('NOT_AUTHORIZED', { reason: ended, rpc });
  // The request with this random_id still runs, or has run: not an error of Telegram's, and not to be repeated blindly.
  if (rpc === 'RANDOM_ID_DUPLICATE') return refusal('RPC_ERROR', data);
  if (code >= 500 || code < 0 || /^(RPC_CALL_FAIL|RPC_MCGET_FAIL|Timeout)$/.test(rpc)) {
    return { kind: 'transient', refusal: refuse('TELEGRAM_TROUBLE', { data }).refusal };
  }
  if (PEER_UNKNOWN.test(rpc)) return refusal('PEER_NOT_FOUND', data);
  if (NO_RIGHTS.test(rpc)) return refusal('NO_RIGHTS', data);
  if (NO_MESSAGE.test(rpc)) return refusal('MESSAGE_NOT_FOUND', data);
  return refusal('RPC_ERROR', data);
}

function refusal(code: RefusalCode, data: Readonly<Record<string, unknown>>): Failure {
  return { kind: 'refusal', refusal: refuse(code, { data }).refusal };
}
