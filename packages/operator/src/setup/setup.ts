import {
  findProject,
  loadSettings,
  policyIssues,
  readEnvFile,
  sessionPath,
  settingsFile,
  type Project,
  type SettingName,
  type Settings,
} from '@tgmcp/core';
import { credentialsProvider } from '@tgmcp/core/login';
import { existsSync } from 'node:fs';
import type { ClientFile } from '../clients/clients.js';
import { clientsThatKnow } from '../clients/known-by.js';
import { PROFILES, vaultOf, type Profile } from '../commands/session/places.js';
import { isSameFile } from '../doctor/sessions.js';

/** How far an installation is set up. Says of secrets only whether they are there. */
export interface Setup {
  readonly settings: Settings;
  readonly project: Project;
  /** The settings file, whether or not it is there. */
  readonly file: string;
  /** Whether the settings file, which is all that a client's servers see, says something of a setting. */
  readonly inFile: (name: SettingName) => boolean;
  /** Whether the file or this shell does. */
  readonly isSet: (name: SettingName) => boolean;
  /** Whether the api id and hash can be had by servers that a client starts. */
  readonly credentials: boolean;
  /** Whether a server has a session file of its own. */
  readonly hasSession: (profile: Profile) => boolean;
  /** Whether both servers are to use one session file. */
  readonly oneSession: boolean;
  /** Whether the sessions belong to several accounts, so that none can be expected of both. */
  readonly severalAccounts: boolean;
  /** What keeps writing off, by setting. */
  readonly writeIssues: readonly string[];
  /** Whether the person has begun to set up writing, or is done with it. */
  readonly writing: boolean;
  /** The clients that start our server with the settings of this installation. */
  readonly clients: (profile: Profile) => readonly ClientFile[];
}

/** Looks how far the installation is set up; undefined where its settings cannot be used. Asks nobody, changes nothing. */
export async function setupOf(env: NodeJS.ProcessEnv): Promise<Setup | undefined> {
  const project = findProject(env);
  const loaded = loadSettings('operator', env, project);
  if (!loaded.ok) return undefined;
  const { settings } = loaded;
  const { file, named } = settingsFile(env, project);
  const read = readEnvFile(file, named);
  const values = read.ok ? read.values : {};
  const inFile = (name: SettingName): boolean => (values[name] ?? '').trim() !== '';
  const isSet = (name: SettingName): boolean => inFile(name) || (env[name] ?? '').trim() !== '';
  const hasSession = (profile: Profile): boolean => existsSync(sessionPath(settings, profile));
  const oneSession = isSameFile(sessionPath(settings, 'read'), sessionPath(settings, 'actions'));
  return {
    settings,
    project,
    file,
    inFile,
    isSet,
    credentials: credentialsProvider(settings) !== 'env' || (isSet('TG_API_ID') && isSet('TG_API_HASH')),
    hasSession,
    oneSession,
    severalAccounts:
      !oneSession &&
      hasSession('read') &&
      hasSession('actions') &&
      (await accountsOfSessions(settings)).length > 1,
    writeIssues: policyIssues(settings),
    writing: settings.TG_ACTIONS_ENABLED || WRITING.some(isSet) || (hasSession('actions') && !oneSession),
    clients: (profile) => clientsThatKnow(profile, { settings, project, file }, env),
  };
}

/** The ids of the accounts whose sessions are there and can be read. */
export async function accountsOfSessions(settings: Settings): Promise<string[]> {
  const ids = new Set<string>();
  for (const profile of PROFILES) {
    const read = await vaultOf(settings).read(sessionPath(settings, profile), profile);
    if (read.ok && read.value !== undefined) ids.add(read.value.account.id);
  }
  return [...ids];
}

const WRITING = [
  'TG_ACTIONS_APPROVAL_CHANNEL',
  'TG_ACTIONS_ALLOWED_GROUPS',
  'TG_ACTIONS_CONFIRMATION_PHRASE',
] as const;
