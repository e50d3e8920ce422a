import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import type { ActionServices } from '../../services.js';
import { readManifest } from '../lists/manifest.js';
import { openList } from '../lists/open-list.js';
import { listPath, note, ttlHours } from './batch-fields.js';
import { createBatch, createdBatch, CREATES } from './create-batch.js';

const NAME = 'tg_create_delete_messages_batch_from_manifest';

/** Prepares the deletion of the messages that a manifest lists. */
export const createDeleteMessagesBatch = defineTool<ActionServices>()({
  name: NAME,
  title: 'Make a delete batch from a manifest',
  description: 'Prepares deleting the messages that a JSON file lists: [{"group":chat,"message_ids":[…]}].',
  input: z.strictObject({
    manifest_path: listPath,
    note,
    max_ids_per_action: z.int().min(1).max(100).default(100),
    revoke: z.boolean().default(true),
    ttl_hours: ttlHours,
  }),
  output: createdBatch,
  hints: CREATES,
  async handle({ manifest_path, note: what, max_ids_per_action, revoke, ttl_hours }, services, call) {
    const items = async () => {
      const text = await openList('manifest_path', manifest_path, services.settings);
      const portions = text.ok ? readManifest(text.value, max_ids_per_action) : text;
      return portions.ok ? done(portions.value.map((portion) => ({ ...portion, revoke }))) : portions;
    };
    const wanted = { type: 'delete_messages', note: what, ttlHours: ttl_hours, items } as const;
    return createBatch(NAME, wanted, services, call);
  },
});
