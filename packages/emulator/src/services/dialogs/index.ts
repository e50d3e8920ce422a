import type { Handlers } from '../../rpc/handler.js';
import { archiveHandlers } from './archive.js';
import { dialogsHandlers } from './dialogs.js';
import { filtersHandlers } from './filters.js';
import { notifyHandlers } from './notify.js';
import { pinsHandlers } from './pins.js';
import { unreadMarksHandlers } from './unread-marks.js';

/** The list of chats of an account: its pages, pins, archive, folders and notifications. */
export const dialogsServices: Handlers = {
  ...archiveHandlers,
  ...dialogsHandlers,
  ...filtersHandlers,
  ...notifyHandlers,
  ...pinsHandlers,
  ...unreadMarksHandlers,
};
