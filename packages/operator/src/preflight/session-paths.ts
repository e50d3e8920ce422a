import { findProject, loadSettings, sessionPath } from '@tgmcp/core';
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { Profile } from '../commands/session/places.js';
import type { Context } from '../context.js';
import { isSameFile, loginCommand } from '../doctor/sessions.js';
import { readClientConfig, serverNamed, type ConfiguredServer } from './client-config.js';

/** Two session files, as a client's configuration names them or as they are given. */
export interface SessionPathsAsked {
  readonly config?: string | undefined;
  readonly readPath?: string | undefined;
  readonly actionsPath?: string | undefined;
  readonly readName: string;
  readonly actionsName: string;
}

type Located = { readonly path: string } | { readonly problem: string };

/** Whether both servers have a session file of their own: 0 separate, 1 a path is missing, 2 one file for both. */
export function checkSessionPaths(asked: SessionPathsAsked, { console, env }: Context): 0 | 1 | 2 {
  const [read, actions] = located(asked, env);
  const problems = [read, actions].flatMap((one) => ('problem' in one ? [one.problem] : []));
  if ('problem' in read || 'problem' in actions) {
    for (const problem of new Set(problems)) console.note(`Cause: ${problem}.`);
    console.note(
      'Fix: name the configuration with both servers (--config FILE), or both files (--read-session-path FILE --actions-session-path FILE).',
    );
    return 1;
  }
  if (isSameFile(read.path, actions.path)) {
    console.note(
      `Cause: ${asked.readName} and ${asked.actionsName} use the same session file, ${read.path}.`,
    );
    console.note(
      `Fix: give TG_READ_SESSION_PATH and TG_ACTIONS_SESSION_PATH two different files, then: ${loginCommand('actions')}`,
    );
    return 2;
  }
  console.print(`Separate: ${asked.readName} uses ${read.path}, ${asked.actionsName} uses ${actions.path}.`);
  for (const { path } of [read, actions])
    if (!existsSync(path)) console.note(`There is no session in ${path} yet.`);
  return 0;
}

function located(asked: SessionPathsAsked, env: NodeJS.ProcessEnv): [Located, Located] {
  if (asked.config === undefined) {
    const given = (path: string | undefined, option: string): Located =>
      path === undefined || path === ''
        ? { problem: `${option} is missing` }
        : { path: isAbsolute(path) ? path : resolve(findProject(env).project, path) };
    return [given(asked.readPath, '--read-session-path'), given(asked.actionsPath, '--actions-session-path')];
  }
  const config = readClientConfig(asked.config);
  if ('problem' in config) return [config, config];
  const find = (name: string, profile: Profile): Located => {
    const server = serverNamed(config.servers, name);
    return server === undefined
      ? { problem: `${asked.config ?? ''} names no server ${name}` }
      : pathOf(name, server, profile);
  };
  return [find(asked.readName, 'read'), find(asked.actionsName, 'actions')];
}

/** The file that a server would use when a client starts it so. */
function pathOf(name: string, server: ConfiguredServer, profile: Profile): Located {
  const program = server.args.find((word) => isAbsolute(word));
  const loaded = loadSettings(
    profile,
    // What stops such a server is what is looked for here.
    { ...server.env, TG_SESSION_PATH_CONFLICT_MODE: 'off' },
    findProject(server.env, program),
  );
  return loaded.ok
    ? { path: sessionPath(loaded.settings, profile) }
    : { problem: `the settings of ${name} cannot be used: ${loaded.problems.join('; ')}` };
}
