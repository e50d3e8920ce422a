import { isWithin, preparePrivateFolder, sessionPath, systemClock, type Outcome } from '@tgmcp/core';
import {
  createSessionKeys,
  createSessionVault,
  startLogin,
  startQrLogin,
  type CodeSent,
  type LoggedIn,
  type Login,
  type SignedIn,
} from '@tgmcp/core/login';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { RESEND, noAnswers, personAnswers, scriptAnswers, type Answers } from '../console/answers.js';
import { EXIT, Stop } from '../console/exit.js';
import { printQr } from '../console/qr.js';
import { must, stopFor } from '../console/refusal.js';
import type { Context } from '../context.js';
import { prepareDataFolder } from '../data-folder.js';
import { loginCommand } from '../doctor/sessions.js';
import { credentialled, usableSettings, type Usable } from '../usable-settings.js';
import { afterLogin, unexpected } from './login-done.js';

/** What `tgmcp login` was asked to do. */
export interface LoginCommand {
  readonly profile: 'read' | 'actions';
  readonly phone?: string;
  readonly stdin?: true;
  readonly qr?: true;
  /** Seconds to wait for a scan. */
  readonly timeout?: number;
  readonly overwrite?: true;
  /** Draws the code also where no person sits at a terminal. */
  readonly terminalQr?: true;
}

const SCAN_SEC = 180;

/**
 * `tgmcp login`: one session file for one server, by code or QR and two-step password. Prints no code, password or
 * session. A session that is there is kept unless told otherwise; ended anywhere before the last step, nothing changes.
 */
export async function login(
  command: LoginCommand,
  context: Context,
  answers: Answers = answersFor(command, context),
): Promise<void> {
  const { console } = context;
  if (command.stdin !== true && command.qr !== true && !console.interactive)
    throw new Stop(
      EXIT.usage,
      `There is no terminal to ask at. For scripts: ${loginCommand(command.profile, ' --stdin')}`,
      'unasked',
    );
  const usable = usableSettings(context);
  const settings = await credentialled(usable.settings);
  const clock = systemClock();
  must(await prepareDataFolder({ ...usable, settings }, clock, context));
  const file = sessionPath(settings, command.profile);
  if (existsSync(file) && command.overwrite !== true)
    throw new Stop(EXIT.refused, await present(usable, command), 'present');
  // Known before Telegram is asked for a code: a session that cannot be kept would only be listed there for nothing.
  if (isWithin(file, settings.TG_DATA_DIR)) must(await preparePrivateFolder(dirname(file)));
  if (settings.TG_SESSION_KEY_PROVIDER !== '') must(await createSessionKeys(settings).forWriting());

  const options = { settings, clock, profile: command.profile };
  const { account } = command.qr === true ? await byQr() : await byCode();
  afterLogin(console, settings, { account, profile: command.profile, file });
  const surprise = unexpected(settings, account);
  if (surprise !== undefined) throw new Stop(EXIT.refused, surprise);

  async function byCode(): Promise<LoggedIn> {
    const flow = startLogin(options);
    try {
      return await codeSteps(flow, answers, command.phone);
    } finally {
      await flow.close();
    }
  }

  async function byQr(): Promise<LoggedIn> {
    const flow = startQrLogin(options);
    try {
      const limitMs = (command.timeout ?? SCAN_SEC) * 1000;
      const drawn = console.interactive || command.terminalQr === true;
      const show = (link: string, lifeSec: number): void => printQr(console, link, lifeSec, drawn);
      const scanned = must(await flow.scan(show, limitMs));
      return await passwordStep(scanned, answers, (password) => flow.checkPassword(password));
    } finally {
      await flow.close();
    }
  }
}

/** Where a login gets its answers, as it was asked for. */
export function answersFor({ stdin }: Pick<LoginCommand, 'stdin'>, { console }: Context): Answers {
  if (stdin === true) return scriptAnswers(console);
  return console.interactive ? personAnswers(console) : noAnswers();
}

/** What stands in the way, with whose session it is where that can be read. */
async function present({ settings }: Usable, { profile }: LoginCommand): Promise<string> {
  const file = sessionPath(settings, profile);
  const read = await createSessionVault(createSessionKeys(settings)).read(file, profile);
  const whose = read.ok && read.value !== undefined ? ` of ${read.value.account.first_name}` : '';
  return `There is a session${whose} already, and it is kept: ${file}\nTo replace it: tgmcp login --overwrite, and end the old one in Telegram, Settings, Devices; or end it with: tgmcp session logout`;
}

async function codeSteps(flow: Login, answers: Answers, phone: string | undefined): Promise<LoggedIn> {
  let given = phone;
  let sent = await insist(answers, async () => {
    const number = given ?? (await answers.phone());
    given = undefined;
    return flow.sendCode(number);
  });
  const signedIn = await insist(answers, async () => {
    for (;;) {
      const code = await answers.code(sent);
      if (code !== RESEND) return flow.signIn(code);
      sent = await resent(flow, answers, sent);
    }
  });
  return passwordStep(signedIn, answers, (password) => flow.checkPassword(password));
}

/** Sends the code again; when that cannot be done, the one on its way still counts. */
async function resent(flow: Login, answers: Answers, before: CodeSent): Promise<CodeSent> {
  const again = await flow.resend();
  if (again.ok) return again.value;
  if (!answers.again) throw stopFor(again.refusal);
  answers.wrong(stopFor(again.refusal).message);
  const { next: _, ...rest } = before;
  return rest;
}

async function passwordStep(
  signedIn: SignedIn,
  answers: Answers,
  check: (password: string) => Promise<Outcome<LoggedIn>>,
): Promise<LoggedIn> {
  if (signedIn.next === 'done') return signedIn;
  return insist(answers, async () => check(await answers.password(signedIn.hint)));
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
