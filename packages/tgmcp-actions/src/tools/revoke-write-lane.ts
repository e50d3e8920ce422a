import { defineTool, done } from '@tgmcp/core';
import * as z from 'zod';
import { laneFields, laneRecord } from '../lanes/summary.js';
import type { ActionServices } from '../services.js';
import { laneId, WRITES } from './write-fields.js';

/** Ends a lane, whatever its state. */
export const revokeWriteLane = defineTool<ActionServices>()({
  name: 'tg_revoke_write_lane',
  title: 'Revoke a write lane',
  description: 'Ends a write lane for ever; needs no approval.',
  input: z.strictObject({ lane_id: laneId, reason: z.string().max(300).default('') }),
  output: z.strictObject(laneRecord),
  hints: { ...WRITES, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async handle({ lane_id, reason }, services) {
    const writes = await services.writes('state');
    if (!writes.ok) return writes;
    const revoked = await writes.value.lanes.revoke(lane_id, reason);
    return revoked.ok ? done(laneFields(revoked.value)) : revoked;
  },
});
