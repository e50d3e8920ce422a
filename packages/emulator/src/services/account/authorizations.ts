/* The devices an account is logged in on, and logging them out from another one. */
import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handlers, Login } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { hashOfLogin, renderAuthorization } from '../auth/authorization.js';
import { longOf } from '../common/fields.js';
import { badRequest, viewerOf } from '../common/viewer.js';

/** A login that is younger may not end others, in seconds. */
const FRESH_S = 86_400;
/** After how many days without use the service would end a login by itself; here none is. */
const UNUSED_DAYS = 180;

function getAuthorizations(_request: TlObject, call: CallContext): TlObject {
  const logins = call.logins.of(viewerOf(call).id);
  return {
    _: 'account.authorizations',
    authorization_ttl_days: UNUSED_DAYS,
    authorizations: logins.map((login) => renderAuthorization(login, login.authKeyId === call.authKeyId)),
  };
}

/** The account's other logins. Throws 406 FRESH_RESET_AUTHORISATION_FORBIDDEN for a login of today. */
function othersOf(call: CallContext): Login[] {
  const logins = call.logins.of(viewerOf(call).id);
  const own = logins.find((login) => login.authKeyId === call.authKeyId);
  if (own !== undefined && own.since > call.now() - FRESH_S) {
    throw new RpcError(406, 'FRESH_RESET_AUTHORISATION_FORBIDDEN');
  }
  return logins.filter((login) => login !== own);
}

function resetAuthorization(request: TlObject, call: CallContext): boolean {
  const hash = longOf(request, 'hash');
  const login = othersOf(call).find((one) => hashOfLogin(one.authKeyId) === hash);
  if (login === undefined) throw badRequest('HASH_INVALID');
  call.logins.revoke(login.authKeyId);
  return true;
}

function resetAuthorizations(_request: TlObject, call: CallContext): boolean {
  for (const login of othersOf(call)) call.logins.revoke(login.authKeyId);
  return true;
}

/** The account's logins. */
export const authorizationsHandlers: Handlers = {
  'account.getAuthorizations': getAuthorizations,
  'account.resetAuthorization': resetAuthorization,
  'auth.resetAuthorizations': resetAuthorizations,
};
