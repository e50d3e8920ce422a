/*
 * Login by QR code (core.telegram.org/api/qr-login): one client shows a token, another, logged in, accepts it; the first
 * is told by updateLoginToken and exports again to learn that it is in, or on which data centre to go on.
 */
import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { bytesOf, longsOf } from '../common/fields.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { renderAuthorization } from './authorization.js';
import { authorization, logIn } from './log-in.js';
import { loginBook, newToken } from './login-book.js';
import type { LoginToken } from './login-book.js';
import { checkApi } from './numbers.js';

/** How long a token can be scanned, in seconds of world time; and how long an accepted one can be used. */
const TOKEN_LIFE_S = 30;
const ACCEPTED_LIFE_S = 300;
const NO_DEVICE = { deviceModel: '', systemVersion: '', appVersion: '', langPack: '', apiId: 0 };

function exportLoginToken(request: TlObject, call: CallContext): TlObject {
  checkApi(request, call);
  const own = call.userId === undefined ? undefined : call.world.accounts.get(call.userId);
  if (own !== undefined) return { _: 'auth.loginTokenSuccess', authorization: authorization(call, own) };
  const { tokens } = loginBook(call.world);
  for (const [text, token] of tokens) {
    if (call.now() >= token.expires + ACCEPTED_LIFE_S) tokens.delete(text);
    else if (token.authKeyId === call.authKeyId && isAccepted(token, call)) return settle(call, text, token);
  }
  const text = newToken(32);
  const expires = Math.floor(call.now()) + TOKEN_LIFE_S;
  const exceptIds = longsOf(request, 'except_ids');
  tokens.set(text, { authKeyId: call.authKeyId, expires, exceptIds, used: false });
  return { _: 'auth.loginToken', expires, token: bytesFrom(text) };
}

function importLoginToken(request: TlObject, call: CallContext): TlObject {
  const { text, token } = tokenOf(request, call);
  if (token.used) throw badRequest('AUTH_TOKEN_ALREADY_ACCEPTED');
  if (token.userId === undefined) throw badRequest('AUTH_TOKEN_INVALID');
  return settle(call, text, token);
}

function acceptLoginToken(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { token } = tokenOf(request, call);
  if (token.userId !== undefined) throw badRequest('AUTH_TOKEN_ALREADY_ACCEPTED');
  if (token.exceptIds.includes(viewer.id)) throw badRequest('AUTH_TOKEN_EXCEPTION');
  token.userId = viewer.id;
  token.expires = call.now() + ACCEPTED_LIFE_S;
  call.logins.notify(token.authKeyId, {
    _: 'updateShort',
    update: { _: 'updateLoginToken' },
    date: Math.floor(call.now()),
  });
  const now = Math.floor(call.now());
  return renderAuthorization(
    { authKeyId: token.authKeyId, client: NO_DEVICE, since: now, active: now },
    false,
  );
}

/** Logs in with an accepted token, or says where to go on, or that the password is still owed. */
function settle(call: CallContext, text: string, token: LoginToken): TlObject {
  const account = call.world.accounts.get(token.userId ?? 0n);
  if (account === undefined) throw badRequest('AUTH_TOKEN_INVALID');
  if (account.dc !== undefined && account.dc !== call.dc) {
    return { _: 'auth.loginTokenMigrateTo', dc_id: account.dc, token: bytesFrom(text) };
  }
  token.used = true;
  if (account.password !== undefined) {
    loginBook(call.world).awaitingPassword.set(call.authKeyId, account.userId);
    throw new RpcError(401, 'SESSION_PASSWORD_NEEDED');
  }
  return { _: 'auth.loginTokenSuccess', authorization: logIn(call, account) };
}

function isAccepted(token: LoginToken, call: CallContext): boolean {
  return token.userId !== undefined && !token.used && call.now() < token.expires;
}

function tokenOf(request: TlObject, call: CallContext): { text: string; token: LoginToken } {
  const text = Buffer.from(bytesOf(request, 'token')).toString('hex');
  const token = loginBook(call.world).tokens.get(text);
  if (token === undefined) throw badRequest('AUTH_TOKEN_INVALID');
  if (call.now() >= token.expires) throw badRequest('AUTH_TOKEN_EXPIRED');
  return { text, token };
}

function bytesFrom(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

/** Login by QR code. */
export const loginTokenHandlers: Handlers = {
  'auth.exportLoginToken': exportLoginToken,
  'auth.importLoginToken': importLoginToken,
  'auth.acceptLoginToken': acceptLoginToken,
};
