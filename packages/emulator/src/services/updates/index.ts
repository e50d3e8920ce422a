import type { Handlers } from '../../rpc/handler.js';
import { updatesHandlers } from './difference.js';

/** What changed since a client last looked. */
export const updatesServices: Handlers = {
  ...updatesHandlers,
};
