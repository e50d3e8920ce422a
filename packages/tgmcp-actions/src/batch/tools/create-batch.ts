/** What the tools that make batches do alike. */
import { done, type Outcome, type ToolCall } from '@tgmcp/core';
import * as z from 'zod';
import { mayWrite } from '../../gates/without-account.js';
import type { ActionServices } from '../../services.js';
import type { UnreadBatch } from '../batches.js';
import { approvalFields, approvalResult } from './approval-fields.js';
import { batchDetails, batchFields, batchResult, detailFields } from './batch-fields.js';

const HOUR_MS = 3_600_000;
const MOST_SHOWN = 50;

/** What every creation answers. */
export const createdBatch = z.strictObject({
  ...batchResult,
  ...batchDetails,
  ...approvalResult,
  /** What of the list can never be run, and why. */
  blocked_targets: z.array(z.strictObject({ target: z.string(), code: z.string() })),
});

/** Making a batch does nothing to Telegram. */
export const CREATES = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: true,
} as const;

/** What a tool wants done; TG_ACTIONS_BATCH_TTL_HOURS holds unless `ttlHours` is given. */
export interface Creation extends Omit<UnreadBatch, 'ttlMs'> {
  readonly ttlHours: number | undefined;
}

/** Makes the batch and answers. */
export async function createBatch(
  tool: string,
  { type, note, ttlHours, items }: Creation,
  services: ActionServices,
  call: ToolCall,
): Promise<Outcome<z.infer<typeof createdBatch>>> {
  const writes = await services.writes();
  if (!writes.ok) {
    const may = await mayWrite(services.policy);
    return may.ok ? writes : may;
  }
  const ttlMs = (ttlHours ?? services.settings.TG_ACTIONS_BATCH_TTL_HOURS) * HOUR_MS;
  const made = await writes.value.batches.create({ type, note, ttlMs, items }, tool, call);
  if (!made.ok) return made;
  const { view, asked } = made.value;
  return done({
    ...batchFields(services.clock, view),
    ...detailFields(view),
    ...approvalFields(asked),
    blocked_targets: view.batch.blocked
      .slice(0, MOST_SHOWN)
      .map(({ asked: target, code }) => ({ target, code })),
  });
}
