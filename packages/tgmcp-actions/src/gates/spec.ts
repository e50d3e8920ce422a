/** What a write tool tells the gates about its action. The gates know no tool; a new write is a new spec. */
import type { Clock, Outcome, RetryClass, TelegramCaller } from '@tgmcp/core';
import type { Action, Verb } from '../actions/action.js';
import type { JsonObject } from '../actions/canonical-json.js';
import type { ProposalAccount } from '../approvals/proposal.js';
import type { SentEnding } from '../journal/records.js';
import type { Steps } from '../journal/steps.js';
import type { QuotaKind } from '../quota/message-quota.js';
import type { Target } from './parts.js';

/** The arguments that every write tool shares, besides those of its own. */
export interface WriteArguments {
  readonly dry_run: boolean;
  readonly confirm: boolean;
  readonly confirmation_text: string;
  readonly approval_code: string;
  readonly force_resend: boolean;
}

/** Something that the approver must see under a name of ours; the text may be anybody's. */
export interface Detail {
  readonly label: string;
  readonly text: string;
}

/** What is shown of an action, before anything invisible in it is written out. */
export interface PreviewParts {
  /** What an agent asks to do, to go on after "An agent asks to": our words only. */
  readonly summary: string;
  /** The text exactly as it will be sent. */
  readonly text?: string;
  /** Its formatting, one line each. */
  readonly entities?: readonly string[];
  readonly details?: readonly Detail[];
}

/** Arguments in canonical form: what is digested, shown and sent. */
export interface Prepared {
  readonly content: JsonObject;
  readonly options: JsonObject;
  /** What was looked up that can change: covered by the approval, and not by the idempotency key. */
  readonly shown?: JsonObject;
  readonly preview: PreviewParts;
}

/** A user or chat besides the target. */
export interface Other {
  /** As the caller named it. */
  readonly name: string;
  /** Whether the allowlist must admit it for the verb, as it must the target. */
  readonly listed: boolean;
}

/** Bounds that the settings set for content. */
export interface ContentLimits {
  readonly maxMessageLength: number;
  readonly maxBotSteps: number;
  /** Bytes of one file. */
  readonly maxFileBytes: number;
  /** The methods that raw calls may have. */
  readonly rawMethods: readonly string[];
}

/** What an action is completed with, once target and account are known. */
export interface Surroundings {
  readonly target: Target;
  /** By the names that the spec gave them. */
  readonly others: Readonly<Record<string, Target>>;
  readonly account: ProposalAccount;
  /** The stored content that the call's code names, for what is settled by its preview and must not be settled anew. */
  readonly proposed: JsonObject | undefined;
  /** What the arguments of that proposal alone said. */
  readonly requested: JsonObject | undefined;
  readonly limits: ContentLimits;
}

/** One attempt to carry out a stored action. */
export interface WriteOrder {
  readonly action: Action;
  readonly target: Target;
  /** One per item, derived; the same at every attempt. */
  readonly randomIds: readonly bigint[];
  /** How far earlier attempts came, for actions of several requests. */
  readonly steps: Steps;
  /** To wait with, and to tell how long something took. */
  readonly clock: Clock;
}

/** What Telegram made of it. */
export interface Performed {
  /** What the tool reports. */
  readonly result: JsonObject;
  /** Whether it was so already, where the answer says that outright. */
  readonly repeated?: boolean;
  /** How many events the answer added to the account's updates; 0 for a repeat. Absent where the answer has none. */
  readonly ptsCount?: number;
  /** The date of the message in server time, milliseconds; absent where nothing was dated. */
  readonly dateMs?: number;
}

/** What reading tells of an attempt: done, surely not done, or (undefined) nothing certain. */
export type Found = SentEnding | { readonly kind: 'not_done' } | undefined;

/** A span of server time in milliseconds, both ends in it. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What other intents have made, as the journal says when it is asked. Whoever made what was seen in Telegram before had
 * stood there by then.
 */
export interface MadeByOthers {
  /** Ids of the messages that they are known to have sent to the same peer; of groups, where one is made. */
  readonly known: ReadonlySet<number>;
  /** When each of them may have made what looks the same, of which nobody knows which it is: nothing of those times is certain. */
  readonly unnamed: readonly Span[];
}

/** One kind of write, as far as it works on stored actions. */
export interface WriteVerb {
  readonly tool: string;
  /** What it does; no two tools share one. */
  readonly verb: Verb;
  /**
   * What may be done about an attempt of unknown outcome. `dedup`: repeat it, Telegram knows its `random_id`; `absolute`:
   * repeat it, the second time changes nothing; `probe`: repeat it once reading shows that it was not done; `never`: only read.
   */
  readonly retry: RetryClass;
  /** The write methods that an action needs; the guard admits no other one while it runs. */
  methodsOf(content: JsonObject): readonly string[];
  /** How many `random_id`s it needs. */
  items(content: JsonObject): number;
  /** Which daily quota it uses, by the peer it goes to, and how much of it; undefined for none. */
  quota(
    target: Target,
    content: JsonObject,
  ): { readonly kind: QuotaKind; readonly weight: number } | undefined;
  /** Sends it, once, from the stored action. */
  perform(order: WriteOrder, caller: TelegramCaller): Promise<Outcome<Performed>>;
  /** Looks by reading whether it was done since `sinceMs` (server time), and is none of what `others` made. */
  find(order: WriteOrder, sinceMs: number, others: () => Promise<MadeByOthers>): Promise<Outcome<Found>>;
}

/** One kind of write, with the arguments of its tool. */
export interface ActionSpec<Args extends WriteArguments> extends WriteVerb {
  /** The target as the caller named it. */
  target(args: Args): string;
  /** Who else is involved, by names that {@link complete} finds them under. */
  others?(args: Args): Readonly<Record<string, Other>>;
  /** Puts the arguments in canonical form without any network; refused with INPUT_INVALID, TEXT_INVALID, … */
  prepare(args: Args, limits: ContentLimits): Outcome<Prepared>;
  /** Whom the action is done to, where what the caller names only leads there; asked before the allowlist is. */
  leadsTo?(named: Target): Promise<Outcome<Target>>;
  /** Adds what has to be looked up first: ids of others, the messages concerned. Only asked after all were admitted. */
  complete?(prepared: Prepared, surroundings: Surroundings, args: Args): Promise<Outcome<Prepared>>;
}
