import type { Handlers } from '../../rpc/handler.js';
import { authHandlers } from './code.js';
import { authPasswordHandlers } from './password.js';

/** Logging in and out, and the hand-over of a login to another data centre. */
export const authServices: Handlers = {
  ...authHandlers,
  ...authPasswordHandlers,
};
