/** Login by a QR code that the person scans with an app that is logged in (core.telegram.org/api/qr-login). */
import type { Api } from 'telegram';
import type { Outcome } from '../../errors/outcome.js';
import { refuse } from '../../errors/refuse.js';
import { telegram } from '../library.js';
import { rpcBehind, loginFailed, loginRefusal } from './login-errors.js';
import { LoginLine, credentialsUnset, type LoginOptions } from './login-line.js';
import { SignIn, type LoggedIn, type SignedIn } from './sign-in.js';

/** One login by QR code. Refusals as those of a login by code; LOGIN_FAILED with reason `timeout` when nobody scans. */
export interface QrLogin {
  /** Shows every new code by its link, until one was scanned or `limitMs` are over. */
  scan(show: (link: string, lifeSec: number) => void, limitMs: number): Promise<Outcome<SignedIn>>;
  checkPassword(password: string): Promise<Outcome<LoggedIn>>;
  close(): Promise<void>;
}

/** Begins a login by QR code. */
export function startQrLogin(options: LoginOptions): QrLogin {
  const { settings, clock } = options;
  const line = new LoginLine(options, 'qr');
  const ending = new SignIn(line, options);
  const over = new AbortController();
  let accepted: (() => void) | undefined;
  line.onUpdate = (name) => {
    if (name === 'UpdateLoginToken') accepted?.();
  };

  async function follow(token: Api.auth.TypeLoginToken): Promise<Api.auth.TypeLoginToken> {
    if (token.className !== 'auth.LoginTokenMigrateTo') return token;
    const { Api } = telegram();
    line.moveTo(token.dcId);
    return line.ask(new Api.auth.ImportLoginToken({ token: token.token }));
  }

  /** Waits until Telegram says that the code was scanned, or until it is too old. */
  async function scanned(ms: number): Promise<void> {
    const news = new AbortController();
    accepted = () => news.abort();
    try {
      await clock.sleep(ms, AbortSignal.any([news.signal, over.signal]));
    } catch {
      // Stopped by the news, or by the end of the login.
    } finally {
      accepted = undefined;
    }
  }

  return {
    async scan(show, limitMs) {
      const unset = credentialsUnset(settings);
      if (unset !== undefined) return unset;
      const { Api } = telegram();
      let ends = Number.POSITIVE_INFINITY;
      const request = { apiId: settings.TG_API_ID, apiHash: settings.TG_API_HASH, exceptIds: [] };
      try {
        for (;;) {
          const token = await follow(await line.ask(new Api.auth.ExportLoginToken(request)));
          if (token.className === 'auth.LoginTokenSuccess')
            return await ending.authorized(token.authorization);
          if (token.className !== 'auth.LoginToken')
            return loginFailed('answer', 'Telegram sends the login from one data centre to the next.');
          // The person's time begins with the first code, however long it took to get.
          ends = Math.min(ends, clock.monotonic() + limitMs);
          const left = ends - clock.monotonic();
          if (over.signal.aborted) return refuse('CANCELLED');
          if (left <= 0) return loginFailed('timeout', 'Nobody scanned the code in time.');
          const lifeMs = Math.max(1000, token.expires * 1000 - clock.now());
          show(`tg://login?token=${token.token.toString('base64url')}`, Math.ceil(lifeMs / 1000));
          await scanned(Math.min(lifeMs, left));
        }
      } catch (error) {
        if (rpcBehind(error) === 'SESSION_PASSWORD_NEEDED') return ending.askForPassword();
        return loginRefusal(error);
      }
    },
    checkPassword: (password) => ending.checkPassword(password),
    async close() {
      over.abort();
      line.close();
    },
  };
}
