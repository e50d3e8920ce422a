import { defineTool, done, type Tool } from '@tgmcp/core';
import * as z from 'zod';
import { mayWrite } from '../../gates/without-account.js';
import type { ActionServices } from '../../services.js';
import { WRITES } from '../../tools/write-fields.js';
import { MOST_ITEMS, type BatchType } from '../records.js';
import { batchFields, batchId, batchResult } from './batch-fields.js';

const output = z.strictObject({
  ...batchResult,
  /** Items that ended in this run. */
  processed_now: z.int().min(0).max(MOST_ITEMS),
  /** Why the run ended before the batch; absent when nothing is left. */
  stopped_reason: z.string().optional(),
  retry_after: z.int().min(0).max(31_536_000).optional(),
  last_error: z.string().optional(),
});

/** The run tool of a type. `maxActions`: items of one run unless the caller says otherwise. */
export function runTool(
  type: BatchType,
  named: { readonly name: string; readonly title: string; readonly description: string },
  maxActions: number,
): Tool<ActionServices> {
  return defineTool<ActionServices>()({
    ...named,
    input: z.strictObject({
      batch_id: batchId,
      max_actions: z.int().min(1).max(MOST_ITEMS).default(maxActions),
    }),
    output,
    hints: { ...WRITES, idempotentHint: true },
    async handle({ batch_id, max_actions }, services, call) {
      const writes = await services.writes();
      if (!writes.ok) {
        const may = await mayWrite(services.policy);
        return may.ok ? writes : may;
      }
      const request = { batchId: batch_id, type, maxActions: max_actions };
      const ran = await writes.value.batches.run(request, named.name, call);
      if (!ran.ok) return ran;
      const { view, processed, stop } = ran.value;
      const { lastError } = view.progress;
      return done({
        ...batchFields(services.clock, view),
        processed_now: processed,
        ...(stop === undefined ? {} : { stopped_reason: stop.reason }),
        ...(stop?.retryAfter === undefined ? {} : { retry_after: Math.ceil(stop.retryAfter) }),
        ...(lastError === undefined ? {} : { last_error: lastError }),
      });
    },
  });
}
