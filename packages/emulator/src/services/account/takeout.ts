/*
 * Takeout sessions (core.telegram.org/api/takeout): an export asks for one, names it around its calls with
 * invokeWithTakeout, may have a history split into ranges of ids, and ends it.
 */
import { RpcError } from '../../rpc/handler.js';
import type { CallContext, Handler, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { flagOf, longOf, numberOf } from '../common/fields.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import { newToken } from '../auth/login-book.js';

/** How many message ids one range spans. */
const RANGE = 100_000;
const LAST_ID = 2 ** 31 - 1;

/** Throws 403 TAKEOUT_REQUIRED unless the call is made in a takeout session that includes contacts. */
export function requireTakeoutOfContacts(call: CallContext): void {
  const { takeout } = viewerOf(call).account;
  if (call.wrapping.takeoutId === undefined || takeout?.contacts !== true)
    throw forbidden('TAKEOUT_REQUIRED');
}

/** Handlers that check the wrappers around a call, and keep a history within the range that one names. */
export function withinWrappers(handlers: Handlers): Handlers {
  return Object.fromEntries(Object.entries(handlers).map(([method, handler]) => [method, within(handler)]));
}

function within(handler: Handler): Handler {
  return (request, call) => {
    const { takeoutId, range } = call.wrapping;
    if (takeoutId !== undefined && viewerOf(call).account.takeout?.id !== takeoutId) {
      throw badRequest('TAKEOUT_INVALID');
    }
    // Where these are long they are no ids of messages.
    const bounds = [request['min_id'] ?? 0, request['max_id'] ?? 0];
    if (range === undefined || bounds.some((bound) => typeof bound === 'bigint'))
      return handler(request, call);
    const maxId = numberOf(request, 'max_id') || LAST_ID;
    return handler(
      {
        ...request,
        min_id: Math.max(numberOf(request, 'min_id'), range.min - 1),
        max_id: Math.min(maxId, range.max + 1),
      },
      call,
    );
  };
}

function initTakeout(request: TlObject, call: CallContext): TlObject {
  const { account } = viewerOf(call);
  const wait = Math.ceil((account.takeoutFrom ?? 0) - call.now());
  if (wait > 0) throw new RpcError(420, `TAKEOUT_INIT_DELAY_${wait}`);
  if (longOf(request, 'file_max_size') < 0n) throw badRequest('FILE_MAX_SIZE_INVALID');
  const id = BigInt(`0x${newToken(7)}`) + 1n;
  account.takeout = { id, contacts: flagOf(request, 'contacts') };
  return { _: 'account.takeout', id };
}

function finishTakeout(_request: TlObject, call: CallContext): boolean {
  const { account } = viewerOf(call);
  if (call.wrapping.takeoutId === undefined) throw forbidden('TAKEOUT_REQUIRED');
  delete account.takeout;
  return true;
}

/** Ranges that together hold every message of the account's own box. */
function getSplitRanges(_request: TlObject, call: CallContext): TlObject[] {
  const { nextMessageId } = viewerOf(call).account;
  const count = Math.max(1, Math.ceil((nextMessageId - 1) / RANGE));
  return Array.from({ length: count }, (_, n) => ({
    _: 'messageRange',
    min_id: n * RANGE + 1,
    max_id: n === count - 1 ? LAST_ID : (n + 1) * RANGE,
  }));
}

/** Exports of a whole account. */
export const takeoutHandlers: Handlers = {
  'account.initTakeoutSession': initTakeout,
  'account.finishTakeoutSession': finishTakeout,
  'messages.getSplitRanges': getSplitRanges,
};
