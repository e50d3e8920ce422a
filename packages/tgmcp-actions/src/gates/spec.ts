/** What a write tool tells the gates about its action. The gates know no tool; a new write is a new spec. */
import type { Outcome, RetryClass, TelegramCaller } from '@tgmcp/core';
import type { Action, Verb } from '../actions/action.js';
import type { JsonObject } from '../actions/canonical-json.js';
import type { ProposalPreview } from '../approvals/proposal.js';
import type { SentEnding } from '../journal/records.js';
import type { QuotaKind } from '../quota/message-quota.js';
import type { Target } from './parts.js';

/** The arguments that every write tool shares, besides those of its own. */
export interface WriteArguments {
  /** The target as the caller named it. */
  readonly group: string;
  readonly dry_run: boolean;
  readonly confirm: boolean;
  readonly confirmation_text: string;
  readonly approval_code: string;
  readonly force_resend: boolean;
}

/** Arguments in canonical form: what is digested, shown and sent. */
export interface Prepared {
  readonly content: JsonObject;
  readonly options: JsonObject;
  readonly preview: Omit<ProposalPreview, 'notes'>;
}

/** Bounds that the settings set for content. */
export interface ContentLimits {
  readonly maxMessageLength: number;
}

/** One attempt to carry out a stored action. */
export interface WriteOrder {
  readonly action: Action;
  readonly target: Target;
  /** One per item, derived; the same at every attempt. */
  readonly randomIds: readonly bigint[];
}

/** What Telegram made of it. */
export interface Performed {
  /** What the tool reports. */
  readonly result: JsonObject;
  /** How many events the answer added to the account's updates; 0 for a repeat. Absent where the answer has none. */
  readonly ptsCount?: number;
  /** The date of the message in server time, milliseconds. */
  readonly dateMs: number;
}

/** One kind of write, as far as it works on stored actions. */
export interface WriteVerb {
  readonly tool: string;
  readonly verb: Verb;
  readonly retry: RetryClass;
  /** How many `random_id`s it needs. */
  items(content: JsonObject): number;
  /** Which daily quota it uses, by the peer it goes to, and how much of it. */
  quota(target: Target, content: JsonObject): { readonly kind: QuotaKind; readonly weight: number };
  /** Sends it, once, from the stored action. */
  perform(order: WriteOrder, caller: TelegramCaller): Promise<Outcome<Performed>>;
  /**
   * Looks by reading whether it was done since `sinceMs` (server time); undefined when that cannot be told. `known`: ids of
   * messages that other intents of the same content have sent.
   */
  find(
    order: WriteOrder,
    sinceMs: number,
    known: ReadonlySet<number>,
  ): Promise<Outcome<SentEnding | undefined>>;
}

/** One kind of write, with the arguments of its tool. */
export interface ActionSpec<Args extends WriteArguments> extends WriteVerb {
  /** Puts the arguments in canonical form without any network; refused with INPUT_INVALID, TEXT_INVALID, … */
  prepare(args: Args, limits: ContentLimits): Outcome<Prepared>;
}
