import type { Api } from 'telegram';
import { telegram } from '../library.js';

/** The `hash` of a call that wants the answer in full, whatever it had before (core.telegram.org/api/offsets). */
export function noHash(): Api.long {
  return telegram().helpers.returnBigInt(0);
}
