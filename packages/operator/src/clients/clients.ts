import { homedir } from 'node:os';
import { pathRules } from '@tgmcp/core';
import type { RenderedServer } from './servers.js';

/** The clients whose configuration can be written. */
export const CLIENT_IDS = ['claude-code', 'codex', 'cursor', 'vscode', 'gemini', 'claude-desktop'] as const;

/** One of them. */
export type ClientId = (typeof CLIENT_IDS)[number];

/** A client, and a file in which it looks. */
export interface ClientFile {
  readonly id: ClientId;
  readonly file: string;
}

/** An entry of one server, as it stands under its name. */
export type Entry = Readonly<Record<string, unknown>> & { readonly env: Readonly<Record<string, string>> };

/** What differs between clients. */
export interface ClientKind {
  readonly title: string;
  /** `jsonc`: JSON in which the client takes comments and trailing commas. */
  readonly syntax: 'json' | 'jsonc' | 'toml';
  /** The key below which servers stand. */
  readonly root: 'mcpServers' | 'servers' | 'mcp_servers';
  /** Where the client looks when it is started by the same person, in the working directory of this command. */
  place(where: Whereabouts): string;
  entry(server: RenderedServer): Entry;
  /** What makes the client take up a change. */
  readonly next: string;
}

/** Where this command runs. */
export interface Whereabouts {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly folder: string;
}

/** Where this process runs. */
export function whereabouts(env: NodeJS.ProcessEnv): Whereabouts {
  const { platform } = process;
  // A HOME of Windows is some shell's own; the clients do not look there.
  const home = (platform === 'win32' ? '' : env['HOME']) || homedir();
  return { env, platform, home, folder: process.cwd() };
}

const plain = ({ command, args, env }: RenderedServer): Entry => ({ command, args: [...args], env });
const stdio = (server: RenderedServer): Entry => ({ type: 'stdio', ...plain(server) });

/** The folder in which desktop programs keep their settings. */
function applications({ env, platform, home }: Whereabouts): string {
  const { join } = pathRules(platform);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] || join(home, 'AppData', 'Roaming');
  return env['XDG_CONFIG_HOME'] || join(home, '.config');
}

/** The table of clients. Files and keys are those that each client documents (2026). */
export const CLIENTS: Readonly<Record<ClientId, ClientKind>> = {
  'claude-code': {
    title: 'Claude Code',
    syntax: 'json',
    root: 'mcpServers',
    place: ({ folder, platform }) => pathRules(platform).resolve(folder, '.mcp.json'),
    entry: stdio,
    next: 'Start Claude Code in that folder; it asks once whether it may use the servers. /mcp shows them.',
  },
  codex: {
    title: 'Codex',
    syntax: 'toml',
    root: 'mcp_servers',
    place: ({ env, home, platform }) => {
      const { join } = pathRules(platform);
      return join(env['CODEX_HOME'] || join(home, '.codex'), 'config.toml');
    },
    entry: (server) => ({
      ...plain(server),
      ...(server.passes.length === 0 ? {} : { env_vars: [...server.passes] }),
    }),
    next: 'Start Codex anew; "codex mcp list" shows the servers.',
  },
  cursor: {
    title: 'Cursor',
    syntax: 'jsonc',
    root: 'mcpServers',
    place: ({ home, platform }) => pathRules(platform).join(home, '.cursor', 'mcp.json'),
    entry: stdio,
    next: 'Cursor shows the servers under Settings, MCP; switch them on there.',
  },
  vscode: {
    title: 'VS Code',
    syntax: 'jsonc',
    root: 'servers',
    place: (where) => pathRules(where.platform).join(applications(where), 'Code', 'User', 'mcp.json'),
    entry: stdio,
    next: 'In VS Code run "MCP: List Servers" and start them there.',
  },
  gemini: {
    title: 'Gemini CLI',
    syntax: 'jsonc',
    root: 'mcpServers',
    place: ({ home, platform }) => pathRules(platform).join(home, '.gemini', 'settings.json'),
    entry: plain,
    next: 'Start Gemini CLI anew; /mcp shows the servers.',
  },
  'claude-desktop': {
    title: 'Claude Desktop',
    syntax: 'json',
    root: 'mcpServers',
    place: (where) =>
      pathRules(where.platform).join(applications(where), 'Claude', 'claude_desktop_config.json'),
    entry: plain,
    next: 'Quit Claude Desktop and start it again.',
  },
};
