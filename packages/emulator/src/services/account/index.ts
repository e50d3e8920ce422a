import type { Handlers } from '../../rpc/handler.js';
import { authorizationsHandlers } from './authorizations.js';
import { takeoutHandlers } from './takeout.js';

/** An account's sessions: its devices, and exports of all it holds. */
export const accountServices: Handlers = {
  ...authorizationsHandlers,
  ...takeoutHandlers,
};
