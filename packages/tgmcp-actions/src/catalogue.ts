import { authStatus, getGroupInfo, getMyDialogs, getStats, resolveUsername, type Tool } from '@tgmcp/core';
import type { ActionServices } from './services.js';
import { getActionsPolicy } from './tools/get-actions-policy.js';
import { sendMessage } from './tools/send-message.js';

/** Every tool of tgmcp-actions, in the order in which clients list them. */
export const catalogue: readonly Tool<ActionServices>[] = [
  sendMessage,
  getActionsPolicy,
  authStatus,
  getMyDialogs,
  getGroupInfo,
  resolveUsername,
  getStats,
];
