import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import type { ActionServices } from '../../services.js';
import { CONTROLS } from '../control.js';
import { batchFields, batchId, batchResult } from './batch-fields.js';

/** Holds a batch, lets it go on, tries failed items again, or ends it. Needs no approval, and no session. */
export const controlBatch = defineTool<ActionServices>()({
  name: 'tg_control_batch',
  title: 'Pause, resume, retry or cancel a batch',
  description: 'Pauses or resumes a batch, marks its failed items for another run, or cancels it for good.',
  input: z.strictObject({ batch_id: batchId, action: z.enum(CONTROLS) }),
  output: z.strictObject(batchResult),
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async handle({ batch_id, action }, services) {
    const writes = await services.writes('state');
    if (!writes.ok) return writes;
    const view = await writes.value.batches.control(batch_id, action);
    return view.ok ? done(batchFields(services.clock, view.value)) : view;
  },
});
