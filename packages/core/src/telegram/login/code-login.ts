/** Login by a code that Telegram sends (core.telegram.org/api/auth). It never creates an account. */
import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import { telegram } from '../library.js';
import { loginFailed, loginRefusal } from './login-errors.js';
import { LoginLine, credentialsUnset, type LoginOptions } from './login-line.js';
import { SignIn, type LoggedIn, type SignedIn } from './sign-in.js';

/** A code is on its way. */
export interface CodeSent {
  /** Where the person finds it, to follow "Telegram sent the code": "in the Telegram app", "by SMS", …. */
  readonly where: string;
  readonly digits?: number;
  /** How it would be sent next, when that is asked for; absent when there is no other way. */
  readonly next?: string;
  /** Seconds after which it may be sent again. */
  readonly nextAfter?: number;
}

/**
 * One login, step by step. Each step can be repeated after LOGIN_FAILED with reason `code` or `password`; after `code expired`
 * a new code can be sent. Other refusals: FLOOD_WAIT, BREAKER_OPEN, DISCONNECTED, SESSION_UNSAFE, SESSION_KEY_MISSING, a STATE code.
 */
export interface Login {
  sendCode(phone: string): Promise<Outcome<CodeSent>>;
  /** Has the code sent by the next way. */
  resend(): Promise<Outcome<CodeSent>>;
  signIn(code: string): Promise<Outcome<SignedIn>>;
  checkPassword(password: string): Promise<Outcome<LoggedIn>>;
  close(): Promise<void>;
}

/** Begins a login. Nothing is sent before the first step; the session file is written after the last. */
export function startLogin(options: LoginOptions): Login {
  const { settings } = options;
  const line = new LoginLine(options, 'code');
  const ending = new SignIn(line, options);
  let phoneNumber = '';
  let phoneCodeHash = '';

  function sent(answer: Api.auth.TypeSentCode): Outcome<CodeSent> {
    if (answer.className !== 'auth.SentCode')
      return loginFailed('answer', 'Telegram logged in without a code, which is not expected here.');
    ({ phoneCodeHash } = answer);
    return codeSent(answer);
  }

  return {
    async sendCode(phone) {
      const { Api } = telegram();
      phoneNumber = phone.replace(/[^0-9]/g, '');
      line.paceAs(phoneNumber);
      const unset = credentialsUnset(settings);
      if (unset !== undefined) return unset;
      if (phoneNumber.length < 5) return loginFailed('phone', 'This is no phone number.');
      try {
        const request = { phoneNumber, apiId: settings.TG_API_ID, apiHash: settings.TG_API_HASH };
        const more = { settings: new Api.CodeSettings({}) };
        return sent(await line.ask(new Api.auth.SendCode({ ...request, ...more })));
      } catch (error) {
        return loginRefusal(error);
      }
    },

    async resend() {
      const { Api } = telegram();
      try {
        return sent(await line.ask(new Api.auth.ResendCode({ phoneNumber, phoneCodeHash })));
      } catch (error) {
        return loginRefusal(error);
      }
    },

    signIn(code) {
      const { Api } = telegram();
      const phoneCode = code.replace(/[\s-]/g, '');
      const request = new Api.auth.SignIn({ phoneNumber, phoneCodeHash, phoneCode });
      return ending.step(() => line.ask(request));
    },

    checkPassword: (password) => ending.checkPassword(password),

    async close() {
      line.close();
    },
  };
}

function codeSent({ type, nextType, timeout }: Api.auth.SentCode): Outcome<CodeSent> {
  if (type.className === 'auth.SentCodeTypeSetUpEmailRequired')
    return loginFailed(
      'email',
      'Telegram first wants an e-mail address for this account; set it in its app.',
    );
  return done({
    where: WAYS[type.className] ?? 'by a phone call',
    ...('length' in type && typeof type.length === 'number' ? { digits: type.length } : {}),
    ...(nextType ? { next: NEXT_WAYS[nextType.className] ?? 'in another way' } : {}),
    ...(typeof timeout === 'number' ? { nextAfter: timeout } : {}),
  });
}

const WAYS: Readonly<Record<string, string>> = {
  'auth.SentCodeTypeApp': 'in the Telegram app',
  'auth.SentCodeTypeSms': 'by SMS',
  'auth.SentCodeTypeFirebaseSms': 'by SMS',
  'auth.SentCodeTypeSmsWord': 'by SMS, as a word',
  'auth.SentCodeTypeSmsPhrase': 'by SMS, as a phrase',
  'auth.SentCodeTypeEmailCode': 'by e-mail',
  'auth.SentCodeTypeFragmentSms': 'through fragment.com',
  'auth.SentCodeTypeCall': 'by a phone call that speaks it',
  'auth.SentCodeTypeFlashCall': 'as the last digits of a number that calls and hangs up',
  'auth.SentCodeTypeMissedCall': 'as the last digits of a number that calls and hangs up',
};

const NEXT_WAYS: Readonly<Record<string, string>> = {
  'auth.CodeTypeSms': 'by SMS',
  'auth.CodeTypeCall': 'by a phone call that speaks it',
  'auth.CodeTypeFlashCall': 'by a call whose number holds it',
  'auth.CodeTypeMissedCall': 'by a call whose number holds it',
  'auth.CodeTypeFragmentSms': 'through fragment.com',
};
