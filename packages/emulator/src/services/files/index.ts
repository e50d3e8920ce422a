import type { Handlers } from '../../rpc/handler.js';
import { getFileHandlers } from './get-file.js';
import { notOfferedHandlers } from './not-offered.js';
import { savePartHandlers } from './save-part.js';

/** Uploads and downloads. */
export const filesServices: Handlers = {
  ...getFileHandlers,
  ...notOfferedHandlers,
  ...savePartHandlers,
};
