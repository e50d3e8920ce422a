/* A login is carried from an account's home to other data centres (core.telegram.org/api/datacenter). */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { bytesOf, longOf, numberOf } from '../common/fields.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { authorization } from './log-in.js';
import { loginBook, newToken } from './login-book.js';

/** The data centres that help.getConfig names. */
const LAST_DC = 5;
/** How long an exported login may be on its way, in seconds. */
const EXPORT_LIFE_S = 300;

function exportAuthorization(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const dc = numberOf(request, 'dc_id');
  if (dc < 1 || dc > LAST_DC || dc === call.dc) throw badRequest('DC_ID_INVALID');
  const token = newToken(64);
  const { exported } = loginBook(call.world);
  for (const [old, { expires }] of exported) if (call.now() >= expires) exported.delete(old);
  exported.set(token, {
    userId: viewer.id,
    authKeyId: call.authKeyId,
    dc,
    expires: call.now() + EXPORT_LIFE_S,
  });
  return { _: 'auth.exportedAuthorization', id: viewer.id, bytes: new Uint8Array(Buffer.from(token, 'hex')) };
}

/** Each export can be imported once, where it was meant for, and soon; anything else is AUTH_BYTES_INVALID. */
function importAuthorization(request: TlObject, call: CallContext): TlObject {
  const token = Buffer.from(bytesOf(request, 'bytes')).toString('hex');
  const { exported } = loginBook(call.world);
  const login = exported.get(token);
  if (login === undefined || login.dc !== call.dc) throw badRequest('AUTH_BYTES_INVALID');
  if (login.userId !== longOf(request, 'id')) throw badRequest('USER_ID_INVALID');
  exported.delete(token);
  const account = call.world.accounts.get(login.userId);
  const isOpen = call.logins.isOpen(login.authKeyId, login.userId);
  if (account === undefined || !isOpen || call.now() >= login.expires) throw badRequest('AUTH_BYTES_INVALID');
  call.bind(account.userId, login.authKeyId);
  return authorization(call, account);
}

/** The hand-over of a login to another data centre. */
export const carryLoginHandlers: Handlers = {
  'auth.exportAuthorization': exportAuthorization,
  'auth.importAuthorization': importAuthorization,
};
