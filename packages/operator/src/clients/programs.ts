import { EXIT, Stop } from '../console/exit.js';
import type { Project } from '@tgmcp/core';
import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROFILES, type Profile } from '../commands/session/places.js';

/** Absolute paths of what a client starts. */
export interface Programs {
  readonly node: string;
  readonly servers: Readonly<Record<Profile, string>>;
  /** Servers that are not built yet. */
  readonly missing: readonly string[];
}

/** The programs of an installation: of its checkout, or those that are installed beside this one. */
export function findPrograms(project: Project, env: NodeJS.ProcessEnv): Programs {
  const servers = { read: installed('tgmcp-read', project), actions: installed('tgmcp-actions', project) };
  return {
    node: nodeCommand(env),
    servers,
    missing: PROFILES.map((profile) => servers[profile]).filter((file) => !existsSync(file)),
  };
}

function installed(name: string, project: Project): string {
  const program = serverProgram(name, project);
  if (program !== undefined) return program;
  throw new Stop(
    EXIT.refused,
    `${name} is not installed beside this command. Install it in the same way, with the same version: npm install -g ${name}`,
  );
}

/** The program of a server, built or not; undefined where it is not installed. */
export function serverProgram(name: string, project: Project): string | undefined {
  const inside = join(name, 'bundle', `${name}.js`);
  if (project.checkout) return join(project.project, 'packages', inside);
  let folder = dirname(fileURLToPath(import.meta.url));
  while (dirname(folder) !== folder) {
    const found = join(folder, inside);
    if (basename(folder) === 'node_modules' && existsSync(found)) return found;
    folder = dirname(folder);
  }
  return undefined;
}

// Version managers make links that go with the shell they are made for.
const OF_ONE_SHELL = /fnm_multishells|^\/run\//u;

/**
 * Node.js as a client should start it: the way by which the search path leads to the one that runs now, so that an
 * update behind a link does not break the configuration, or else the program itself.
 */
export function nodeCommand(env: NodeJS.ProcessEnv, running: string = process.execPath): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const ways = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !OF_ONE_SHELL.test(folder))
    .map((folder) => join(folder, name));
  return ways.find((way) => real(way) === real(running)) ?? running;
}

function real(file: string): string | undefined {
  try {
    return realpathSync.native(file);
  } catch {
    return undefined;
  }
}
