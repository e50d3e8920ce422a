import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldAccount } from '../../world/model.js';
import { bytesOf, longOf, numberOf, textOf } from '../common/fields.js';
import { loginBook, newToken } from './login-book.js';
import { renderUser } from '../render/user.js';
import { badRequest, viewAs, viewerOf } from '../common/viewer.js';

function sendCode(request: TlObject, call: CallContext): TlObject {
  if (numberOf(request, 'api_id') <= 0 || textOf(request, 'api_hash') === '')
    throw badRequest('API_ID_INVALID');
  return sentCode(phoneOf(request), call);
}

function sentCode(phone: string, call: CallContext): TlObject {
  const hash = newToken(9);
  loginBook(call.world).codes.set(hash, { phone });
  const code = accountByPhone(call, phone)?.code ?? '00000';
  return {
    _: 'auth.sentCode',
    type: { _: 'auth.sentCodeTypeApp', length: code.length },
    phone_code_hash: hash,
  };
}

function signIn(request: TlObject, call: CallContext): TlObject {
  const phone = phoneOf(request);
  const hash = textOf(request, 'phone_code_hash');
  const code = textOf(request, 'phone_code');
  if (hash === '') throw badRequest('PHONE_CODE_HASH_EMPTY');
  if (code === '') throw badRequest('PHONE_CODE_EMPTY');
  const book = loginBook(call.world);
  if (book.codes.get(hash)?.phone !== phone) throw badRequest('PHONE_CODE_EXPIRED');
  const account = accountByPhone(call, phone);
  if (account === undefined) throw badRequest('PHONE_NUMBER_UNOCCUPIED');
  if (account.code !== code) throw badRequest('PHONE_CODE_INVALID');
  book.codes.delete(hash);
  if (account.password !== undefined) {
    book.awaitingPassword.set(call.authKeyId, account.userId);
    throw new RpcError(401, 'SESSION_PASSWORD_NEEDED');
  }
  return logIn(call, account);
}

/** Binds the auth key to the account and answers with its user. */
export function logIn(call: CallContext, account: WorldAccount): TlObject {
  const user = call.world.users.get(account.userId);
  if (user === undefined) throw new Error(`account ${account.userId} has no user`);
  loginBook(call.world).awaitingPassword.delete(call.authKeyId);
  call.bind(account.userId);
  return { _: 'auth.authorization', user: renderUser(viewAs(call, account), user) };
}

function exportAuthorization(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const wanted = numberOf(request, 'dc_id');
  if (wanted < 1 || wanted === call.dc) throw badRequest('DC_ID_INVALID');
  const token = newToken(64);
  loginBook(call.world).exported.set(token, viewer.id);
  return { _: 'auth.exportedAuthorization', id: viewer.id, bytes: new Uint8Array(Buffer.from(token, 'hex')) };
}

function importAuthorization(request: TlObject, call: CallContext): TlObject {
  const token = Buffer.from(bytesOf(request, 'bytes')).toString('hex');
  const book = loginBook(call.world);
  const userId = book.exported.get(token);
  const account = userId === undefined ? undefined : call.world.accounts.get(userId);
  if (account === undefined || userId !== longOf(request, 'id')) throw badRequest('AUTH_BYTES_INVALID');
  book.exported.delete(token);
  return logIn(call, account);
}

function phoneOf(request: TlObject): string {
  const phone = textOf(request, 'phone_number').replaceAll(/[\s()+-]/g, '');
  if (!/^\d{5,15}$/.test(phone)) throw badRequest('PHONE_NUMBER_INVALID');
  return phone;
}

function accountByPhone(call: CallContext, phone: string): WorldAccount | undefined {
  const userId = call.world.phones.get(phone);
  return userId === undefined ? undefined : call.world.accounts.get(userId);
}

/** Login by code, log-out, and the hand-over of a login to another data centre. */
export const authHandlers: Handlers = {
  'auth.sendCode': sendCode,
  'auth.resendCode': (request, call) => {
    const phone = phoneOf(request);
    const book = loginBook(call.world);
    const hash = textOf(request, 'phone_code_hash');
    if (book.codes.get(hash)?.phone !== phone) throw badRequest('PHONE_CODE_EXPIRED');
    book.codes.delete(hash);
    return sentCode(phone, call);
  },
  'auth.cancelCode': (request, call) =>
    loginBook(call.world).codes.delete(textOf(request, 'phone_code_hash')),
  'auth.signIn': signIn,
  'auth.logOut': (_request, call) => {
    viewerOf(call);
    call.bind(undefined);
    return { _: 'auth.loggedOut' };
  },
  'auth.exportAuthorization': exportAuthorization,
  'auth.importAuthorization': importAuthorization,
};
