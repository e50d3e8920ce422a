import type { Handlers } from '../../rpc/handler.js';
import { uploadHandlers } from './upload.js';

/** Uploads and downloads. */
export const filesServices: Handlers = {
  ...uploadHandlers,
};
