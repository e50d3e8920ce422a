import {
  authStatus,
  getGroupInfo,
  getMyDialogs,
  getStats,
  listSessions,
  resolveUsername,
  type CoreServices,
  type Tool,
  useSession,
} from '@tgmcp/core';
import { getMessages } from './tools/get-messages.js';
import { getMessagesSince } from './tools/get-messages-since.js';
import { searchMessages } from './tools/search-messages.js';

/** Every tool of the read server, in the order in which clients see them. */
export const catalogue: readonly Tool<CoreServices>[] = [
  authStatus,
  getMyDialogs,
  getMessages,
  getMessagesSince,
  searchMessages,
  getGroupInfo,
  resolveUsername,
  getStats,
  listSessions,
  useSession,
];
