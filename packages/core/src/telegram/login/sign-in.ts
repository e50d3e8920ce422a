/** What every login ends with: the second password where there is one, and the session file. */
import type { Api } from 'telegram';
import type * as PasswordModule from 'telegram/Password.js';
import { sessionPath } from '../../config/session-path.js';
import { done, type Outcome } from '../../errors/outcome.js';
import { selfOf } from '../account.js';
import { telegram, telegramModule } from '../library.js';
import { createSessionKeys } from '../session/session-keys.js';
import { createSessionVault } from '../session/session-vault.js';
import type { Account } from '../telegram.js';
import { rpcBehind, loginFailed, loginRefusal } from './login-errors.js';
import type { LoginLine, LoginOptions } from './login-line.js';

/** Somebody has logged in, and the session stands in `file`. */
export interface LoggedIn {
  readonly next: 'done';
  readonly account: Account;
  readonly file: string;
}

/** What comes after the code or the scan. */
export type SignedIn = LoggedIn | { readonly next: 'password'; readonly hint?: string };

/** The last steps over one line. */
export class SignIn {
  constructor(
    private readonly line: LoginLine,
    private readonly options: LoginOptions,
  ) {}

  /** Takes a step that may sign in; SESSION_PASSWORD_NEEDED leads to the password. */
  async step(ask: () => Promise<Api.auth.TypeAuthorization>): Promise<Outcome<SignedIn>> {
    try {
      return await this.authorized(await ask());
    } catch (error) {
      if (rpcBehind(error) !== 'SESSION_PASSWORD_NEEDED') return loginRefusal(error);
    }
    return this.askForPassword();
  }

  /** The hint, for who must type the password. */
  async askForPassword(): Promise<Outcome<SignedIn>> {
    const { Api } = telegram();
    try {
      const { hint } = await this.line.ask(new Api.account.GetPassword());
      return done({ next: 'password', ...(typeof hint === 'string' && hint !== '' ? { hint } : {}) });
    } catch (error) {
      return loginRefusal(error);
    }
  }

  /** Proves the password without sending it (core.telegram.org/api/srp). */
  async checkPassword(password: string): Promise<Outcome<LoggedIn>> {
    const { Api } = telegram();
    const { computeCheck } = telegramModule('Password.js') as typeof PasswordModule;
    try {
      const proof = await computeCheck(await this.line.ask(new Api.account.GetPassword()), password);
      return await this.authorized(await this.line.ask(new Api.auth.CheckPassword({ password: proof })));
    } catch (error) {
      return loginRefusal(error);
    }
  }

  /** Keeps the session of who has logged in. */
  async authorized(answer: Api.auth.TypeAuthorization): Promise<Outcome<LoggedIn>> {
    return answer.className === 'auth.Authorization'
      ? this.keep(selfOf([answer.user]))
      : loginFailed('unregistered', 'There is no Telegram account with this number.');
  }

  /** Writes the session file for an account. */
  async keep(account: Account | undefined): Promise<Outcome<LoggedIn>> {
    const { settings, profile } = this.options;
    const { dc, session } = this.line.session();
    if (account === undefined || session === '')
      return loginFailed('answer', 'Telegram did not say who has logged in.');
    const file = sessionPath(settings, profile);
    const vault = createSessionVault(createSessionKeys(settings));
    const written = await vault.write(file, profile, { account: { ...account }, dc, session });
    return written.ok ? done({ next: 'done', account, file }) : written;
  }
}
