import { preparePrivateFolder, sessionPath, systemClock, type Outcome } from '@tgmcp/core';
import { startLogin, type Login, type SignedIn } from '@tgmcp/core/login';
import { existsSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { personAnswers, scriptAnswers, type Answers } from '../console/answers.js';
import { EXIT, Stop } from '../console/exit.js';
import { must, stopFor } from '../console/refusal.js';
import type { Context } from '../context.js';
import { prepareDataFolder } from '../data-folder.js';
import { usableSettings, type Usable } from '../usable-settings.js';

/** What `tgmcp login` was asked to do. */
export interface LoginOptions {
  readonly profile: 'read' | 'actions';
  readonly phone?: string;
  readonly stdin?: true;
}

type LoggedIn = Extract<SignedIn, { next: 'done' }>;

/**
 * `tgmcp login`: one session file for one server, by code and two-step password. Prints no code, password or session.
 * Ended anywhere before its last step it leaves no file behind.
 */
export async function login(options: LoginOptions, context: Context): Promise<void> {
  const { console } = context;
  if (options.stdin !== true && !console.interactive)
    throw new Stop(EXIT.usage, 'There is no terminal to ask at. For scripts: tgmcp login --stdin');
  const usable = usableSettings(context);
  const { settings } = usable;
  const clock = systemClock();
  if (settings.TG_API_ID === 0 || settings.TG_API_HASH === '')
    throw new Stop(
      EXIT.usage,
      'TG_API_ID and TG_API_HASH are not set. Get yours at https://my.telegram.org, "API development tools", and put them into .env.',
    );
  must(await prepareDataFolder(usable, clock, context));
  const file = sessionPath(settings, options.profile);
  // Known before Telegram is asked for a code: a session that cannot be kept would only be listed there for nothing.
  if (file.startsWith(settings.TG_DATA_DIR + sep)) must(await preparePrivateFolder(dirname(file)));

  if (existsSync(file))
    console.note(
      `${file} will be replaced once the login succeeds; end the old session in Telegram, Settings, Devices.`,
    );

  const answers = options.stdin === true ? scriptAnswers(console) : personAnswers(console);
  const flow = startLogin({ settings, clock, profile: options.profile });
  try {
    const { account } = await steps(flow, answers, options.phone);
    const username = account.username === undefined ? '' : ` (@${account.username})`;
    console.print(`Logged in as ${account.first_name}${username}, id ${account.id}.`);
    console.print(`The session of tgmcp-${options.profile} is ${file}; whoever can read it has the account.`);
    const surprise = unexpected(settings, account);
    if (surprise !== undefined) throw new Stop(EXIT.refused, surprise);
  } finally {
    await flow.close();
  }
}

async function steps(flow: Login, answers: Answers, phone: string | undefined): Promise<LoggedIn> {
  let given = phone;
  const sent = await insist(answers, async () => {
    const number = given ?? (await answers.phone());
    given = undefined;
    return flow.sendCode(number);
  });
  const signedIn = await insist(answers, async () => flow.signIn(await answers.code(sent.where)));
  if (signedIn.next === 'done') return signedIn;
  return insist(answers, async () => flow.checkPassword(await answers.password(signedIn.hint)));
}

/** Takes a step until it succeeds or ends for another reason than a wrong answer. */
async function insist<T>(answers: Answers, step: () => Promise<Outcome<T>>): Promise<T> {
  for (;;) {
    const outcome = await step();
    if (outcome.ok) return outcome.value;
    if (!answers.again || outcome.refusal.code !== 'LOGIN_FAILED') throw stopFor(outcome.refusal);
    const reason = outcome.refusal.data?.['reason'];
    if (reason !== 'code' && reason !== 'password' && reason !== 'phone') throw stopFor(outcome.refusal);
    answers.wrong(outcome.refusal.message);
  }
}

/** The servers would refuse this session; better said now. */
function unexpected(settings: Usable['settings'], account: LoggedIn['account']): string | undefined {
  const name = settings.TG_EXPECTED_USERNAME.replace(/^@/u, '').toLowerCase();
  if (name !== '' && name !== account.username?.toLowerCase())
    return `TG_EXPECTED_USERNAME is "${settings.TG_EXPECTED_USERNAME}": the servers will refuse this session.`;
  const id = settings.TG_EXPECTED_USER_ID;
  return id === '' || id === account.id
    ? undefined
    : `TG_EXPECTED_USER_ID is "${id}": the servers will refuse this session.`;
}
