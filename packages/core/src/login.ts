/**
 * The door for logging in, opened by the operator's command alone: a client that can send the login methods and nothing
 * else. It never creates an account. Flow: core.telegram.org/api/auth, second password: core.telegram.org/api/srp.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Api } from 'telegram';
import type * as PasswordModule from 'telegram/Password.js';
import type { Clock } from './clock/clock.js';
import type { Settings } from './config/settings.js';
import { sessionPath } from './config/session-path.js';
import { done, type Outcome } from './errors/outcome.js';
import { pacerSettings } from './pacing/pacer-settings.js';
import { createPacer, type Pacer } from './pacing/pacer.js';
import { createFileStore } from './state/file-store.js';
import { selfOf } from './telegram/account.js';
import { Connection } from './telegram/connection.js';
import { telegram, telegramModule } from './telegram/library.js';
import { loginFailed, loginFailure, LoginRefused, loginRefusal } from './telegram/login/login-errors.js';
import { LOGIN_METHODS } from './telegram/login/login-methods.js';
import { rpcProblem } from './telegram/rpc-errors.js';
import { createSessionKeys } from './telegram/session/session-keys.js';
import { createSessionVault } from './telegram/session/session-vault.js';
import type { Account } from './telegram/telegram.js';
import { tlName } from './telegram/guard/method-names.js';

/** What a login needs. */
export interface LoginOptions {
  readonly settings: Settings;
  readonly clock: Clock;
  /** Whose session it becomes: the file of tgmcp-read or of tgmcp-actions. */
  readonly profile: 'read' | 'actions';
}

/** A code is on its way. */
export interface CodeSent {
  /** Where the person finds it, to follow "Telegram sent the code": "in the Telegram app", "by SMS", …. */
  readonly where: string;
  readonly digits?: number;
}

/** What comes after the code. */
export type SignedIn =
  | { readonly next: 'done'; readonly account: Account; readonly file: string }
  | { readonly next: 'password'; readonly hint?: string };

/**
 * One login, step by step. Each step can be repeated after LOGIN_FAILED with reason `code` or `password`. Other refusals:
 * FLOOD_WAIT, BREAKER_OPEN, DISCONNECTED, SESSION_UNSAFE, a STATE code.
 */
export interface Login {
  sendCode(phone: string): Promise<Outcome<CodeSent>>;
  signIn(code: string): Promise<Outcome<SignedIn>>;
  checkPassword(password: string): Promise<Outcome<Extract<SignedIn, { next: 'done' }>>>;
  close(): Promise<void>;
}

const LOGIN_LIST: ReadonlySet<string> = new Set(Object.keys(LOGIN_METHODS));

