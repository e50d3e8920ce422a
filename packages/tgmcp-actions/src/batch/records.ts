/**
 * What is on disk about a batch. What it consists of is a fact, created once and never changed: it is what a person
 * approves. How far it came is one document beside it. Whether an item was carried out stands in the journal, as for every
 * write; the document here only repeats it, so that a status is one reading.
 */
import { momentSchema, PEER_TYPES, type DocumentKind } from '@tgmcp/core';
import * as z from 'zod';
import { actionSchema, jsonObject } from '../actions/action.js';
import type { JsonObject } from '../actions/canonical-json.js';

/** What a batch does to each of its targets. */
export const BATCH_TYPES = ['add_member', 'delete_messages', 'leave_dialog'] as const;
export type BatchType = (typeof BATCH_TYPES)[number];

/** Items that a batch can have; a person has to read them. */
export const MOST_ITEMS = 500;

const targetSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(PEER_TYPES),
  title: z.string(),
  username: z.string().optional(),
});

const itemSchema = z.strictObject({
  action: actionSchema,
  target: targetSchema,
  /** Arguments of the single tool that say the same, with canonical ids: the allowlist is asked by them at the run. */
  args: jsonObject,
  details: z.array(z.strictObject({ label: z.string(), text: z.string() })),
});

const blockedSchema = z.strictObject({
  /** As the list named it. */
  asked: z.string(),
  /** The refusal's code. */
  code: z.string(),
});

const batchSchema = z.strictObject({
  id: z.string(),
  type: z.enum(BATCH_TYPES),
  accountId: z.string(),
  note: z.string(),
  /** The person of an add-member batch, by canonical id. */
  user: z.string().optional(),
  items: z.array(itemSchema).max(MOST_ITEMS),
  /** What was asked for and can never be run: not on the allowlist, not found, done before. */
  blocked: z.array(blockedSchema),
  created: momentSchema,
});

/** A batch as it was made. */
export type Batch = z.infer<typeof batchSchema>;
/** One action of a batch. */
export type BatchItem = z.infer<typeof itemSchema>;
/** What a batch was asked to do and leaves out. */
export type BlockedTarget = z.infer<typeof blockedSchema>;
export const BATCHES: DocumentKind<Batch> = { folder: 'batches', version: 1, schema: batchSchema };

/** How an item ended; one without an end is pending. */
export const ITEM_ENDS = ['success', 'already_member', 'failed', 'blocked_rights', 'blocked_policy'] as const;
export type ItemEnd = (typeof ITEM_ENDS)[number];

const progressSchema = z.strictObject({
  /** Fencing token of the newest run: what an older one writes later is refused. */
  fence: z.number().int().nonnegative(),
  /** The run that holds the batch, while it does. */
  run: z.strictObject({ owner: z.string(), until: momentSchema }).optional(),
  /** The newest grant that was asked for it. */
  grantId: z.string().optional(),
  held: z.enum(['paused', 'cancelled']).optional(),
  /** Why the last run ended before all was done, and the wait that it was asked for. */
  stopped: z
    .strictObject({
      reason: z.string(),
      code: z.string().optional(),
      /** The item that it ended at, by its proposal id. */
      item: z.string().optional(),
      notBefore: momentSchema.optional(),
    })
    .optional(),
  ends: z.array(
    z.strictObject({
      item: z.number().int().nonnegative(),
      end: z.enum(ITEM_ENDS),
      code: z.string().optional(),
    }),
  ),
  lastError: z.string().optional(),
});

/** How far a batch came. */
export type Progress = z.infer<typeof progressSchema>;
export const PROGRESS: DocumentKind<Progress> = {
  folder: 'batch-progress',
  version: 1,
  schema: progressSchema,
};

/** A batch of which nothing was done. */
export const NOTHING_DONE: Progress = { fence: 0, ends: [] };

/** The id under which one item is proposed, consumed, journaled and settled. */
export function itemId(batch: Pick<Batch, 'id'>, item: number): string {
  return `${batch.id}-${item}`;
}

/** What a person approves of a batch: everything that its items do. */
export function scopeOf({ id, type, items }: Batch): JsonObject {
  return {
    batch_id: id,
    type,
    items: items.map(({ action: { target, verb, content, options, forceResend } }) => ({
      peer_type: target.type,
      peer_id: target.id,
      verb,
      content,
      options,
      force_resend: forceResend,
    })),
  };
}
