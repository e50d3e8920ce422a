import type { Handlers } from '../../rpc/handler.js';
import { fullChatHandlers } from './full-chat.js';
import { participantsHandlers } from './participants.js';

/** Groups and channels: their full description and their members. */
export const chatsServices: Handlers = {
  ...fullChatHandlers,
  ...participantsHandlers,
};
