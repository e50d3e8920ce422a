import type { RefusalCode } from '../errors/codes.js';
import type { Outcome, Refusal } from '../errors/outcome.js';
import type { Lane } from '../telegram/caller.js';

/** What an error of a call means for the pace. The edge that knows Telegram's errors classifies them. */
export type Failure =
  /** Telegram did not carry the call out and asks the account to wait. */
  | { readonly kind: 'flood'; readonly seconds: number }
  /** The chat asks this account to wait; nothing else is affected. */
  | { readonly kind: 'slowmode'; readonly seconds: number }
  /** Telegram limited the account for writing to strangers. */
  | { readonly kind: 'peer_flood' }
  /** Trouble at Telegram's side (5xx): the call may or may not have been carried out. */
  | { readonly kind: 'transient'; readonly refusal?: Refusal }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }
  | { readonly kind: 'bug'; readonly error: unknown };

/** Refusals of a call that Telegram has said nothing to. */
const UNANSWERED: ReadonlySet<RefusalCode> = new Set(['DEADLINE', 'DISCONNECTED', 'WRITE_BLOCKED']);

/** Whether Telegram answered, with anything but trouble or a wait of the account. */
export function isAnswer(failure: Failure): boolean {
  if (failure.kind === 'refusal') return !UNANSWERED.has(failure.refusal.code);
  return failure.kind === 'slowmode' || failure.kind === 'peer_flood';
}

/** One RPC as the pacer sees it. */
export interface PacedCall {
  readonly method: string;
  readonly kind: 'read' | 'write';
  readonly lane?: Lane;
  /** The chat whose slow mode holds this call back, by canonical id. */
  readonly peer?: string;
  /** Milliseconds for everything: waiting for its turn, the call, its repeats. */
  readonly deadlineMs: number;
  /** What has to be there before a slot is worth taking, such as a connection: else the call would leave long after its turn. */
  readonly prepare?: (signal: AbortSignal) => Promise<unknown>;
  /**
   * The last look before each try, when its slot has come: a refusal holds it back for sure. What the caller looked at before
   * the call may have changed while it waited for its turn or slept for a flood.
   */
  readonly mayStart?: () => Promise<Outcome<void>>;
  /** Cancels the call; a write that is under way is not cancelled, because its outcome would be unknown. */
  readonly signal?: AbortSignal;
  /** For a write that Telegram recognises when it is repeated: it may be repeated after trouble, as reads are. */
  readonly repeatable?: boolean;
}

/** The right to send one RPC, given by the pacer and checked by the guard where bytes leave the process. */
export interface PacingTicket {
  readonly id: number;
  readonly method: string;
  /** False once the attempt has ended or its deadline has passed. */
  readonly open: boolean;
}
