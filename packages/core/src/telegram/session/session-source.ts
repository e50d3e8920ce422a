import { done, type Outcome, type Refusal } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import type { TelegramStatus } from '../telegram.js';
import { readSession, sessionStamp, type SessionFile } from './session-file.js';

/** The session that a program uses now: read again when its file changes, refused once Telegram has ended it. */
export class SessionSource {
  #stamp: string | undefined;
  #read: Outcome<SessionFile | undefined> = done(undefined);
  #ended: string | undefined;

  constructor(readonly file: string) {}

  /** The session, or NOT_AUTHORIZED, SESSION_UNSAFE. */
  current(): Outcome<SessionFile> {
    this.#look();
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

  status(): Omit<TelegramStatus, 'connected'> {
    const current = this.current();
    const account = this.#read.ok ? this.#read.value?.account : undefined;
    const reason = current.ok ? undefined : (this.#ended ?? reasonOf(current.refusal));
    return {
      session_file: this.file,
      session: this.#read.ok ? (account === undefined ? 'missing' : 'present') : 'unsafe',
      authorized: current.ok ? 'unknown' : 'no',
      ...(reason === undefined ? {} : { reason }),
      ...(account === undefined ? {} : { account: withoutUndefined(account) }),
    };
  }

  #look(): void {
    const stamp = sessionStamp(this.file);
    if (stamp !== undefined && stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#ended = undefined;
    this.#read = readSession(this.file);
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
