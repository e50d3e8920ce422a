import type { Handlers } from '../../rpc/handler.js';
import { addPeopleHandlers } from './add-people.js';
import { adminLogHandlers } from './admin-log.js';
import { adminsHandlers } from './admins.js';
import { answerRequestsHandlers } from './answer-requests.js';
import { bansHandlers } from './bans.js';
import { comeAndGoHandlers } from './come-and-go.js';
import { createChatHandlers } from './create-chat.js';
import { creatorHandlers } from './creator.js';
import { deleteChatHandlers } from './delete-chat.js';
import { discussionHandlers } from './discussion.js';
import { editInfoHandlers } from './edit-info.js';
import { eraseHandlers } from './erase.js';
import { fullChannelHandlers } from './full-channel.js';
import { fullChatHandlers } from './full-chat.js';
import { inviteLinksHandlers } from './invite-links.js';
import { inviteListsHandlers } from './invite-lists.js';
import { joinByLinkHandlers } from './join-by-link.js';
import { messageLinksHandlers } from './message-links.js';
import { migrateHandlers } from './migrate.js';
import { onlineHandlers } from './online.js';
import { ownChatsHandlers } from './own-chats.js';
import { participantsHandlers } from './participants.js';
import { restrictionsHandlers } from './restrictions.js';
import { settingsHandlers } from './settings.js';
import { channelUsernamesHandlers } from './usernames.js';

/** Groups and channels: making and changing them, their members, rights, invite links and settings. */
export const chatsServices: Handlers = {
  ...addPeopleHandlers,
  ...adminLogHandlers,
  ...adminsHandlers,
  ...answerRequestsHandlers,
  ...bansHandlers,
  ...channelUsernamesHandlers,
  ...comeAndGoHandlers,
  ...createChatHandlers,
  ...creatorHandlers,
  ...deleteChatHandlers,
  ...discussionHandlers,
  ...editInfoHandlers,
  ...eraseHandlers,
  ...fullChannelHandlers,
  ...fullChatHandlers,
  ...inviteLinksHandlers,
  ...inviteListsHandlers,
  ...joinByLinkHandlers,
  ...messageLinksHandlers,
  ...migrateHandlers,
  ...onlineHandlers,
  ...ownChatsHandlers,
  ...participantsHandlers,
  ...restrictionsHandlers,
  ...settingsHandlers,
};
