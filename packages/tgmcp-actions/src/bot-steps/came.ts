/** What came of a step: put on disk when it is over, and told to the caller. */
import * as z from 'zod';

const messageId = z.int().min(0).max(2_147_483_647);

export const cameSchema = z.strictObject({
  /** The message that was sent, pressed under, or waited for. */
  message_id: messageId.optional(),
  response_type: z.string().optional(),
  response_message: z.string().optional(),
  response_url: z.string().optional(),
  /** What the bot replied. */
  said: z.string().optional(),
  /** Replies come after this message, ... */
  after: messageId.optional(),
  /** ... or are the pressed message, once it says something other than this digest names. */
  before: z.string().optional(),
  /** Why the step was not carried out, or not found done; nothing more is done then. */
  failed: z.string().optional(),
  /** Of one that failed: it may have been carried out all the same. */
  perhaps: z.literal(true).optional(),
});

/** What came of one step. */
export type Came = z.infer<typeof cameSchema>;

/** What is told of a step. */
export const toldSchema = cameSchema
  .omit({ after: true, before: true, failed: true, perhaps: true })
  .extend({ step: z.int().min(1).max(100) });

/** Where the conversation stands. */
export interface Scene {
  /** The last own text: buttons that stood there before it are no answer to it. */
  readonly since: number;
  /** Replies come after this message, or are the pressed one, changed. */
  readonly after: number;
  readonly pressed?: { readonly id: number; readonly before: string };
}

/** Before the first step: every message is older. */
export const BEFORE_ALL: Scene = { since: 0, after: 0 };

/** Where it stands after a step: a text, a press, or a reply. */
export function sceneAfter(scene: Scene, { message_id: id = 0, after, before, said }: Came): Scene {
  if (after !== undefined && before !== undefined) return { ...scene, after, pressed: { id, before } };
  if (said === undefined) return { since: id, after: id };
  return before === undefined
    ? { ...scene, after: Math.max(scene.after, id) }
    : { ...scene, pressed: { id, before } };
}
