import type { Handlers } from '../../rpc/handler.js';
import { carryLoginHandlers } from './carry-login.js';
import { logOutHandlers } from './log-in.js';
import { loginTokenHandlers } from './login-token.js';
import { authPasswordHandlers } from './password.js';
import { recoveryHandlers } from './recovery.js';
import { sendCodeHandlers } from './send-code.js';
import { signInHandlers } from './sign-in.js';

/** Logging in and out, and the hand-over of a login to another data centre. */
export const authServices: Handlers = {
  ...carryLoginHandlers,
  ...loginTokenHandlers,
  ...logOutHandlers,
  ...authPasswordHandlers,
  ...recoveryHandlers,
  ...sendCodeHandlers,
  ...signInHandlers,
};
