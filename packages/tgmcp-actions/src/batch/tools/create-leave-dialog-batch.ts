import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import type { ActionServices } from '../../services.js';
import { readCandidates } from '../lists/candidates.js';
import { openList } from '../lists/open-list.js';
import { listPath, note, ttlHours } from './batch-fields.js';
import { createBatch, createdBatch, CREATES } from './create-batch.js';

const NAME = 'tg_create_leave_dialog_batch_from_candidates';

/** Prepares leaving the chats that a reviewed list marks. */
export const createLeaveDialogBatch = defineTool<ActionServices>()({
  name: NAME,
  title: 'Make a leave batch from candidates',
  description:
    'Prepares leaving the chats that a JSON file lists: [chat or {"target":chat,"leave_candidate":true}].',
  input: z.strictObject({ candidates_path: listPath, note, ttl_hours: ttlHours }),
  output: createdBatch,
  hints: CREATES,
  async handle({ candidates_path, note: what, ttl_hours }, services, call) {
    const items = async () => {
      const text = await openList('candidates_path', candidates_path, services.settings);
      const chats = text.ok ? readCandidates(text.value) : text;
      return chats.ok ? done(chats.value.map((group) => ({ group }))) : chats;
    };
    const wanted = { type: 'leave_dialog', note: what, ttlHours: ttl_hours, items } as const;
    return createBatch(NAME, wanted, services, call);
  },
});
