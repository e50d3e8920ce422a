import type { Handlers } from '../../rpc/handler.js';
import { deleteMessagesHandlers } from './delete-messages.js';
import { editMessageHandlers } from './edit-message.js';
import { forwardMessagesHandlers } from './forward-messages.js';
import { historyHandlers } from './history.js';
import { reactionsHandlers } from './reactions.js';
import { readDiscussionHandlers } from './read-discussion.js';
import { readMarksHandlers } from './read-marks.js';
import { repliesHandlers } from './replies.js';
import { searchHandlers } from './search.js';
import { sendMediaHandlers } from './send-media.js';
import { sendMessageHandlers } from './send-message.js';

/** Reading, writing and changing messages. */
export const messagesServices: Handlers = {
  ...deleteMessagesHandlers,
  ...editMessageHandlers,
  ...forwardMessagesHandlers,
  ...historyHandlers,
  ...reactionsHandlers,
  ...readDiscussionHandlers,
  ...readMarksHandlers,
  ...repliesHandlers,
  ...searchHandlers,
  ...sendMediaHandlers,
  ...sendMessageHandlers,
};