/** Begins a login. Nothing is sent before the first step; the session file is written after the last. */
export function startLogin(options: LoginOptions): Login {
  const { settings, clock, profile } = options;
  const file = sessionPath(settings, profile);
  const vault = createSessionVault(createSessionKeys(settings));
  const deadlineMs = settings.TG_CALL_DEADLINE_SEC * 1000;
  let connection: Connection | undefined;
  let phoneNumber = '';
  let phoneCodeHash = '';
  let pacer: Pacer | undefined;

  async function connected(signal: AbortSignal): Promise<Connection> {
    if (connection !== undefined && connection.ended === undefined) return connection;
    connection = new Connection({
      settings,
      program: `tgmcp-${profile}`,
      session: '',
      list: LOGIN_LIST,
      clock,
      serverTime: () => undefined,
    });
    await connection.open(signal);
    return connection;
  }

  /** One paced request; follows the account to its data centre. */
  async function ask<R extends Api.AnyRequest>(request: R): Promise<R['__response']> {
    let dc: number | undefined;
    for (let moves = 0; ; moves += 1) {
      const method = tlName(request.className);
      const seen: { error?: unknown } = {};
      const outcome = await paced().run<R['__response']>(
        // A step of a login is never repeated blindly: a code or a password would be used up.
        { method, kind: 'write', deadlineMs },
        async (ticket, signal) => {
          const live = await connected(signal);
          if (dc !== undefined) await live.moveTo(dc, signal);
          dc = undefined;
          return live.send({ request, ticket, kind: 'read', signal });
        },
        (error) => {
          seen.error = error;
          return loginFailure(error, method);
        },
      );
      if (outcome.ok) return outcome.value;
      dc = moves === 0 ? newDataCentre(seen.error) : undefined;
      if (dc === undefined) throw new LoginRefused(outcome, seen.error);
    }
  }

  /** The pace of this number's logins, kept like that of an account: a demanded wait outlives this process. */
  function paced(): Pacer {
    const number = createHash('sha256').update(phoneNumber).digest('hex').slice(0, 16);
    pacer ??= createPacer({
      store: createFileStore({ root: join(settings.TG_DATA_DIR, 'state', 'logins', number), clock }),
      clock,
      settings: pacerSettings(settings),
    });
    return pacer;
  }

  async function finish(user: Api.TypeUser): Promise<Outcome<Extract<SignedIn, { next: 'done' }>>> {
    const account = selfOf([user]);
    const session = connection?.sessionString() ?? '';
    if (account === undefined || session === '') {
      return loginFailed('answer', 'Telegram did not say who has logged in.');
    }
    const dc = connection?.client.session.dcId ?? 0;
    const written = await vault.write(file, profile, { account: { ...account }, dc, session });
    return written.ok ? done({ next: 'done', account, file }) : written;
  }

  async function authorized(
    answer: Api.auth.TypeAuthorization,
  ): Promise<Outcome<Extract<SignedIn, { next: 'done' }>>> {
    return answer.className === 'auth.Authorization'
      ? finish(answer.user)
      : loginFailed('unregistered', 'There is no Telegram account with this number.');
  }

  return {
    async sendCode(phone) {
      const { Api } = telegram();
      if (settings.TG_API_ID === 0 || settings.TG_API_HASH === '') {
        return loginFailed(
          'api',
          'TG_API_ID and TG_API_HASH are not set; my.telegram.org gives them to you.',
        );
      }
      phoneNumber = phone.replace(/[^0-9]/g, '');
      pacer = undefined;
      if (phoneNumber.length < 5) return loginFailed('phone', 'This is no phone number.');
      try {
        const sent = await ask(
          new Api.auth.SendCode({
            phoneNumber,
            apiId: settings.TG_API_ID,
            apiHash: settings.TG_API_HASH,
            settings: new Api.CodeSettings({}),
          }),
        );
        if (sent.className !== 'auth.SentCode') {
          return loginFailed('answer', 'Telegram logged in without a code, which is not expected here.');
        }
        ({ phoneCodeHash } = sent);
        return codeSent(sent.type);
      } catch (error) {
        return loginRefusal(error);
      }
    },

    async signIn(code) {
      const { Api } = telegram();
      const phoneCode = code.replace(/[\s-]/g, '');
      try {
        return await authorized(await ask(new Api.auth.SignIn({ phoneNumber, phoneCodeHash, phoneCode })));
      } catch (error) {
        if (!isPasswordNeeded(error)) return loginRefusal(error);
      }
      try {
        const { hint } = await ask(new Api.account.GetPassword());
        return done({ next: 'password', ...(typeof hint === 'string' && hint !== '' ? { hint } : {}) });
      } catch (error) {
        return loginRefusal(error);
      }
    },

    async checkPassword(password) {
      const { Api } = telegram();
      const { computeCheck } = telegramModule('Password.js') as typeof PasswordModule;
      try {
        const proof = await computeCheck(await ask(new Api.account.GetPassword()), password);
        return await authorized(await ask(new Api.auth.CheckPassword({ password: proof })));
      } catch (error) {
        return loginRefusal(error);
      }
    },

    async close() {
      connection?.end(new Error('the login has ended'));
    },
  };
}

function codeSent(type: Api.auth.TypeSentCodeType): Outcome<CodeSent> {
  const digits = 'length' in type && typeof type.length === 'number' ? { digits: type.length } : {};
  switch (type.className) {
    case 'auth.SentCodeTypeApp':
      return done({ where: 'in the Telegram app', ...digits });
    case 'auth.SentCodeTypeSms':
    case 'auth.SentCodeTypeFirebaseSms':
    case 'auth.SentCodeTypeSmsWord':
    case 'auth.SentCodeTypeSmsPhrase':
      return done({ where: 'by SMS', ...digits });
    case 'auth.SentCodeTypeEmailCode':
      return done({ where: 'by e-mail', ...digits });
    case 'auth.SentCodeTypeFragmentSms':
      return done({ where: 'through fragment.com', ...digits });
    case 'auth.SentCodeTypeSetUpEmailRequired':
      return loginFailed(
        'email',
        'Telegram first wants an e-mail address for this account; set it in its app.',
      );
    default:
      return done({ where: 'by a phone call', ...digits });
  }
}

function isPasswordNeeded(error: unknown): boolean {
  return error instanceof LoginRefused && rpcProblem(error.cause)?.rpc === 'SESSION_PASSWORD_NEEDED';
}

function newDataCentre(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'newDc' in error && typeof error.newDc === 'number'
    ? error.newDc
    : undefined;
}
