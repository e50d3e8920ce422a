import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import type { ActionServices } from '../../services.js';
import { chat } from '../../tools/write-fields.js';
import { openList } from '../lists/open-list.js';
import { readReport } from '../lists/report.js';
import { listPath, note, ttlHours } from './batch-fields.js';
import { createBatch, createdBatch, CREATES } from './create-batch.js';

const NAME = 'tg_create_add_member_batch_from_report';

/** Prepares the invitations of an earlier report again that failed for one reason. */
export const createAddMemberBatchFromReport = defineTool<ActionServices>()({
  name: NAME,
  title: 'Make an add-member batch from a report',
  description:
    'Prepares adding a person to the groups that a JSON report lists as failed: {"items":[{"chat_id":…,"result":{"success":false,"error":…}}]}.',
  input: z.strictObject({
    report_path: listPath,
    user: chat,
    note,
    error_contains: z.string().max(300).default('join quota exceeded'),
    ttl_hours: ttlHours,
  }),
  output: createdBatch,
  hints: CREATES,
  async handle({ report_path, user, note: what, error_contains, ttl_hours }, services, call) {
    const items = async () => {
      const text = await openList('report_path', report_path, services.settings);
      const groups = text.ok ? readReport(text.value, error_contains) : text;
      return groups.ok ? done(groups.value.map((group) => ({ group, user }))) : groups;
    };
    return createBatch(NAME, { type: 'add_member', note: what, ttlHours: ttl_hours, items }, services, call);
  },
});
