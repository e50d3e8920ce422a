import type { Outcome } from '../errors/outcome.js';
import type { TelegramCaller } from './caller.js';
import type { Peers } from './peers/peers.js';
import type { ChatScope } from './scope/chat-scope.js';

/** The account that a session belongs to. */
export interface Account {
  /** Numeric user id. */
  readonly id: string;
  readonly first_name: string;
  readonly username?: string;
}

/** What is known without asking Telegram. */
export interface TelegramStatus {
  readonly session_file: string;
  readonly session: 'missing' | 'present' | 'unsafe';
  /** Whether Telegram accepted the session, as far as this process has seen. */
  readonly authorized: 'unknown' | 'yes' | 'no';
  /** Why the session is not usable, when it is not. */
  readonly reason?: string;
  readonly connected: boolean;
  /** The account that the session file names. */
  readonly account?: Account;
}

/** One account at Telegram, guarded and paced. Connects at the first call; nothing is sent before. */
export interface Telegram extends TelegramCaller {
  readonly peers: Peers;
  /** Which chats may be read. */
  readonly scope: ChatScope;
  /** Who the session belongs to, asked once for each connection. Refused with NOT_AUTHORIZED, ACCOUNT_MISMATCH, …. */
  account(): Promise<Outcome<Account>>;
  /**
   * Takes the session for this process where it is to have one owner, and shows that it is usable; asks Telegram nothing
   * and loads nothing, so that whoever is refused is told at once. SESSION_BUSY, NOT_AUTHORIZED, ….
   */
  hold(): Promise<Outcome<void>>;
  status(): Promise<TelegramStatus>;
  /** Telegram's time in milliseconds since the epoch, as the last connection told it; whole seconds exact. */
  serverNow(): number;
  /** Ends the connection and gives the session back; nothing of it stays behind. */
  close(): Promise<void>;
}
