import { done, type Outcome, type Refusal } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { TelegramStatus } from '../telegram.js';
import type { RuntimeCopies } from './runtime-copies.js';
import type { SessionFile, SessionPurpose } from './session-content.js';
import { sessionStamp, type SessionVault } from './session-vault.js';

/** What a session source is made from. */
export interface SessionSourceOptions {
  readonly file: string;
  readonly purpose: SessionPurpose;
  readonly vault: SessionVault;
  /** Where this process keeps its copy; absent when it reads the file itself. */
  readonly copies?: RuntimeCopies | undefined;
}

/** The session that a program uses now: read again when its file changes, refused once Telegram has ended it. */
export class SessionSource {
  readonly #options: SessionSourceOptions;
  #stamp: string | undefined;
  #read: Outcome<SessionFile | undefined> = done(undefined);
  #reading: Promise<void> | undefined;
  #ended: string | undefined;

  constructor(options: SessionSourceOptions) {
    this.#options = options;
  }

  /** The session, or NOT_AUTHORIZED, SESSION_UNSAFE, SESSION_KEY_MISSING. */
  async current(): Promise<Outcome<SessionFile>> {
    this.#reading ??= this.#look().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
    if (!this.#read.ok) return this.#read;
    if (this.#read.value === undefined) {
      return refuse('NOT_AUTHORIZED', { data: { reason: 'there is no session file', reached_wire: false } });
    }
    if (this.#ended !== undefined) {
      return refuse('NOT_AUTHORIZED', { data: { reason: this.#ended, reached_wire: false } });
    }
    return done(this.#read.value);
  }

  /** Telegram does not take this session any more; nothing is tried until there is a new one. */
  latch(reason: string): void {
    this.#ended = reason;
  }

  async status(): Promise<Omit<TelegramStatus, 'connected'>> {
    const current = await this.current();
    const account = this.#read.ok ? this.#read.value?.account : undefined;
    const reason = current.ok ? undefined : (this.#ended ?? reasonOf(current.refusal));
    return {
      session_file: this.#options.file,
      session: this.#read.ok ? (account === undefined ? 'missing' : 'present') : 'unsafe',
      authorized: current.ok ? 'unknown' : 'no',
      ...(reason === undefined ? {} : { reason }),
      ...(account === undefined ? {} : { account: withoutUndefined(account) }),
    };
  }

  async #look(): Promise<void> {
    const { file, purpose, vault, copies } = this.#options;
    const stamp = sessionStamp(file);
    if (stamp !== undefined && stamp === this.#stamp) return;
    const place = copies === undefined ? done(file) : await copies.take(file);
    const read = place.ok ? await vault.read(place.value, purpose) : place;
    // A refusal may pass without a change of the file: a keychain is unlocked, a disk has room again.
    this.#stamp = read.ok ? stamp : undefined;
    if (this.#read.ok && read.ok && this.#read.value?.session === read.value?.session) return;
    this.#ended = undefined;
    this.#read = read;
  }
}

function withoutUndefined(account: SessionFile['account']): NonNullable<TelegramStatus['account']> {
  const { id, first_name, username } = account;
  return { id, first_name, ...(username === undefined ? {} : { username }) };
}

function reasonOf({ data, message }: Refusal): string {
  const reason = data?.['reason'];
  return typeof reason === 'string' ? reason : message;
}
