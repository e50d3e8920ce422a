import {
  authStatus,
  getGroupInfo,
  getMyDialogs,
  getStats,
  resolveUsername,
  type CoreServices,
  type Tool,
} from '@tgmcp/core';
import { getMessages } from './tools/get-messages.js';
import { searchMessages } from './tools/search-messages.js';

/** Every tool of the read server, in the order in which clients see them. */
export const catalogue: readonly Tool<CoreServices>[] = [
  authStatus,
  getMyDialogs,
  getMessages,
  searchMessages,
  getGroupInfo,
  resolveUsername,
  getStats,
];
