import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeTool, SETTING_GROUPS, type SettingRow, type Tool } from '@tgmcp/core';
import { catalogue as actionsCatalogue } from 'tgmcp-actions/catalogue';
import { catalogue as readCatalogue } from 'tgmcp-read/catalogue';
import { z } from 'zod';
import { root } from '../programs/bundle.js';
import { version } from './versions.js';

/** A server as registries and bundles show it. */
interface Listed {
  readonly name: 'tgmcp-actions' | 'tgmcp-read';
  readonly title: string;
  /** The registry takes a hundred characters. */
  readonly summary: string;
  readonly about: string;
  readonly tools: readonly Tool<never>[];
  /** The settings that a person may want to give when a client asks. All others stand in the settings file. */
  readonly settings: readonly string[];
}

const FIRST_STEPS =
  'Before it can be used, install the command (npm install -g tgmcp) and log in with it once; settings and session lie in your application folder, where this server looks for them.';

const LISTED: readonly Listed[] = [
  {
    name: 'tgmcp-read',
    title: 'Telegram, reading (tgmcp)',
    summary: 'Reads your own Telegram account: chats, messages, search, people. Cannot write.',
    about: `Reads chats, messages, threads, polls, members and contacts of your own Telegram account, and searches in one chat or in all. It marks nothing as read and cannot write; that is enforced on the bytes that leave the process. ${FIRST_STEPS}`,
    tools: readCatalogue,
    settings: ['TG_API_ID', 'TG_API_HASH', 'TG_DATA_DIR', 'TG_READ_TOOLSETS', 'TG_READ_ALLOWED_CHATS'],
  },
  {
    name: 'tgmcp-actions',
    title: 'Telegram, writing (tgmcp)',
    summary: 'Writes from your own Telegram account, each act approved by you outside the tools.',
    about: `Sends, edits and deletes messages and files, and manages members, groups and contacts, through an allowlist, a full preview, your approval in a terminal and quotas. As it comes it writes nothing: what may be written, and where, is set by you. ${FIRST_STEPS}`,
    tools: actionsCatalogue,
    settings: ['TG_API_ID', 'TG_API_HASH', 'TG_DATA_DIR'],
  },
];

/** `server.json` for the MCP registry and `manifest.json` for a bundle of Claude Desktop, for each server. */
export function registryEntries(): Record<string, string> {
  return Object.fromEntries(
    LISTED.flatMap((server) => [
      [`packages/${server.name}/server.json`, json(registryEntry(server))],
      [`packages/${server.name}/manifest.json`, json(bundleManifest(server))],
    ]),
  );
}

const manifestSchema = z.object({
  mcpName: z.string(),
  license: z.string(),
  keywords: z.array(z.string()),
  engines: z.object({ node: z.string() }),
});

const manifestOf = ({ name }: Listed) =>
  manifestSchema.parse(JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')));

/** Schema of 2025-12-11. npm shows by `mcpName` that package and entry are of the same people. */
function registryEntry(server: Listed): object {
  const rows = new Map(
    Object.values<Record<string, SettingRow<unknown>>>(SETTING_GROUPS).flatMap((group) =>
      Object.entries(group),
    ),
  );
  const variables = server.settings.map((name) => {
    const row = rows.get(name);
    if (row === undefined) throw new Error(`There is no setting ${name}.`);
    return { name, description: row.about, isRequired: false, ...(row.secret ? { isSecret: true } : {}) };
  });
  return {
    $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
    name: manifestOf(server).mcpName,
    title: server.title,
    description: server.summary,
    version,
    packages: [
      {
        registryType: 'npm',
        identifier: server.name,
        version,
        runtimeHint: 'npx',
        transport: { type: 'stdio' },
        environmentVariables: variables,
      },
    ],
  };
}

/**
 * MCPB manifest 0.3, which wants the privacy policy of each service that handles what people wrote. It asks for no
 * configuration: a value from the client would win over the settings file.
 */
function bundleManifest(server: Listed): object {
  const { name, title, summary, about, tools } = server;
  const { license, keywords, engines } = manifestOf(server);
  const program = `bundle/${name}.js`;
  return {
    manifest_version: '0.3',
    name,
    display_name: title,
    version,
    description: summary,
    long_description: about,
    author: { name: 'The tgmcp maintainers' },
    server: {
      type: 'node',
      entry_point: program,
      mcp_config: { command: 'node', args: [`\${__dirname}/${program}`], env: {} },
    },
    tools: tools.map((tool) => ({ name: tool.name, description: describeTool(tool).description })),
    // The settings may leave some out.
    tools_generated: true,
    prompts_generated: name === 'tgmcp-read',
    keywords,
    license,
    privacy_policies: ['https://telegram.org/privacy'],
    compatibility: { platforms: ['darwin', 'linux', 'win32'], runtimes: { node: engines.node } },
  };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
