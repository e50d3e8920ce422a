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
  listSessions,
  useSession,
];
