/** How the door `core/unlock-writes` reaches into an account without the account showing it to everybody. */
import type { Api } from 'telegram';
import type { Outcome } from '../../errors/outcome.js';
import type { CallOptions } from '../caller.js';
import type { Telegram } from '../telegram.js';
import type { Grant } from './gate.js';

/** Sends one request, under a grant where it writes. */
export type GrantedCall = <R extends Api.AnyRequest>(
  request: R,
  options: CallOptions | undefined,
  grant: Grant | undefined,
) => Promise<Outcome<R['__response']>>;

const doors = new WeakMap<Telegram, GrantedCall>();

/** Gives an account a door for writes; accounts of the read server have none. */
export function addWriteDoor(telegram: Telegram, call: GrantedCall): void {
  doors.set(telegram, call);
}

/** The way to write of an account; undefined for the reading profile. */
export function writeDoorOf(telegram: Telegram): GrantedCall | undefined {
  return doors.get(telegram);
}
