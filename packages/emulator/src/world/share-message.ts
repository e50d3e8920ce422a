import type { WorldData } from './data.js';
import { fileCopy } from './messages.js';
import type { WorldMessage } from './model.js';

/** Puts a message of a basic group into the box of somebody who came later; false when that account has it, or is none. */
export function shareMessage(data: WorldData, message: WorldMessage, taker: bigint): boolean {
  const account = data.accounts.get(taker);
  if (account === undefined || message.copies.some((copy) => copy.owner === taker)) return false;
  const copy = { owner: taker, id: account.nextMessageId };
  account.nextMessageId += 1;
  message.copies.push(copy);
  fileCopy(data, message, copy, true);
  return true;
}
