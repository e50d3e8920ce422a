import * as z from 'zod';
import type { JsonObject } from './canonical-json.js';

/** Everything an allowlist entry can be narrowed to. A tool declares which of them it performs. */
export const VERBS = [
  'send',
  'send_file',
  'forward',
  'edit',
  'delete',
  'pin',
  'clear',
  'leave',
  'invite',
  'remove',
  'click',
  'bot_steps',
  'react',
  'create_group',
  'delete_contacts',
  'delete_contacts_by_phones',
  'add_contact',
  'block',
  'comments',
  'migrate',
  'join',
  'invite_link',
  'draft',
  'dialog_state',
  'edit_folder',
  'send_to_phone',
  'invoke',
] as const;

/** What an action does to its target. */
export type Verb = (typeof VERBS)[number];

/**
 * Verbs that only an entry which names them admits: what they reach is not in the list, so that an entry for all that may
 * be done to one chat must not bring them along.
 */
export const NAMED_VERBS: ReadonlySet<Verb> = new Set<Verb>([
  'send_to_phone',
  'delete_contacts_by_phones',
  'invoke',
]);

/** What a person can give leave for beyond one action: many items once, or messages within bounds. */
export const GRANT_VERBS = ['batch', 'write_lane'] as const;
export type GrantVerb = (typeof GRANT_VERBS)[number];

/** Where an action goes: the type of peer and its canonical marked id. Names never identify a target. */
export interface ActionTarget {
  readonly type: 'user' | 'chat' | 'channel';
  readonly id: string;
}

/** One write, complete: what a person approves is exactly this, and what is sent is made from this alone. */
export interface Action<Content extends JsonObject = JsonObject> {
  /** The account that acts: its user id as a decimal string. */
  readonly accountId: string;
  readonly verb: Verb;
  readonly target: ActionTarget;
  /** Everything that reaches Telegram, in canonical form; its shape belongs to the verb. */
  readonly content: Content;
  /** How it is done (silent, revoke, …); its shape belongs to the verb. */
  readonly options: JsonObject;
  /**
   * What the approver saw of what is there already and can change (what a message says, how a button is called): approved
   * with the rest, and no part of the idempotency key, since it is the same action whatever that says by now.
   */
  readonly shown?: JsonObject | undefined;
  /** Send even though the same content was sent before. */
  readonly forceResend: boolean;
}

/** A JSON object as stored. */
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** An action as stored with its proposal. */
export const actionSchema: z.ZodType<Action> = z.strictObject({
  accountId: z.string().regex(/^[1-9]\d*$/),
  verb: z.enum(VERBS),
  target: z.strictObject({
    type: z.enum(['user', 'chat', 'channel']),
    id: z.string().regex(/^-?[1-9]\d*$/),
  }),
  content: jsonObject,
  options: jsonObject,
  shown: jsonObject.optional(),
  forceResend: z.boolean(),
});

// Marked ids of channels begin below -10^12; see core.telegram.org/api/bots/ids.
const CHANNELS_BELOW = -1_000_000_000_000n;

/** The type of peer that a canonical marked id names: `777000` user, `-4123` chat, `-1001234567890` channel. */
export function targetOf(markedId: string): ActionTarget {
  const id = BigInt(markedId);
  if (id > 0n) return { type: 'user', id: markedId };
  return { type: id < CHANNELS_BELOW ? 'channel' : 'chat', id: markedId };
}
