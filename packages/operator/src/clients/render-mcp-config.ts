import { findProject, loadSettings } from '@tgmcp/core';
import { join, resolve } from 'node:path';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { CLIENTS } from './clients.js';
import { configure, renderFor } from './configure.js';
import { installationOf, warn } from './installation.js';
import { renderServers, type ServersAsked } from './servers.js';

/** The arguments of the older script. */
export interface RenderAsked extends Omit<ServersAsked, 'placeholders'> {
  readonly repo: string;
  /** The file to merge into; without one the configuration is printed. */
  readonly output?: string | undefined;
}

const FORMAT = CLIENTS['claude-code'];

/** Renders `{mcpServers}` for a checkout, under the older script's contract: what a person has to fill in is there, empty. */
export async function renderMcpConfig(asked: RenderAsked, context: Context): Promise<ExitCode> {
  const { console, env } = context;
  try {
    const repo = resolve(asked.repo);
    const project = findProject(env, join(repo, 'packages'));
    if (!project.checkout || project.project !== repo)
      throw new Stop(EXIT.usage, `${repo} is no checkout of this project; name it with --repo.`);
    const loaded = loadSettings('operator', env, project);
    if (!loaded.ok) throw new Stop(EXIT.usage, loaded.problems.join('\n'));
    const installation = installationOf(loaded, context);
    const all: ServersAsked = { ...asked, placeholders: true };
    warn(all, installation, context);
    const servers = renderServers(all, installation);
    if (asked.output === undefined) {
      console.print(renderFor(FORMAT, servers));
      return EXIT.ok;
    }
    const dropped = asked.profile === 'read' ? [asked.names.actions] : [];
    const show = (diff: string): void => console.note(diff);
    const file = resolve(asked.output);
    return await configure(FORMAT, servers, { file, how: 'write', dropped, show }, context);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.note(error.message);
    return error.exitCode;
  }
}
