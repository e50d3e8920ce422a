import type { Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';
import type { Breaker } from './breaker.js';
import type { Failure, PacedCall } from './failure.js';
import { quietly, slow } from './held-back.js';
import type { SlowModes } from './slow-modes.js';

/** What keeps what an answer teaches. */
interface Teachable {
  readonly breaker: Pick<Breaker, 'trip' | 'latchWrites'>;
  readonly slowModes: Pick<SlowModes, 'remember'>;
}

/** Remembers for all processes of the account what a failed call tells, and the refusal that it ends with. Throws for bugs. */
export async function learnFrom(
  { breaker, slowModes }: Teachable,
  failure: Failure,
  call: PacedCall,
): Promise<Refused> {
  const data = { method: call.method };
  switch (failure.kind) {
    case 'flood':
      await quietly(breaker.trip({ seconds: failure.seconds, method: call.method }));
      return refuse('FLOOD_WAIT', { retryAfter: failure.seconds, data });
    case 'slowmode':
      if (call.peer !== undefined) await quietly(slowModes.remember(call.peer, failure.seconds));
      return slow(call, failure.seconds);
    case 'peer_flood':
      await quietly(breaker.latchWrites(call.method));
      return refuse('WRITES_LATCHED');
    case 'transient':
      return { ok: false, refusal: failure.refusal ?? refuse('TELEGRAM_TROUBLE', { data }).refusal };
    case 'refusal':
      return { ok: false, refusal: failure.refusal };
    default:
      throw failure.error;
  }
}
