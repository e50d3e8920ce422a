import { z } from 'zod';
import type { JsonObject, JsonValue } from './canonical-json.js';

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
] as const;

/** What an action does to its target. */
export type Verb = (typeof VERBS)[number];

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
  /** Send even though the same content was sent before. */
  readonly forceResend: boolean;
}

const jsonValue: z.ZodType<JsonValue> = z.json();

/** An action as stored with its proposal. */
export const actionSchema: z.ZodType<Action> = z.strictObject({
  accountId: z.string().regex(/^[1-9]\d*$/),
  verb: z.enum(VERBS),
  target: z.strictObject({
    type: z.enum(['user', 'chat', 'channel']),
    id: z.string().regex(/^-?[1-9]\d*$/),
  }),
  content: z.record(z.string(), jsonValue),
  options: z.record(z.string(), jsonValue),
  forceResend: z.boolean(),
});

/** The type of peer that a canonical marked id names: `777000` user, `-4123` chat, `-1001234567890` channel. */
export function targetOf(markedId: string): ActionTarget {
  if (!markedId.startsWith('-')) return { type: 'user', id: markedId };
  return { type: markedId.startsWith('-100') && markedId.length > 10 ? 'channel' : 'chat', id: markedId };
}
