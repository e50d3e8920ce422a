/** The connection of a login: a request with a deadline, a move to the account's data centre, the key at the end. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Api } from 'telegram';
import type { Clock } from '../../clock/clock.js';
import type { Settings } from '../../config/settings.js';
import type { Refused } from '../../errors/outcome.js';
import { pacerSettings } from '../../pacing/pacer-settings.js';
import { createPacer, type Pacer } from '../../pacing/pacer.js';
import { createFileStore } from '../../state/file-store.js';
import { Connection } from '../connection.js';
import { tlName } from '../guard/method-names.js';
import { LoginRefused, loginFailed, loginFailure } from './login-errors.js';
import { LOGIN_METHODS } from './login-methods.js';

/** What a login needs. */
export interface LoginOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  /** Whose session it becomes: that of tgmcp-read or of tgmcp-actions. */
  readonly profile: 'read' | 'actions';
}

const LOGIN_LIST: ReadonlySet<string> = new Set(Object.keys(LOGIN_METHODS));

/** LOGIN_FAILED when the application has no identity at Telegram. */
export function credentialsUnset(settings: Settings): Refused | undefined {
  return settings.TG_API_ID === 0 || settings.TG_API_HASH === ''
    ? loginFailed('api', 'TG_API_ID and TG_API_HASH are not set; my.telegram.org gives them to you.')
    : undefined;
}

/** Sends the login methods and nothing else, each at the pace of its number and with a deadline. */
export class LoginLine {
  readonly #options: LoginOptions;
  readonly #session: string;
  #connection: Connection | undefined;
  #pacer: Pacer;
  #dc: number | undefined;
  /** Hears the names of updates. */
  onUpdate: (name: string) => void = () => undefined;

  /** `pace`: see {@link paceAs}. `session`: one that is there already; empty for a new login. */
  constructor(options: LoginOptions, pace: string, session = '') {
    this.#options = options;
    this.#session = session;
    this.#pacer = pacerOf(options, pace);
  }

  /** Keeps the pace of one number, or of whatever names this login: a demanded wait outlives this process. */
  paceAs(name: string): void {
    this.#pacer = pacerOf(this.#options, name);
  }

  /** One request; follows the account to its data centre, once. Throws {@link LoginRefused}. */
  async ask<R extends Api.AnyRequest>(request: R): Promise<R['__response']> {
    try {
      return await this.#send(request);
    } catch (error) {
      const dc = error instanceof LoginRefused ? newDataCentre(error.cause) : undefined;
      if (dc === undefined) throw error;
      this.moveTo(dc);
      return this.#send(request);
    }
  }

  /** The next request goes to another data centre, with a new key. */
  moveTo(dc: number): void {
    this.#dc = dc;
  }

  /** The session as it is now; whoever has it has the account. */
  session(): { readonly dc: number; readonly session: string } {
    const live = this.#connection;
    return { dc: live?.client.session.dcId ?? 0, session: live?.sessionString() ?? '' };
  }

  close(): void {
    this.#connection?.end(new Error('the login has ended'));
  }

  async #send<R extends Api.AnyRequest>(request: R): Promise<R['__response']> {
    const method = tlName(request.className);
    const deadlineMs = this.#options.settings.TG_CALL_DEADLINE_SEC * 1000;
    let seen: unknown;
    const outcome = await this.#pacer.run<R['__response']>(
      // A step of a login is never repeated blindly: a code or a password would be used up.
      { method, kind: 'write', deadlineMs, prepare: (signal) => this.#connected(signal) },
      async (ticket, signal) => {
        const live = await this.#connected(signal);
        if (this.#dc !== undefined) await live.moveTo(this.#dc, signal);
        this.#dc = undefined;
        return live.send({ request, ticket, kind: 'read', signal });
      },
      (error) => {
        seen = error;
        return loginFailure(error, method);
      },
    );
    if (outcome.ok) return outcome.value;
    throw new LoginRefused(outcome, seen);
  }

  async #connected(signal: AbortSignal): Promise<Connection> {
    if (this.#connection !== undefined && this.#connection.ended === undefined) return this.#connection;
    const { settings, clock, profile } = this.#options;
    this.#connection = new Connection({
      settings,
      program: `tgmcp-${profile}`,
      session: this.#session,
      list: LOGIN_LIST,
      clock,
      serverTime: () => undefined,
      update: (name) => this.onUpdate(name),
    });
    await this.#connection.open(signal);
    return this.#connection;
  }
}

function pacerOf({ settings, clock }: LoginOptions, name: string): Pacer {
  const mark = createHash('sha256').update(name).digest('hex').slice(0, 16);
  const root = join(settings.TG_DATA_DIR, 'state', 'logins', mark);
  return createPacer({ store: createFileStore({ root, clock }), clock, settings: pacerSettings(settings) });
}

function newDataCentre(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'newDc' in error && typeof error.newDc === 'number'
    ? error.newDc
    : undefined;
}
