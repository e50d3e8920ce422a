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
import { exportTool } from './tools/export.js';
import { getFolders } from './tools/get-folders.js';
import { getUnread } from './tools/get-unread.js';
import { invokeRead } from './tools/invoke-read.js';
import { getMessages } from './tools/get-messages.js';
import { getCommonChats } from './tools/get-common-chats.js';
import { getTopics } from './tools/get-topics.js';
import { getContacts } from './tools/get-contacts.js';
import { downloadMedia } from './tools/download-media.js';
import { getSavedContacts } from './tools/get-saved-contacts.js';
import { getStories } from './tools/get-stories.js';
import { viewImage } from './tools/view-image.js';
import { getGroupCreationDate } from './tools/get-group-creation-date.js';
import { getMessageCount } from './tools/get-message-count.js';
import { getParticipants } from './tools/get-participants.js';
import { getUserById } from './tools/get-user-by-id.js';
import { searchContacts } from './tools/search-contacts.js';
import { searchParticipants } from './tools/search-participants.js';
import { getMessagesSince } from './tools/get-messages-since.js';
import { searchGlobalMessages } from './tools/search-global-messages.js';
import { searchMessages } from './tools/search-messages.js';

/** Every tool of the read server, in the order in which clients see them. */
export const catalogue: readonly Tool<CoreServices>[] = [
  authStatus,
  getMyDialogs,
  getUnread,
  getFolders,
  getMessages,
  getMessagesSince,
  searchMessages,
  searchGlobalMessages,
  getGroupInfo,
  getParticipants,
  searchParticipants,
  getMessageCount,
  getGroupCreationDate,
  resolveUsername,
  getUserById,
  searchContacts,
  getContacts,
  getTopics,
  getCommonChats,
  exportTool,
  invokeRead,
  viewImage,
  downloadMedia,
  getStories,
  getSavedContacts,
  getStats,
  listSessions,
  useSession,
];
