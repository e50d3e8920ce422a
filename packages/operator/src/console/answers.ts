import { ask } from './ask.js';
import type { Console } from './console.js';

/** Where the answers to a login's questions come from. */
export interface Answers {
  phone(): Promise<string>;
  code(where: string): Promise<string>;
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
    code: (where) => ask.line(`The login code that Telegram sent ${where}`, 'digits only'),
    password: (hint) => ask.hidden(`Your two-step password${hint ? ` (your hint: ${hint})` : ''}`),
    again: true,
    wrong: (message) => console.note(message),
  };
}

/** Lines of stdin, in the order phone, code, password; each is read only when it is needed. */
export function scriptAnswers(console: Console): Answers {
  return {
    phone: async () => (await console.readLine('the phone number')).trim(),
    async code(where) {
      console.note(`Telegram sent a code ${where}; reading it from stdin.`);
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
