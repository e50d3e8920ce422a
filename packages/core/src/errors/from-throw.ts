/** The one edge at which something thrown becomes a refusal. What is not foreseen becomes INTERNAL with a reference. */
import { randomBytes } from 'node:crypto';
import { refuseState } from '../state/refuse-state.js';
import { StateError } from '../state/store.js';
import type { Refused } from './outcome.js';
import { refuse } from './refuse.js';

/** Tells the operator about a fault: the reference that the caller got, and the details it did not get. */
export type FaultLog = (reference: string, details: string) => void;

/** Turns what a handler threw into the refusal its caller gets; details of a fault go to the log only. */
export function refusalFromThrow(error: unknown, logFault: FaultLog): Refused {
  if (error instanceof StateError) return refuseState(error);
  if (error instanceof Error && error.name === 'AbortError') return refuse('CANCELLED');
  const reference = randomBytes(4).toString('hex');
  logFault(
    reference,
    error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error),
  );
  return refuse('INTERNAL', { data: { reference } });
}
