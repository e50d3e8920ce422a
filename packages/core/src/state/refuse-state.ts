import type { Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import { StateError } from './store.js';

/** The refusal for state that cannot be trusted or written; throws what is no {@link StateError}, because that is a bug. */
export function refuseState(error: unknown): Refused {
  if (!(error instanceof StateError)) throw error;
  return refuse(error.code, { message: error.message, data: { file: error.file, ...error.data } });
}
