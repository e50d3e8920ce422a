import type { Handlers } from '../../rpc/handler.js';
import { deleteHistoryHandlers } from './delete-history.js';
import { deleteMessagesHandlers } from './delete-messages.js';
import { draftsHandlers } from './drafts.js';
import { editMessageHandlers } from './edit-message.js';
import { forwardMessagesHandlers } from './forward-messages.js';
import { historyHandlers } from './history.js';
import { pinsHandlers } from './pins.js';
import { pollsHandlers } from './polls.js';
import { reactionListsHandlers } from './reaction-lists.js';
import { reactionsHandlers } from './reactions.js';
import { readContentsHandlers } from './read-contents.js';
import { readDiscussionHandlers } from './read-discussion.js';
import { readMarksHandlers } from './read-marks.js';
import { repliesHandlers } from './replies.js';
import { scheduledMessagesHandlers } from './scheduled-messages.js';
import { searchHandlers } from './search.js';
import { searchResultsHandlers } from './search-results.js';
import { sendAsHandlers } from './send-as.js';
import { sendMediaHandlers } from './send-media.js';
import { sendMessageHandlers } from './send-message.js';
import { todoListsHandlers } from './todo-lists.js';
import { typingHandlers } from './typing.js';
import { unreadMarksHandlers } from './unread-marks.js';
import { viewsHandlers } from './views.js';
import { webPagesHandlers } from './web-pages.js';
import { whoReadHandlers } from './who-read.js';

/** Reading, writing and changing messages. */
export const messagesServices: Handlers = {
  ...deleteHistoryHandlers,
  ...deleteMessagesHandlers,
  ...draftsHandlers,
  ...editMessageHandlers,
  ...forwardMessagesHandlers,
  ...historyHandlers,
  ...pinsHandlers,
  ...pollsHandlers,
  ...reactionListsHandlers,
  ...reactionsHandlers,
  ...readContentsHandlers,
  ...readDiscussionHandlers,
  ...readMarksHandlers,
  ...repliesHandlers,
  ...scheduledMessagesHandlers,
  ...searchHandlers,
  ...searchResultsHandlers,
  ...sendAsHandlers,
  ...sendMediaHandlers,
  ...sendMessageHandlers,
  ...todoListsHandlers,
  ...typingHandlers,
  ...unreadMarksHandlers,
  ...viewsHandlers,
  ...webPagesHandlers,
  ...whoReadHandlers,
};
