import type { Settings } from '@tgmcp/core';
import type { ClientId } from '../clients/clients.js';
import { installationOf, warn } from '../clients/installation.js';
import { SERVER_NAMES } from '../clients/names.js';
import type { ServersAsked } from '../clients/servers.js';
import { writeToClient } from '../clients/write-to-client.js';
import { allow } from '../commands/allow.js';
import { credentials } from '../commands/credentials.js';
import { answersFor, login, type LoginCommand } from '../commands/login.js';
import { phrase } from '../commands/phrase.js';
import type { Profile } from '../commands/session/places.js';
import { sessionExpect } from '../commands/session/expect.js';
import { writing } from '../commands/writing.js';
import { remembered, type RememberedAnswers } from '../console/answers.js';
import { EXIT, Stop } from '../console/exit.js';
import type { Context } from '../context.js';
import { ownNumber } from './own-number.js';
import { askAccount, askChannel, askClient, askProfile } from './questions.js';
import { writeSettings } from './settings-file.js';
import type { Setup } from './setup.js';
import type { Part } from './walk.js';

/** What `tgmcp init` was told. */
export interface InitOptions {
  readonly profile?: 'read' | 'full';
  readonly readOnly?: true;
  readonly apiId?: string;
  readonly apiHashFile?: string;
  readonly phone?: string;
  readonly actionsPhone?: string;
  readonly qr?: true;
  readonly stdin?: true;
  readonly approval?: Settings['TG_ACTIONS_APPROVAL_CHANNEL'];
  readonly allow: readonly string[];
  readonly verbs?: string;
  readonly client?: ClientId | 'none';
  readonly file?: string;
  readonly yes?: true;
}

/** One run of the set-up. */
export interface Walk {
  readonly options: InitOptions;
  readonly context: Context;
  /** Keeps for this run what was told once. */
  readonly answers: RememberedAnswers;
  /** Reading alone or writing, too; undefined until it is known. */
  profile: 'read' | 'full' | undefined;
  /** How far the installation was when the present step began; undefined before the first. */
  setup: Setup | undefined;
}

/** A part of the set-up as `tgmcp init` goes through it. */
export interface Step {
  readonly part: Part | 'profile';
  readonly title: string;
  readonly forWriting?: true;
  /** What there is of it already, in words without a secret; undefined where it is to be taken. */
  standing(setup: Setup, walk: Walk): string | undefined;
  take(setup: Setup, walk: Walk): Promise<void>;
}

const session = (profile: Profile): Step => ({
  part: `${profile} session`,
  title: profile === 'read' ? 'Login for reading' : 'Login for writing, a session of its own',
  ...(profile === 'actions' ? { forWriting: true as const } : {}),
  standing: ({ hasSession }) => (hasSession(profile) ? 'there' : undefined),
  async take(setup, { options, context, answers }) {
    const { phone, actionsPhone, qr, stdin } = options;
    const asks = context.console.interactive && stdin !== true;
    const isOther =
      profile === 'actions' &&
      (actionsPhone !== undefined || (asks && (await askAccount(qr === true ? 'qr' : 'code')) === 'other'));
    const number = profile === 'actions' ? (actionsPhone ?? (isOther ? undefined : phone)) : phone;
    const command: LoginCommand = {
      profile,
      ...(number === undefined ? {} : { phone: number }),
      ...(qr === undefined ? {} : { qr }),
      ...(stdin === undefined ? {} : { stdin }),
    };
    if (setup.oneSession) throw new Stop(EXIT.refused, ONE_SESSION);
    if (profile === 'actions' && asks && !isOther && qr !== true && number === undefined)
      await answers.offerPhone(() => ownNumber(context));
    await login(command, context, isOther ? answersFor(command, context) : answers);
  },
});

const ONE_SESSION =
  'Both servers would use one session file. Take TG_SESSION_PATH out of the settings, or name two files in TG_READ_SESSION_PATH and TG_ACTIONS_SESSION_PATH.';

