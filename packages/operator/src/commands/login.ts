import { isWithin, preparePrivateFolder, sessionPath, systemClock } from '@tgmcp/core';
import {
  createSessionKeys,
  createSessionVault,
  startLogin,
  startQrLogin,
  type LoggedIn,
} from '@tgmcp/core/login';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { noAnswers, personAnswers, scriptAnswers, type Answers } from '../console/answers.js';
import { EXIT, Stop } from '../console/exit.js';
import { printQr } from '../console/qr.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';
import { prepareDataFolder } from '../data-folder.js';
import { loginCommand } from '../doctor/sessions.js';
import { credentialled, usableSettings, type Usable } from '../usable-settings.js';
import { afterLogin, unexpected } from './login-done.js';
import { codeSteps, passwordStep } from './login-steps.js';

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

  const { profile } = command;
  const options = { settings, clock, profile };
  const { account } = command.qr === true ? await byQr() : await byCode();
  afterLogin(console, settings, { account, profile, file });
  const surprise = unexpected(settings, account);
  if (surprise !== undefined) throw new Stop(EXIT.refused, surprise);

  async function byCode(): Promise<LoggedIn> {
    const flow = startLogin(options);
    try {
      return await codeSteps(flow, { answers, profile }, command.phone);
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
      const scanned = must(await flow.scan(show, limitMs), profile);
      return await passwordStep(scanned, { answers, profile }, (password) => flow.checkPassword(password));
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
  return `There is a session${whose} already, and it is kept: ${file}\nTo replace it: ${loginCommand(profile, ' --overwrite')}, and end the old one in Telegram, Settings, Devices; or end it with: tgmcp session logout${profile === 'actions' ? ' --profile actions' : ''}`;
}
