import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { objectOf, textOf } from '../common/fields.js';
import { badRequest } from '../common/viewer.js';
import { isCode } from './code-ways.js';
import { floodWait } from './floods.js';
import { logIn } from './log-in.js';
import { loginBook } from './login-book.js';
import { accountByPhone } from './numbers.js';
import { CODE_LIFE_S, currentCode, sentCodeOf, wayOf } from './send-code.js';

/** After so many wrong codes the right one is of no use either. */
const MAX_WRONG = 5;

function signIn(request: TlObject, call: CallContext): TlObject {
  const { hash, sent } = sentCodeOf(request, call);
  const isEmail = wayOf(sent) === 'email';
  const given = givenCode(request, isEmail);
  if (given === '') throw badRequest(isEmail ? 'EMAIL_CODE_EMPTY' : 'PHONE_CODE_EMPTY');
  if (sent.wrongTries >= MAX_WRONG) throw floodWait(sent.sentAt + CODE_LIFE_S - call.now());
  if (wayOf(sent) === 'set_up_email') throw badRequest('EMAIL_INSTALL_MISSING');
  if (!isCode(wayOf(sent), currentCode(call, sent), given)) {
    sent.wrongTries += 1;
    throw badRequest(isEmail ? 'EMAIL_CODE_INVALID' : 'PHONE_CODE_INVALID');
  }
  const account = accountByPhone(call, sent.phone);
  if (account === undefined) {
    sent.verified = true;
    return { _: 'auth.authorizationSignUpRequired', terms_of_service: TERMS };
  }
  const book = loginBook(call.world);
  book.codes.delete(hash);
  if (account.password !== undefined) {
    book.awaitingPassword.set(call.authKeyId, account.userId);
    throw new RpcError(401, 'SESSION_PASSWORD_NEEDED');
  }
  return logIn(call, account);
}

function givenCode(request: TlObject, isEmail: boolean): string {
  const byEmail = objectOf(request, 'email_verification');
  // A client that knows no e-mail codes gives it back like any other.
  return isEmail && byEmail !== undefined ? textOf(byEmail, 'code') : textOf(request, 'phone_code');
}

/** Makes an account, for a number whose code was given and that nobody has. Only this method ever does. */
function signUp(request: TlObject, call: CallContext): TlObject {
  const { hash, sent } = sentCodeOf(request, call);
  const [firstName, lastName] = [textOf(request, 'first_name').trim(), textOf(request, 'last_name').trim()];
  if (!sent.verified) throw badRequest('PHONE_CODE_EMPTY');
  if (firstName === '' || firstName.length > 64) throw badRequest('FIRSTNAME_INVALID');
  if (lastName.length > 64) throw badRequest('LASTNAME_INVALID');
  if (accountByPhone(call, sent.phone) !== undefined) throw badRequest('PHONE_NUMBER_OCCUPIED');
  loginBook(call.world).codes.delete(hash);
  const named = { firstName, ...(lastName !== '' && { lastName }) };
  const owner = call.world.phones.get(sent.phone);
  const account = call.world.addAccount({
    phone: sent.phone,
    ...named,
    ...(owner !== undefined && { id: owner }),
    dc: call.dc,
  });
  return logIn(call, account);
}

const TERMS: TlObject = {
  _: 'help.termsOfService',
  id: { _: 'dataJSON', data: '{}' },
  text: 'An emulated service has no terms.',
  entities: [],
};

/** Giving a code back, and making an account for a number that has none. */
export const signInHandlers: Handlers = {
  'auth.signIn': signIn,
  'auth.signUp': signUp,
  'help.acceptTermsOfService': () => true,
};
