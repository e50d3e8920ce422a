/** What a person or a script is asked in a login, until they are logged in. */
import type { Outcome } from '@tgmcp/core';
import type { CodeSent, LoggedIn, Login, SignedIn } from '@tgmcp/core/login';
import { RESEND, type Answers } from '../console/answers.js';
import { must, stopFor } from '../console/refusal.js';
import type { Profile } from './session/places.js';

/** Who answers, and the server that the session is for. */
interface Asked {
  readonly answers: Answers;
  readonly profile: Profile;
}

/** Telegram lets a number have a few codes a day, so whoever is slow gets no more of them in a row. */
const MOST_CODES = 3;

/** By number and code, and the password where the account has one. Who may answer again gets a new code for one that has expired. */
export async function codeSteps(flow: Login, asked: Asked, phone: string | undefined): Promise<LoggedIn> {
  const { answers, profile } = asked;
  let given = phone;
  let number = '';
  let sent = await insist(asked, async () => {
    number = given ?? (await answers.phone());
    given = undefined;
    return flow.sendCode(number);
  });
  let codes = 1;
  /** Whether there is a new code now, because the answer was that the one before has expired. */
  const renewed = async (answer: Outcome<unknown>): Promise<boolean> => {
    const isOver = !answer.ok && answer.refusal.data?.['reason'] === 'code expired';
    if (!isOver || !answers.again || codes === MOST_CODES) return false;
    sent = must(await flow.sendCode(number), profile);
    codes += 1;
    answers.wrong('The login code has expired; Telegram has sent a new one.');
    return true;
  };
  const signedIn = await insist(asked, async () => {
    for (;;) {
      const code = await answers.code(sent);
      if (code === RESEND) {
        const again = await flow.resend();
        if (!(await renewed(again))) sent = resent(again, asked, sent);
      } else {
        const answer = await flow.signIn(code);
        if (!(await renewed(answer))) return answer;
      }
    }
  });
  return passwordStep(signedIn, asked, (password) => flow.checkPassword(password));
}

/** The code as it was sent again; when that could not be done, the one on its way still counts. */
function resent(again: Outcome<CodeSent>, { answers, profile }: Asked, before: CodeSent): CodeSent {
  if (again.ok) return again.value;
  if (!answers.again) throw stopFor(again.refusal, profile);
  answers.wrong(stopFor(again.refusal, profile).message);
  const { next: _, ...rest } = before;
  return rest;
}

/** By the two-step password, where the account has one. */
export async function passwordStep(
  signedIn: SignedIn,
  asked: Asked,
  check: (password: string) => Promise<Outcome<LoggedIn>>,
): Promise<LoggedIn> {
  if (signedIn.next === 'done') return signedIn;
  return insist(asked, async () => check(await asked.answers.password(signedIn.hint)));
}

/** Takes a step until it succeeds or ends for another reason than a wrong answer. */
async function insist<T>({ answers, profile }: Asked, step: () => Promise<Outcome<T>>): Promise<T> {
  for (;;) {
    const outcome = await step();
    if (outcome.ok) return outcome.value;
    if (!answers.again || outcome.refusal.code !== 'LOGIN_FAILED') throw stopFor(outcome.refusal, profile);
    const reason = outcome.refusal.data?.['reason'];
    if (reason !== 'code' && reason !== 'password' && reason !== 'phone')
      throw stopFor(outcome.refusal, profile);
    answers.wrong(outcome.refusal.message);
  }
}
