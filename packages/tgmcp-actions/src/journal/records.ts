/**
 * What is on disk about an action that was claimed. An intent, the start of each attempt and its end are facts, created
 * once and never changed; the list of a content's intents grows by compare-and-swap.
 */
import { momentSchema, type DocumentKind } from '@tgmcp/core';
import * as z from 'zod';
import { actionSchema, jsonObject } from '../actions/action.js';

const intentSchema = z.strictObject({
  id: z.string(),
  action: actionSchema,
  contentDigest: z.string(),
  /** The proposal under which it was claimed. */
  proposalId: z.string(),
  windowIndex: z.number().int(),
  forced: z.boolean(),
  /** Signed 64-bit numbers as decimal strings, one per item. */
  randomIds: z.array(z.string().regex(/^-?[1-9]\d*$/)),
  claimed: momentSchema,
});

/** The decision to carry out one action once, on disk before anything is sent. */
export type Intent = z.infer<typeof intentSchema>;
export const INTENTS: DocumentKind<Intent> = { folder: 'intents', version: 1, schema: intentSchema };

const contentSchema = z.strictObject({
  /** Ids of the content's intents, oldest first. */
  intents: z.array(z.string()),
});
export const CONTENTS: DocumentKind<z.infer<typeof contentSchema>> = {
  folder: 'intents-of-content',
  version: 1,
  schema: contentSchema,
};

const startSchema = z.strictObject({
  intentId: z.string(),
  attempt: z.number().int().positive(),
  /** The fencing token of the lease under which it began. */
  fence: z.number(),
  proposalId: z.string(),
  at: momentSchema,
});
export const ATTEMPT_STARTS: DocumentKind<z.infer<typeof startSchema>> = {
  folder: 'attempt-starts',
  version: 1,
  schema: startSchema,
};

const sentSchema = z.strictObject({
  kind: z.literal('sent'),
  /** What Telegram made of it, as the tool reports it. */
  result: jsonObject,
  /** Telegram answered with what an earlier attempt had already done. */
  repeated: z.boolean(),
});
const notSentSchema = z.strictObject({ kind: z.literal('not_sent'), code: z.string() });
const unknownSchema = z.strictObject({ kind: z.literal('unknown'), code: z.string() });
const endingSchema = z.discriminatedUnion('kind', [sentSchema, notSentSchema, unknownSchema]);

/** How an attempt ended: done, surely not done, or nobody knows. */
export type Ending = z.infer<typeof endingSchema>;
export type SentEnding = z.infer<typeof sentSchema>;

const endSchema = z.strictObject({
  intentId: z.string(),
  attempt: z.number().int().positive(),
  ending: endingSchema,
  at: momentSchema,
});
export const ATTEMPT_ENDS: DocumentKind<z.infer<typeof endSchema>> = {
  folder: 'attempt-ends',
  version: 1,
  schema: endSchema,
};

const settledSchema = z.strictObject({ intentId: z.string(), ending: sentSchema, at: momentSchema });
/** That an unknown outcome was settled by reading Telegram, or by the operator who looked. */
export const SETTLED_BY_READING: DocumentKind<z.infer<typeof settledSchema>> = {
  folder: 'settled-by-reading',
  version: 1,
  schema: settledSchema,
};

const notDoneSchema = z.strictObject({
  intentId: z.string(),
  /** It and every attempt before it were not carried out. */
  attempt: z.number().int().positive(),
  at: momentSchema,
});
/** That the operator looked and found that the attempts of an intent so far were not carried out. */
export const FOUND_NOT_DONE: DocumentKind<z.infer<typeof notDoneSchema>> = {
  folder: 'found-not-done',
  version: 1,
  schema: notDoneSchema,
};

/** A step of an action that takes several requests: our name for it, numbered where there are many. */
const stepName = z.string().regex(/^[a-z]+(-\d+)*$/);
const begunSchema = z.strictObject({ intentId: z.string(), step: stepName, at: momentSchema });
/** That one request of an action was about to be sent. */
export const BEGUN_STEPS: DocumentKind<z.infer<typeof begunSchema>> = {
  folder: 'begun-steps',
  version: 1,
  schema: begunSchema,
};

const endedSchema = begunSchema.extend({ came: jsonObject });
/** What came of one request of an action. */
export const ENDED_STEPS: DocumentKind<z.infer<typeof endedSchema>> = {
  folder: 'ended-steps',
  version: 1,
  schema: endedSchema,
};
