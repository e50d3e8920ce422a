import { defineTool, done, refuse } from '@tgmcp/core';
import * as z from 'zod';
import type { ActionServices } from '../../services.js';
import { batchDetails, batchFields, batchId, batchResult, detailFields } from './batch-fields.js';

/** Where a batch stands. Needs no session. */
export const getBatchStatus = defineTool<ActionServices>()({
  name: 'tg_get_batch_status',
  title: 'Status of a batch',
  description: 'How far a batch came, what failed and why, and what to do next.',
  input: z.strictObject({ batch_id: batchId }),
  output: z.strictObject({ ...batchResult, ...batchDetails }),
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async handle({ batch_id }, services) {
    const writes = await services.writes('state');
    if (!writes.ok) return writes;
    const view = await writes.value.batches.find(batch_id);
    if (view === undefined) return refuse('GRANT_NOT_FOUND', { data: { id: batch_id } });
    return done({ ...batchFields(services.clock, view), ...detailFields(view) });
  },
});
