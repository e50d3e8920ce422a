import {
  findProject,
  isWithin,
  loadSettings,
  sessionPath,
  SETTING_GROUPS,
  settingsFile,
  type Project,
  type Settings,
} from '@tgmcp/core';
import { dirname, isAbsolute } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Profile } from '../commands/session/places.js';
import { isSameFile } from '../doctor/sessions.js';
import { serverProgram } from './programs.js';
import { SAFE_SIDE } from './servers.js';

/** What an entry is held against. */
export interface ThisInstallation {
  readonly settings: Settings;
  readonly project: Project;
  /** The settings file. */
  readonly file: string;
}

const entrySchema = z.looseObject({
  command: z.string(),
  args: z.tuple([z.string()]),
  env: z.record(z.string(), z.string()).default({}),
});

/** What a person may have given a server in its client alone: how it works, and nothing of where, by what or for whom. */
const FREE: ReadonlySet<string> = new Set(
  ['Server', 'Chat scope', 'Pacing']
    .flatMap((group) => Object.keys(SETTING_GROUPS[group] ?? {}))
    .filter((name) => name !== 'TG_PROXY_URL' && name !== 'TG_ALLOW_INSPECTOR'),
);
/** Looked at in another way, or different in each server of an installation, or a narrower choice than that of the settings. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'TG_ENV_FILE',
  'TG_SESSION_PATH',
  'TG_READ_SESSION_PATH',
  'TG_ACTIONS_SESSION_PATH',
  'TG_EXPECTED_USERNAME',
  'TG_WRITE_CONTEXT',
  'TG_ACTION_PROCESS',
  'TG_SESSION_RUNTIME_MODE',
]);
const PLACES = ['TG_DATA_DIR', 'TG_SESSIONS_DIR'];

/**
 * Whether an entry starts our server with the settings, folders and sessions of this installation, and nothing else. One
 * that only looks so, as in a folder that somebody handed on, would lead a person to start what it names.
 */
export function startsThisInstallation(
  entry: unknown,
  profile: Profile,
  installation: ThisInstallation,
): boolean {
  return strangeIn(entry, profile, installation).length === 0;
}

/** What in an entry is not of this installation: names of its parts and of its variables, no values. */
export function strangeIn(
  entry: unknown,
  profile: Profile,
  { settings, project, file }: ThisInstallation,
): readonly string[] {
  const program = serverProgram(`tgmcp-${profile}`, project);
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success || program === undefined) return ['command and args'];
  const { command, args, env } = parsed.data;
  const strange: string[] = [];
  if (!isThe(process.execPath, command)) strange.push('command');
  if (!isThe(program, args[0])) strange.push('args');
  // Nothing that a stranger names is opened: it may be a pipe that never ends.
  if (strange.length > 0) return strange;
  const theirProject = findProject(env);
  if (!isThe(file, settingsFile(env, theirProject).file)) return ['TG_ENV_FILE'];
  const loaded = loadSettings(profile, env, theirProject);
  if (!loaded.ok) return ['env'];

  const session = sessionPath(loaded.settings, profile);
  const folders = [dirname(sessionPath(settings, profile)), settings.SESSION_DIR];
  if (!folders.some((folder) => isWithin(session, folder))) strange.push('TG_SESSION_PATH');
  const ours = new Map<string, unknown>(Object.entries(settings));
  const theirs = new Map<string, unknown>(Object.entries(loaded.settings));
  const isSame = (name: string): boolean =>
    ours.has(name) && isDeepStrictEqual(ours.get(name), theirs.get(name));
  const isFit = ([name, value]: [string, string]): boolean =>
    value.trim() === '' ||
    FREE.has(name) ||
    ELSEWHERE.has(name) ||
    SAFE_SIDE[name] === value ||
    isSame(name) ||
    isCompileCache(name, value);
  const names = Object.entries(env)
    .filter((pair) => !isFit(pair))
    .map(([name]) => name);
  return [...new Set([...strange, ...PLACES.filter((name) => !isSame(name)), ...names])];
}

/** docs/INSTALL.md advises it. A relative one would be looked for in whatever folder the client works in. */
function isCompileCache(name: string, value: string): boolean {
  return name === 'NODE_COMPILE_CACHE' && isAbsolute(value);
}

function isThe(file: string, named: string): boolean {
  return isAbsolute(named) && isSameFile(named, file);
}
