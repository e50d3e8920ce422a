/** The command line of the MCP Inspector: both servers, from the file that `tgmcp config` writes. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROGRAMS, type House } from '../support/house.js';
import { GROUP } from '../support/small-world.js';
import { run, type Lab } from './lab.js';

/** Runs all checks. */
export async function checkInspector(lab: Lab, house: House): Promise<void> {
  const env = { ...house.env(), HOME: house.dir, PATH: process.env['PATH'] ?? '' };
  const file = join(house.dir, 'inspected.json');
  const config = ['config', 'claude-code', '--profile', 'full', '--file', file, '--write', '--yes'];
  await run(process.execPath, [PROGRAMS.operator, ...config], env);
  const { mcpServers } = JSON.parse(await readFile(file, 'utf8')) as {
    mcpServers: Record<string, { env: Record<string, string> }>;
  };
  for (const server of Object.values(mcpServers)) server.env = { ...house.env(), ...server.env };
  await writeFile(file, JSON.stringify({ mcpServers }));
  const inspect = (server: string, ...words: string[]): Promise<string> =>
    run(
      join(lab.bin, 'mcp-inspector'),
      ['--cli', '--config', file, '--server', server, ...words, '--format', 'json'],
      env,
    );
  assert.match(await inspect('tgmcp-read', '--method', 'tools/list'), /tg_get_messages/u);
  assert.match(await inspect('tgmcp-actions', '--method', 'tools/list'), /tg_send_message/u);
  const args = ['--tool-args-json', JSON.stringify({ group: GROUP.id })];
  const info = await inspect(
    'tgmcp-read',
    '--method',
    'tools/call',
    '--tool-name',
    'tg_get_group_info',
    ...args,
  );
  assert.match(info, new RegExp(GROUP.id));
}
