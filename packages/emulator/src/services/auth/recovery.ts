/* A forgotten password is replaced by a code that goes to the account's recovery e-mail (core.telegram.org/api/srp). */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldAccount } from '../../world/model.js';
import { objectOf, textOf } from '../common/fields.js';
import { badRequest } from '../common/viewer.js';
import { emailPattern } from './code-ways.js';
import { logIn } from './log-in.js';
import { loginBook } from './login-book.js';
import { asker } from './password.js';

function requestRecovery(_request: TlObject, call: CallContext): TlObject {
  const account = asker(call);
  if (account.password === undefined) throw badRequest('PASSWORD_EMPTY');
  if (account.recoveryEmail === undefined) throw badRequest('PASSWORD_RECOVERY_NA');
  loginBook(call.world).recoveries.add(account.userId);
  return { _: 'auth.passwordRecovery', email_pattern: emailPattern(account.recoveryEmail) };
}

function checkRecovery(request: TlObject, call: CallContext): WorldAccount {
  const account = asker(call);
  const code = textOf(request, 'code');
  if (code === '') throw badRequest('CODE_EMPTY');
  if (!loginBook(call.world).recoveries.has(account.userId)) throw badRequest('PASSWORD_RECOVERY_EXPIRED');
  if (code !== (account.recoveryCode ?? account.code)) throw badRequest('CODE_INVALID');
  return account;
}

function recoverPassword(request: TlObject, call: CallContext): TlObject {
  const account = checkRecovery(request, call);
  // A new password could not be kept: the world holds passwords in the clear, and this carries only its verifier.
  if (objectOf(request, 'new_settings') !== undefined) throw badRequest('NEW_SETTINGS_INVALID');
  delete account.password;
  delete account.passwordHint;
  loginBook(call.world).recoveries.delete(account.userId);
  return logIn(call, account);
}

/** Taking the password off an account by its recovery e-mail. */
export const recoveryHandlers: Handlers = {
  'auth.requestPasswordRecovery': requestRecovery,
  'auth.checkRecoveryPassword': (request, call) => checkRecovery(request, call).userId > 0n,
  'auth.recoverPassword': recoverPassword,
};
