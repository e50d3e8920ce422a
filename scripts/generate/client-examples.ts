import { join } from 'node:path';
import { loadSettings } from '@tgmcp/core';
import { CLIENTS, renderFor, renderServers, type ServersAsked } from 'tgmcp';

/** Stands for the folder of the checkout, which is another one everywhere. */
const PLACE = '/absolute/path/to/tgmcp';

const EXAMPLES = { 'mcp.json': CLIENTS['claude-code'], 'codex.toml': CLIENTS.codex } as const;

/** The files of `docs/examples`: what `tgmcp config` writes with careful defaults, for both profiles. */
export function clientExamples(): Record<string, string> {
  const examples: Record<string, string> = {};
  for (const profile of ['read', 'full'] as const)
    for (const [name, client] of Object.entries(EXAMPLES))
      examples[`docs/examples/${profile}.${name}`] = `${renderFor(client, serversOf(profile))}\n`;
  return examples;
}

function serversOf(profile: ServersAsked['profile']) {
  const project = { checkout: true, project: PLACE, data: join(PLACE, 'data') };
  const loaded = loadSettings('operator', { TG_ENV_FILE: '/dev/null' }, project);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const program = (name: string): string => join(PLACE, 'packages', name, 'bundle', `${name}.js`);
  return renderServers(
    {
      profile,
      approval: 'operator',
      names: { read: 'tgmcp-read', actions: 'tgmcp-actions' },
      sessions: {},
      expectedUsername: '',
    },
    {
      settings: loaded.settings,
      project,
      file: join(PLACE, '.env'),
      programs: {
        node: 'node',
        servers: { read: program('tgmcp-read'), actions: program('tgmcp-actions') },
        missing: [],
      },
      env: {},
    },
  );
}
