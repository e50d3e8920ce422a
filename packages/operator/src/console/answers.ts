import type { CodeSent } from '@tgmcp/core/login';
import { ask } from './ask.js';
import type { Console } from './console.js';
import { EXIT, Stop } from './exit.js';

/** The answer that asks for the code once more, by the next way. */
export const RESEND = 'resend';

/** Where the answers to a login's questions come from. */
export interface Answers {
  phone(): Promise<string>;
  /** The code, or {@link RESEND}. */
  code(sent: CodeSent): Promise<string>;
  password(hint: string | undefined): Promise<string>;
  /** Whether a wrong answer may be given again: a person may, a script is told and ends. */
  readonly again: boolean;
  /** Told when an answer was wrong and may be given again. */
  wrong(message: string): void;
}

/** A person at the terminal. What is secret is typed unseen. */
export function personAnswers(console: Console): Answers {
  return {
    phone: () => ask.line('Your phone number', 'in international form, such as +491701234567'),
    async code(sent) {
      const other = sent.next === undefined ? '' : `, or "${RESEND}" to get it ${sent.next}`;
      const typed = await ask.line(
        `The login code that Telegram sent ${sent.where}`,
        `${digits(sent)}${other}`,
      );
      return typed.toLowerCase() === RESEND ? RESEND : typed;
    },
    password: (hint) => ask.hidden(`Your two-step password${hint ? ` (your hint: ${hint})` : ''}`),
    again: true,
    wrong: (message) => console.note(message),
  };
}

/** Lines of stdin, in the order phone, code, password; each is read only when it is needed. */
export function scriptAnswers(console: Console): Answers {
  return {
    phone: async () => (await console.readLine('the phone number')).trim(),
    async code(sent) {
      const other = sent.next === undefined ? '' : ` The line "${RESEND}" has it sent again ${sent.next}.`;
      console.note(`Telegram sent a code ${sent.where}; reading it from stdin.${other}`);
      return (await console.readLine('the login code')).trim();
    },
    async password() {
      console.note('The account has a two-step password; reading it from stdin.');
      return console.readLine('the two-step password');
    },
    again: false,
    wrong: (message) => console.note(message),
  };
}

/** Nobody: a login by QR code needs an answer only where the account has a two-step password. */
export function noAnswers(): Answers {
  return {
    phone: () => missing('the phone number'),
    code: () => missing('the login code'),
    password: () => missing('the two-step password'),
    again: false,
    wrong: () => undefined,
  };
}

async function missing(what: string): Promise<never> {
  throw new Stop(
    EXIT.usage,
    `There is no terminal to ask for ${what} at. To have it read from stdin: the same command with --stdin`,
    'unasked',
  );
}

/** Answers that keep for one run what was told. */
export interface RememberedAnswers extends Answers {
  /** Takes a number in place of an answer, where none was told and `find` knows one. */
  offerPhone(find: () => Promise<string | undefined>): Promise<void>;
}

/** Answers to several logins of one account: what was told once, and was not wrong, is not asked again. Codes are. */
export function remembered(answers: Answers): RememberedAnswers {
  const told: { phone?: string; password?: string } = {};
  let last: keyof typeof told | 'code' = 'phone';
  return {
    async phone() {
      last = 'phone';
      return (told.phone ??= await answers.phone());
    },
    code(sent) {
      last = 'code';
      return answers.code(sent);
    },
    async password(hint) {
      last = 'password';
      return (told.password ??= await answers.password(hint));
    },
    async offerPhone(find) {
      const found = told.phone ?? (await find());
      if (found !== undefined) told.phone = found;
    },
    again: answers.again,
    wrong(message) {
      if (last !== 'code') delete told[last];
      answers.wrong(message);
    },
  };
}

function digits(sent: CodeSent): string {
  return sent.digits === undefined ? 'as you got it' : `${sent.digits} digits`;
}
