import { join } from 'node:path';
import { sessionPath, type Project, type SettingName, type Settings } from '@tgmcp/core';
import { credentialsProvider } from '@tgmcp/core/login';
import type { Profile } from '../commands/session/places.js';
import type { Programs } from './programs.js';

/** How one of our servers is started by a client, in no client's format yet. */
export interface RenderedServer {
  readonly name: string;
  readonly profile: Profile;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Rendered;
  /** Variables of the person's desktop that a client which filters the environment must pass on. */
  readonly passes: readonly string[];
}

/** Settings as they stand in a client's configuration. Never a secret: those stay in the settings file. */
export type Rendered = Readonly<Partial<Record<SettingName, string>>>;

/** What the person chose. */
export interface ServersAsked {
  /** `read`: tgmcp-read alone; `full`: tgmcp-actions, too. */
  readonly profile: 'read' | 'full';
  readonly approval: Settings['TG_ACTIONS_APPROVAL_CHANNEL'];
  readonly names: Readonly<Record<Profile, string>>;
  /** Names of session files in the folder of sessions, where they are not those of the settings. */
  readonly sessions: Readonly<Partial<Record<Profile, string>>>;
  readonly expectedUsername: string;
  /** Shows, empty, what the person has to fill in. */
  readonly placeholders?: true;
}

/** The installation that is rendered. */
export interface Installation {
  readonly settings: Settings;
  readonly project: Project;
  /** The settings file of the servers. */
  readonly file: string;
  readonly programs: Programs;
  /** The environment of this command. */
  readonly env: NodeJS.ProcessEnv;
}

/** The servers of a profile, each with every safety setting said, so that nothing weakens one of them unseen. */
export function renderServers(asked: ServersAsked, installation: Installation): RenderedServer[] {
  const profiles: readonly Profile[] = asked.profile === 'full' ? ['read', 'actions'] : ['read'];
  const { node, servers } = installation.programs;
  return profiles.map((profile) => ({
    name: asked.names[profile],
    profile,
    command: node,
    args: [servers[profile]],
    env: {
      ...placesOf(profile, asked, installation),
      ...common(asked, installation),
      ...GUARD,
      ...(profile === 'read' ? readOnly(installation.settings) : writing(asked)),
    },
    passes: keychainNeeds(installation.settings),
  }));
}

/** The session files of both servers. */
export function sessionFiles(asked: ServersAsked, { settings }: Installation): Record<Profile, string> {
  const file = (profile: Profile): string => {
    const name = asked.sessions[profile];
    return name === undefined
      ? sessionPath(settings, profile)
      : join(settings.SESSION_DIR, `${name}.session`);
  };
  return { read: file('read'), actions: file('actions') };
}

function placesOf(profile: Profile, asked: ServersAsked, installation: Installation): Rendered {
  const files = sessionFiles(asked, installation);
  return {
    TG_ENV_FILE: installation.file,
    ...ofThisShell(installation),
    TG_SESSION_PATH: files[profile],
    TG_READ_SESSION_PATH: files.read,
    TG_ACTIONS_SESSION_PATH: files.actions,
  };
}

/** Folders that this shell names and a client's process would not know of. */
function ofThisShell({ env, project, settings }: Installation): Rendered {
  const moved = !project.checkout && (env['XDG_DATA_HOME'] ?? '') !== '';
  return {
    ...(env['TG_DATA_DIR'] || moved ? { TG_DATA_DIR: settings.TG_DATA_DIR } : {}),
    ...(env['TG_SESSIONS_DIR'] ? { TG_SESSIONS_DIR: settings.TG_SESSIONS_DIR } : {}),
  };
}

function common(asked: ServersAsked, { settings }: Installation): Rendered {
  const username = asked.expectedUsername || settings.TG_EXPECTED_USERNAME;
  const id = settings.TG_EXPECTED_USER_ID;
  return {
    ...(username === '' ? {} : { TG_EXPECTED_USERNAME: username }),
    ...(id === '' ? {} : { TG_EXPECTED_USER_ID: id }),
    TG_SESSION_PATH_CONFLICT_MODE: settings.TG_SESSION_PATH_CONFLICT_MODE,
    TG_ALLOW_SESSION_SWITCH: settings.TG_ALLOW_SESSION_SWITCH ? '1' : '0',
    TG_SESSION_LOCK_MODE: settings.TG_SESSION_LOCK_MODE,
    TG_GLOBAL_RPS_MODE: settings.TG_GLOBAL_RPS_MODE,
  };
}

/** Nothing is written outside the gates, whatever the settings file says. */
const GUARD = {
  TG_BLOCK_DIRECT_TELETHON_WRITE: '1',
  TG_ALLOW_DIRECT_TELETHON_WRITE: '0',
  TG_ENFORCE_ACTION_PROCESS: '1',
  TG_DIRECT_TELETHON_WRITE_ALLOWED_CONTEXTS: 'actions_mcp',
  TG_AUTH_BOOTSTRAP: '0',
} satisfies Rendered;

function readOnly(settings: Settings): Rendered {
  return {
    TG_WRITE_CONTEXT: 'read_mcp',
    TG_ACTION_PROCESS: '0',
    TG_SESSION_RUNTIME_MODE: settings.TG_SESSION_RUNTIME_MODE || 'copy',
  };
}

/** No gate of writing is open, whatever the settings file says. */
const GATES = {
  TG_ACTIONS_REQUIRE_ALLOWLIST: '1',
  TG_ACTIONS_REQUIRE_CONFIRMATION_TEXT: '1',
  TG_ACTIONS_REQUIRE_APPROVAL_CODE: '1',
  TG_ACTIONS_IDEMPOTENCY_ENABLED: '1',
  TG_ACTIONS_UNSAFE_OVERRIDE: '0',
} satisfies Rendered;

/** What is said to a server also where the settings file says otherwise, because it is the safe side. */
export const SAFE_SIDE: Readonly<Record<string, string>> = { ...GUARD, ...GATES };

/** Whether writing is on, the allowlist and the phrase are no business of a client: they stay in the settings file. */
function writing({ approval, placeholders }: ServersAsked): Rendered {
  return {
    TG_WRITE_CONTEXT: 'actions_mcp',
    TG_ACTION_PROCESS: '1',
    ...GATES,
    TG_ACTIONS_APPROVAL_CHANNEL: approval,
    ...(placeholders ? { TG_ACTIONS_ALLOWED_GROUPS: '', TG_ACTIONS_CONFIRMATION_PHRASE: '' } : {}),
  };
}

/** A keychain of a Linux desktop is reached over its session bus. */
function keychainNeeds(settings: Settings): string[] {
  const asksKeychain =
    credentialsProvider(settings) === 'keychain' || settings.TG_SESSION_KEY_PROVIDER === 'keychain';
  return asksKeychain && process.platform === 'linux' ? ['DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'] : [];
}
