import type { Api } from 'telegram';
import type { Outcome } from '../errors/outcome.js';

/** How urgent a call is inside this process; an interactive read never waits behind an export. */
export type Lane = 'interactive' | 'background';

/** How one call is to be made. */
export interface CallOptions {
  readonly lane?: Lane;
  /** Milliseconds for the whole call, waiting for its turn included. Default: the TG_CALL_DEADLINE_SEC setting. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
  /** The data centre that is asked, for a part of a file that lies there; by default the account's own. */
  readonly dc?: number;
  /** The last look before each time the request leaves, after all waiting; a refusal holds it back for sure. */
  readonly mayStart?: () => Promise<Outcome<void>>;
  /** For a write that Telegram recognises when it is repeated (`random_id`): may be repeated after trouble, as reads are. */
  readonly repeatable?: boolean;
}

/** The one way to Telegram: breaker, budget, guard, deadline, learning from the answer. Every RPC goes through it. */
export interface TelegramCaller {
  /**
   * Sends one request. Refused with FLOOD_WAIT, BREAKER_OPEN, DEADLINE, NOT_AUTHORIZED, RPC errors …; never throws for
   * what Telegram answers. `data.reached_wire: false` in a refusal says that no byte of the request left the process.
   */
  call<R extends Api.AnyRequest>(request: R, options?: CallOptions): Promise<Outcome<R['__response']>>;
}
