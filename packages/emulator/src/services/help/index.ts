import type { Handlers } from '../../rpc/handler.js';
import { helpHandlers } from './help.js';

/** What clients ask for on connecting. */
export const helpServices: Handlers = {
  ...helpHandlers,
};
