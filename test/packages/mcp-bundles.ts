import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getMcpConfigForManifest, unpackExtension, v0_3, validateManifest } from '@anthropic-ai/mcpb';
import { expect } from 'vitest';
import type { House } from '../support/house.js';
import { startAgent, type Agent } from '../support/mcp-client.js';

/** Unpacks a bundle and starts its server as a desktop client does. */
export async function startBundle(bundle: string, out: string, house: House): Promise<Agent> {
  expect(await unpackExtension({ mcpbPath: bundle, outputDir: out, silent: true })).toBe(true);
  expect(validateManifest(join(out, 'manifest.json'))).toBe(true);
  const manifest = v0_3.McpbManifestSchema.parse(
    JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')),
  );
  const config = await getMcpConfigForManifest({
    manifest,
    extensionPath: out,
    systemDirs: {},
    userConfig: {},
    pathSeparator: '/',
  });
  expect(config).toMatchObject({ command: 'node' });
  const [file = '', ...args] = config?.args ?? [];
  const agent = await startAgent({ file, args, env: { ...house.env(), ...config?.env } });
  const { tools } = await agent.client.listTools();
  const listed = manifest.tools?.map(({ name }) => name) ?? [];
  expect(tools.map(({ name }) => name).filter((name) => !listed.includes(name))).toEqual([]);
  return agent;
}