/** Every step, in order. Each is done by the command that does it alone. */
export const STEPS: readonly Step[] = [
  {
    part: 'credentials',
    title: 'Api id and hash',
    // The servers see the file and not this shell.
    standing: ({ credentials: there, inFile, isSet, file }) =>
      there && (isSet('TG_SECRET_PROVIDER') || (inFile('TG_API_ID') && inFile('TG_API_HASH')))
        ? `set, in ${file}`
        : undefined,
    take: (_, { options: { apiId, apiHashFile, stdin }, context }) =>
      credentials(
        {
          ...(apiId === undefined ? {} : { apiId }),
          ...(apiHashFile === undefined ? {} : { apiHashFile }),
          ...(stdin === undefined ? {} : { stdin }),
        },
        context,
      ),
  },
  session('read'),
  {
    part: 'profile',
    title: 'Reading alone, or writing, too',
    standing(setup, walk) {
      walk.profile ??= chosenProfile(setup, walk);
      if (walk.profile === 'read') return 'reading alone; for writing, too: tgmcp init --profile full';
      const channel = setup.settings.TG_ACTIONS_APPROVAL_CHANNEL;
      const isAsked = walk.options.approval !== undefined && walk.options.approval !== channel;
      return walk.profile === 'full' && setup.isSet('TG_ACTIONS_APPROVAL_CHANNEL') && !isAsked
        ? `writing, too; approval channel ${channel}`
        : undefined;
    },
    async take(_, walk) {
      const { context, options } = walk;
      walk.profile ??= await askProfile();
      // What was chosen is kept, so that it is not asked again.
      if (walk.profile === 'read') await writeSettings({ TG_ACTIONS_ENABLED: '0' }, context);
      else {
        const asked = options.approval ?? (context.console.interactive ? await askChannel() : 'operator');
        await writing(undefined, { approval: asked }, context);
      }
    },
  },
  session('actions'),
  {
    part: 'account',
    title: 'The account that is expected',
    standing({ isSet, settings, severalAccounts }) {
      if (severalAccounts) return 'none, because the servers work for different accounts';
      return isSet('TG_EXPECTED_USER_ID') || isSet('TG_EXPECTED_USERNAME')
        ? settings.TG_EXPECTED_USER_ID || settings.TG_EXPECTED_USERNAME
        : undefined;
    },
    take: (_, { context }) => sessionExpect(context),
  },
  {
    part: 'allowlist',
    title: 'Chats that may be written to',
    forWriting: true,
    standing: ({ settings }, { options }) =>
      options.allow.length > 0 ? undefined : settings.TG_ACTIONS_ALLOWED_GROUPS || undefined,
    take: (_, { options: { allow: chats, verbs }, context }) =>
      allow(chats, verbs === undefined ? {} : { verbs }, context),
  },
  {
    part: 'phrase',
    title: 'Confirmation phrase',
    forWriting: true,
    standing: ({ settings, writeIssues }) =>
      settings.TG_ACTIONS_CONFIRMATION_PHRASE === '' ||
      writeIssues.some((issue) => issue.startsWith('TG_ACTIONS_CONFIRMATION_PHRASE'))
        ? undefined
        : 'set',
    // One that is there and taken up here is too weak to be kept.
    take: (_, { options: { stdin }, context }) =>
      phrase({ write: true, overwrite: true, ...(stdin === undefined ? {} : { stdin }) }, context),
  },
  {
    part: 'writing',
    title: 'Writing',
    forWriting: true,
    standing: ({ settings }) => (settings.TG_ACTIONS_ENABLED ? 'on' : undefined),
    take: (_, { context }) => writing('on', {}, context),
  },
  {
    part: 'client',
    title: 'Client',
    standing({ clients }, { options, profile }) {
      if (options.client === 'none') return 'left out; later: tgmcp config CLIENT --write';
      const known = clients(profile === 'full' ? 'actions' : 'read');
      return known.length === 0 || options.client !== undefined
        ? undefined
        : known.map(({ id, file }) => `${id}, in ${file}`).join('; ');
    },
    take: tellClient,
  },
];

async function tellClient(setup: Setup, { options, context, profile = 'read' }: Walk): Promise<void> {
  const { interactive } = context.console;
  if (options.client === undefined && !interactive)
    throw new Stop(
      EXIT.usage,
      'Which client should start the servers? Name it with --client, or "none".',
      'unasked',
    );
  const client = options.client ?? (await askClient());
  if (client === 'none') return;
  const asked: ServersAsked = {
    profile,
    approval: setup.settings.TG_ACTIONS_APPROVAL_CHANNEL,
    names: SERVER_NAMES,
    sessions: {},
    expectedUsername: '',
  };
  const installation = installationOf(setup, context);
  warn(asked, installation, context);
  // Who names a client where nobody can be asked has said yes.
  const how = options.yes === true || !interactive ? 'write' : 'ask';
  try {
    await writeToClient(client, asked, { file: options.file, how }, installation, context);
  } catch (error) {
    // Somebody said no at the last question; the rest is not their concern.
    if (!(error instanceof Stop) || error.exitCode !== EXIT.ok) throw error;
    context.console.note(error.message);
  }
}

function chosenProfile(setup: Setup, { options, context }: Walk): 'read' | 'full' | undefined {
  if (options.readOnly === true) return 'read';
  if (options.profile !== undefined) return options.profile;
  if (setup.writing) return 'full';
  return setup.isSet('TG_ACTIONS_ENABLED') || !context.console.interactive ? 'read' : undefined;
}

/** A run that begins. */
export function beginWalk(options: InitOptions, context: Context): Walk {
  return {
    options,
    context,
    answers: remembered(answersFor(options, context)),
    profile: undefined,
    setup: undefined,
  };
}
