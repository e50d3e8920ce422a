/* The JSON form of a bot's script: rules, the first of which that fits an event says what the bot does. */
import { z } from 'zod';

const inlineButton = z.union([
  z.strictObject({ text: z.string(), callback: z.string(), needsPassword: z.boolean().optional() }),
  z.strictObject({ text: z.string(), url: z.string() }),
  z.strictObject({ text: z.string(), copy: z.string() }),
  z.strictObject({ text: z.string(), webView: z.string() }),
  z.strictObject({ text: z.string(), user: z.int() }),
  z.strictObject({ text: z.string(), switchInline: z.string(), samePeer: z.boolean().optional() }),
]);
const replyButton = z.union([
  z.string(),
  z.strictObject({ text: z.string(), request: z.enum(['contact', 'location', 'poll']) }),
  z.strictObject({
    text: z.string(),
    request: z.enum(['bot', 'user', 'group', 'channel']),
    buttonId: z.int().optional(),
  }),
]);
/** The JSON form of an inline keyboard, row by row. */
export const inlineButtons = z.array(z.array(inlineButton));

const looks = {
  /** Buttons under the message. */
  buttons: inlineButtons.optional(),
  /** A keyboard in place of the user's own; an empty one takes it away. */
  keyboard: z.array(z.array(replyButton)).optional(),
};

const step = z.union([
  z.strictObject({ send: z.string(), reply: z.boolean().optional(), ...looks }),
  z.strictObject({ edit: z.string(), ...looks }),
  z.strictObject({
    answer: z.string(),
    alert: z.boolean().optional(),
    url: z.string().optional(),
    cacheSeconds: z.int().optional(),
  }),
  /** Seconds of world time before what follows. */
  z.strictObject({ wait: z.number().min(0) }),
  /** Where the conversation stands from now on; an empty name is the beginning. */
  z.strictObject({ state: z.string() }),
  z.strictObject({ remember: z.record(z.string(), z.string()) }),
  z.strictObject({ remove: z.literal(true) }),
]);

/** What sets a rule off: exactly one of these. */
const trigger = z.union([
  z.strictObject({ command: z.string() }),
  z.strictObject({ text: z.string() }),
  z.strictObject({ match: z.string() }),
  z.strictObject({ callback: z.string() }),
  z.strictObject({ callbackMatch: z.string() }),
  z.strictObject({ any: z.literal(true) }),
]);

const inlineRule = z.strictObject({
  match: z.string(),
  results: z.array(
    z.strictObject({ title: z.string(), description: z.string().optional(), text: z.string() }),
  ),
});

/** Checks the JSON form of a script. */
export const botScriptSchema = z.strictObject({
  rules: z.array(z.strictObject({ on: trigger, state: z.string().optional(), do: z.array(step) })),
  inline: z.array(inlineRule).optional(),
});

/** The JSON form of a script. Texts may hold `{1}` (a group of the match), `{text}`, `{args}`, `{user}`, and what was remembered. */
export type BotScript = z.infer<typeof botScriptSchema>;
/** One rule of a script. */
export type BotRule = BotScript['rules'][number];
/** One step of a rule. */
export type BotStep = BotRule['do'][number];
