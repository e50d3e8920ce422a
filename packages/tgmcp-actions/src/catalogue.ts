import {
  authStatus,
  getGroupInfo,
  getMyDialogs,
  getStats,
  listSessions,
  resolveUsername,
  type Tool,
  useSession,
} from '@tgmcp/core';
import { BATCH_TOOLS } from './batch/tools/index.js';
import type { ActionServices } from './services.js';
import { createManagedBot } from './tools/create-managed-bot.js';
import { getActionsPolicy } from './tools/get-actions-policy.js';
import { getSendStatus } from './tools/get-send-status.js';
import { LANE_TOOLS } from './tools/lane-tools.js';
import { WRITE_TOOLS } from './tools/write-tools.js';

export { NAMED_VERBS } from './actions/action.js';
export { WRITE_TOOLS };

/** Every tool of tgmcp-actions, in the order in which clients list them. */
export const catalogue: readonly Tool<ActionServices>[] = [
  ...WRITE_TOOLS.map(({ tool }) => tool),
  ...LANE_TOOLS,
  ...BATCH_TOOLS,
  createManagedBot,
  getActionsPolicy,
  getSendStatus,
  authStatus,
  getMyDialogs,
  getGroupInfo,
  resolveUsername,
  getStats,
  listSessions,
  useSession,
];
