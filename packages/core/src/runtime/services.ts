/** What tools may use. The account behind it is opened at the first call that needs it. */
import type { Clock } from '../clock/clock.js';
import type { Settings } from '../config/settings.js';
import type { Outcome } from '../errors/outcome.js';
import type { Log } from '../mcp/log.js';
import type { Pacer } from '../pacing/pacer.js';
import type { Quotas } from '../pacing/quotas.js';
import type { StateStore } from '../state/store.js';
import type { Account, Telegram } from '../telegram/telegram.js';

/** The account that the session belongs to, and everything that is kept for it. */
export interface AccountServices {
  /** Numeric user id as text. */
  readonly accountId: string;
  readonly store: StateStore;
  readonly pacer: Pacer;
  readonly quotas: Quotas;
  readonly telegram: Telegram;
  /** The settings with the secrets that had to be fetched. */
  readonly settings: Settings;
  /** The folder of this account's state, private. */
  readonly folder: string;
}

/** What a tool needs of the account: `state` goes without the session, which another process may own. */
export type AccountNeed = 'session' | 'state';

/** What every tool of both servers gets. */
export interface CoreServices {
  readonly program: 'read' | 'actions';
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  /** Absolute path of the session file in use; tools show its name only. */
  readonly sessionFile: string;
  /**
   * Opens the account, or says why it cannot be: NOT_AUTHORIZED, SESSION_UNSAFE, SESSION_BUSY, a STATE code. Tried anew at
   * each call until it works.
   */
  account(need?: AccountNeed): Promise<Outcome<AccountServices>>;
  /**
   * Goes on with another session of the sessions folder, once Telegram has said whose it is; on any refusal the present
   * one stays. Refused with SESSION_SWITCH_OFF, SESSION_NAME_INVALID and whatever opening an account is refused with.
   */
  useSession(name: string): Promise<Outcome<Account>>;
}
