import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { CodeWay } from '../../world/model.js';
import { badRequest } from '../common/viewer.js';
import { textOf } from '../common/fields.js';
import { RESEND_AFTER_S, codeBy, nextCodeType, sentCodeType } from './code-ways.js';
import { checkHourly, noted } from './floods.js';
import { loginBook, newToken } from './login-book.js';
import type { SentCode } from './login-book.js';
import { accountByPhone, checkApi, checkNumber, phoneOf } from './numbers.js';
import { writeCode } from './service-chat.js';

/** How long a code can be used, in seconds of world time. */
export const CODE_LIFE_S = 300;

/** The code that went out, by the way it went last. */
export function currentCode(call: CallContext, sent: SentCode): string {
  const rules = call.world.loginRules.numbers.get(sent.phone);
  return codeBy(wayOf(sent), accountByPhone(call, sent.phone), rules?.code);
}

/** The way a code went last. */
export function wayOf(sent: SentCode): CodeWay {
  return sent.ways[sent.way] ?? 'sms';
}

/**
 * The code a request means, by number and hash. Throws PHONE_CODE_HASH_EMPTY, and PHONE_CODE_EXPIRED for one that is
 * unknown, used or too old.
 */
export function sentCodeOf(request: TlObject, call: CallContext): { hash: string; sent: SentCode } {
  const phone = phoneOf(request);
  const hash = textOf(request, 'phone_code_hash');
  if (hash === '') throw badRequest('PHONE_CODE_HASH_EMPTY');
  const { codes } = loginBook(call.world);
  const sent = codes.get(hash);
  if (sent !== undefined && call.now() >= sent.sentAt + CODE_LIFE_S) codes.delete(hash);
  else if (sent?.phone === phone) return { hash, sent };
  throw badRequest('PHONE_CODE_EXPIRED');
}

function waysTo(call: CallContext, phone: string): readonly CodeWay[] {
  const account = accountByPhone(call, phone);
  const chosen = account?.codeWays ?? call.world.loginRules.numbers.get(phone)?.ways;
  if (chosen !== undefined && chosen.length > 0) return chosen;
  const isOpen = account !== undefined && call.logins.of(account.userId).length > 0;
  return isOpen ? ['app', 'sms', 'call'] : ['sms', 'call'];
}

function sendCode(request: TlObject, call: CallContext): TlObject {
  checkApi(request, call);
  const phone = phoneOf(request);
  checkNumber(call, phone);
  const { requests, codes } = loginBook(call.world);
  checkHourly(requests.get(phone) ?? [], call.world.loginRules.codesPerHour, call.now());
  requests.set(phone, noted(requests.get(phone), call.now()));
  const hash = newToken(9);
  const sent: SentCode = {
    phone,
    ways: waysTo(call, phone),
    way: 0,
    sentAt: call.now(),
    wrongTries: 0,
    verified: false,
  };
  // One number has one code: asking anew ends the one before.
  for (const [other, { phone: its, sentAt }] of codes) {
    if (its === phone || call.now() >= sentAt + CODE_LIFE_S) codes.delete(other);
  }
  codes.set(hash, sent);
  return send(call, hash, sent);
}

function resendCode(request: TlObject, call: CallContext): TlObject {
  const { hash, sent } = sentCodeOf(request, call);
  if (sent.way + 1 >= sent.ways.length) throw new RpcError(406, 'SEND_CODE_UNAVAILABLE');
  sent.way += 1;
  sent.sentAt = call.now();
  return send(call, hash, sent);
}

/** Sends a code by its current way and answers with TL auth.sentCode. */
function send(call: CallContext, hash: string, sent: SentCode): TlObject {
  const account = accountByPhone(call, sent.phone);
  const code = currentCode(call, sent);
  if (wayOf(sent) === 'app' && account !== undefined) writeCode(call, account, code);
  const next = sent.ways[sent.way + 1];
  return {
    _: 'auth.sentCode',
    type: sentCodeType(wayOf(sent), code, account),
    phone_code_hash: hash,
    next_type: next === undefined ? undefined : nextCodeType(next),
    timeout: next === undefined ? undefined : RESEND_AFTER_S,
  };
}

/** Someone who can't read the e-mail any more gets the code another way; the service makes others wait, this one does not. */
function resetLoginEmail(request: TlObject, call: CallContext): TlObject {
  const { sent } = sentCodeOf(request, call);
  if (wayOf(sent) !== 'email') throw badRequest('EMAIL_INSTALL_MISSING');
  return resendCode(request, call);
}

/** Sending login codes (core.telegram.org/api/auth). */
export const sendCodeHandlers: Handlers = {
  'auth.sendCode': sendCode,
  'auth.resendCode': resendCode,
  'auth.resetLoginEmail': resetLoginEmail,
  'auth.cancelCode': (request, call) => loginBook(call.world).codes.delete(sentCodeOf(request, call).hash),
  // The SMS is sent either way; there is no Firebase that could confirm the device first.
  'auth.requestFirebaseSms': (request, call) => wayOf(sentCodeOf(request, call).sent) === 'firebase_sms',
  'auth.reportMissingCode': (request, call) => sentCodeOf(request, call).sent.ways.length > 0,
};
