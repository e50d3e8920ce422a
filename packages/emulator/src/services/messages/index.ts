import type { Handlers } from '../../rpc/handler.js';
import { deleteMessagesHandlers } from './delete-messages.js';
import { draftsHandlers } from './drafts.js';
import { editMessageHandlers } from './edit-message.js';
import { forwardMessagesHandlers } from './forward-messages.js';
import { historyHandlers } from './history.js';
import { reactionsHandlers } from './reactions.js';
import { readDiscussionHandlers } from './read-discussion.js';
import { readMarksHandlers } from './read-marks.js';
import { repliesHandlers } from './replies.js';
import { scheduledMessagesHandlers } from './scheduled-messages.js';
import { searchHandlers } from './search.js';
import { sendAsHandlers } from './send-as.js';
import { sendMediaHandlers } from './send-media.js';
import { sendMessageHandlers } from './send-message.js';

/** Reading, writing and changing messages. */
export const messagesServices: Handlers = {
  ...deleteMessagesHandlers,
  ...draftsHandlers,
  ...editMessageHandlers,
  ...forwardMessagesHandlers,
  ...historyHandlers,
  ...reactionsHandlers,
  ...readDiscussionHandlers,
  ...readMarksHandlers,
  ...repliesHandlers,
  ...scheduledMessagesHandlers,
  ...searchHandlers,
  ...sendAsHandlers,
  ...sendMediaHandlers,
  ...sendMessageHandlers,
};
