import type { Handlers } from '../../rpc/handler.js';
import { callbackHandlers } from './callback.js';
import { inlineHandlers } from './inline.js';
import { managedBotsHandlers } from './managed.js';
import { ownBotsHandlers } from './own-bots.js';
import { queriesHandlers } from './queries.js';
import { startHandlers } from './start.js';

/** Bots as their users and owners meet them; how they think is up to the world. */
export const botsServices: Handlers = {
  ...callbackHandlers,
  ...inlineHandlers,
  ...managedBotsHandlers,
  ...ownBotsHandlers,
  ...queriesHandlers,
  ...startHandlers,
};
