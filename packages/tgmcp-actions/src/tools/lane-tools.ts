import type { Tool } from '@tgmcp/core';
import type { ActionServices } from '../services.js';
import { approveWriteLane } from './approve-write-lane.js';
import { createWriteLane } from './create-write-lane.js';
import { getWriteLane } from './get-write-lane.js';
import { listWriteLanes } from './list-write-lanes.js';
import { revokeWriteLane } from './revoke-write-lane.js';
import { sendMessageWithLane } from './send-message-with-lane.js';

/** The tools of the set `lanes`, in the order in which clients list them. */
export const LANE_TOOLS: readonly Tool<ActionServices>[] = [
  createWriteLane,
  approveWriteLane,
  getWriteLane,
  listWriteLanes,
  revokeWriteLane,
  sendMessageWithLane,
];
