import { RpcError } from '../../rpc/handler.js';
import type { CallContext } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { NumberRules, WorldAccount } from '../../world/model.js';
import { badRequest } from '../common/viewer.js';
import { numberOf, textOf } from '../common/fields.js';

/** Errors of auth.sendCode for numbers that are refused (core.telegram.org/method/auth.sendCode). */
const REFUSALS: Readonly<Record<NonNullable<NumberRules['refusal']>, RpcError>> = {
  banned: badRequest('PHONE_NUMBER_BANNED'),
  flood: badRequest('PHONE_NUMBER_FLOOD'),
  password_flood: new RpcError(406, 'PHONE_PASSWORD_FLOOD'),
  invalid: new RpcError(406, 'PHONE_NUMBER_INVALID'),
};

/** The number a request names, digits only. Throws 406 PHONE_NUMBER_INVALID. */
export function phoneOf(request: TlObject): string {
  const phone = textOf(request, 'phone_number').replaceAll(/[\s()+-]/g, '');
  if (!/^\d{5,15}$/.test(phone)) throw new RpcError(406, 'PHONE_NUMBER_INVALID');
  return phone;
}

/** The account that has a number. */
export function accountByPhone(call: CallContext, phone: string): WorldAccount | undefined {
  const userId = call.world.phones.get(phone);
  return userId === undefined ? undefined : call.world.accounts.get(userId);
}

/** Throws unless a code may be sent to the number from here: refused numbers, and 303 PHONE_MIGRATE_n, NETWORK_MIGRATE_n. */
export function checkNumber(call: CallContext, phone: string): void {
  const rules = call.world.loginRules.numbers.get(phone) ?? {};
  if (rules.refusal !== undefined) throw REFUSALS[rules.refusal];
  const account = accountByPhone(call, phone);
  const home = account === undefined ? rules.dc : account.dc;
  if (home !== undefined && home !== call.dc) throw new RpcError(303, `PHONE_MIGRATE_${home}`);
  const { networkDc } = rules;
  if (account === undefined && networkDc !== undefined && networkDc !== call.dc) {
    throw new RpcError(303, `NETWORK_MIGRATE_${networkDc}`);
  }
}

/** Throws API_ID_INVALID or API_ID_PUBLISHED_FLOOD. */
export function checkApi(request: TlObject, call: CallContext): void {
  const [id, hash] = [numberOf(request, 'api_id'), textOf(request, 'api_hash')];
  const { apiIds } = call.world.loginRules;
  const known = apiIds.get(id);
  if (id <= 0 || hash === '' || (apiIds.size > 0 && known?.hash !== hash)) throw badRequest('API_ID_INVALID');
  if (known?.published === true) throw badRequest('API_ID_PUBLISHED_FLOOD');
}
