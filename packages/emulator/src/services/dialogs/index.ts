import type { Handlers } from '../../rpc/handler.js';
import { dialogsHandlers } from './dialogs.js';

/** The list of chats of an account. */
export const dialogsServices: Handlers = {
  ...dialogsHandlers,
};
