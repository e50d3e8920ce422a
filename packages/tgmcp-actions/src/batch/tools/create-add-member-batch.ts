import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import type { ActionServices } from '../../services.js';
import { chat } from '../../tools/write-fields.js';
import { MOST_ITEMS } from '../records.js';
import { note, ttlHours } from './batch-fields.js';
import { createBatch, createdBatch, CREATES } from './create-batch.js';

const NAME = 'tg_create_add_member_batch';

/** Prepares adding one person to many groups. */
export const createAddMemberBatch = defineTool<ActionServices>()({
  name: NAME,
  title: 'Make an add-member batch',
  description: 'Prepares adding a person to many groups, to be approved once; does nothing yet.',
  input: z.strictObject({
    user: chat,
    groups: z.array(chat).min(1).max(MOST_ITEMS),
    note,
    ttl_hours: ttlHours,
  }),
  output: createdBatch,
  hints: CREATES,
  async handle({ user, groups, note: what, ttl_hours }, services, call) {
    const items = async () => done([...new Set(groups)].map((group) => ({ group, user })));
    return createBatch(NAME, { type: 'add_member', note: what, ttlHours: ttl_hours, items }, services, call);
  },
});
