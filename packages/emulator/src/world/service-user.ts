import type { UserOptions } from './build-user.js';

/** The account that Telegram itself writes from: login codes, notices of new logins. */
export const SERVICE_ID = 777_000n;

/** Who it is, in every world that has an account. */
export const SERVICE_USER: UserOptions = { id: SERVICE_ID, firstName: 'Telegram', verified: true };
