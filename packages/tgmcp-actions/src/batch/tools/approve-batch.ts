import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import { mayWrite } from '../../gates/without-account.js';
import type { ActionServices } from '../../services.js';
import { approvalFields, approvalResult } from './approval-fields.js';
import { batchFields, batchId, batchResult } from './batch-fields.js';

const NAME = 'tg_approve_batch';

/** Takes a batch into use that a person has approved; says where they do. */
export const approveBatch = defineTool<ActionServices>()({
  name: NAME,
  title: 'Take an approved batch into use',
  description: 'Takes a batch into use once a person approved it; asks them anew when its approval is over.',
  input: z.strictObject({
    batch_id: batchId,
    confirmation_text: z.string().max(512).default(''),
    approval_code: z.string().max(64).default(''),
  }),
  output: z.strictObject({
    ...batchResult,
    ...approvalResult,
    approval_lease_sec: z.int().min(0).max(31_536_000),
  }),
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  asksUser: true,
  async handle({ batch_id, confirmation_text, approval_code }, services, call) {
    const writes = await services.writes();
    if (!writes.ok) {
      const may = await mayWrite(services.policy);
      return may.ok ? writes : may;
    }
    const given = { batchId: batch_id, confirmationText: confirmation_text, approvalCode: approval_code };
    const approved = await writes.value.batches.approve(given, NAME, call);
    if (!approved.ok) return approved;
    const { view, asked } = approved.value;
    return done({
      ...batchFields(services.clock, view),
      ...(asked === undefined ? {} : approvalFields(asked)),
      approval_lease_sec: services.settings.TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC,
    });
  },
});
