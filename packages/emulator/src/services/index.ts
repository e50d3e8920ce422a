/* Every method that the emulator answers; what is missing here is answered as unimplemented by the server. */
import type { Handlers } from '../rpc/handler.js';
import { authPasswordHandlers } from './auth-password.js';
import { authHandlers } from './auth.js';
import { contactsHandlers } from './contacts.js';
import { deleteMessagesHandlers } from './delete-messages.js';
import { dialogsHandlers } from './dialogs.js';
import { editMessageHandlers } from './edit-message.js';
import { forwardMessagesHandlers } from './forward-messages.js';
import { fullChatHandlers } from './full-chat.js';
import { helpHandlers } from './help.js';
import { historyHandlers } from './history.js';
import { participantsHandlers } from './participants.js';
import { reactionsHandlers } from './reactions.js';
import { readMarksHandlers } from './read-marks.js';
import { searchHandlers } from './search.js';
import { sendMediaHandlers } from './send-media.js';
import { sendMessageHandlers } from './send-message.js';
import { updatesHandlers } from './updates.js';
import { uploadHandlers } from './upload.js';
import { usernamesHandlers } from './usernames.js';
import { usersHandlers } from './users.js';

/** All handlers by TL method name. */
export const services: Handlers = {
  ...authHandlers,
  ...authPasswordHandlers,
  ...contactsHandlers,
  ...deleteMessagesHandlers,
  ...dialogsHandlers,
  ...editMessageHandlers,
  ...forwardMessagesHandlers,
  ...fullChatHandlers,
  ...helpHandlers,
  ...historyHandlers,
  ...participantsHandlers,
  ...reactionsHandlers,
  ...readMarksHandlers,
  ...searchHandlers,
  ...sendMediaHandlers,
  ...sendMessageHandlers,
  ...updatesHandlers,
  ...uploadHandlers,
  ...usernamesHandlers,
  ...usersHandlers,
};
