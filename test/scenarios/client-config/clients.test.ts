/** The file of each client, where it is on Linux, read back by the client's own rules. */
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROGRAMS } from '../../support/house.js';
import { makeHome, serversIn, type Home } from './bench.js';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(async () => {
  await home.remove();
});

const json = (text: string): unknown => JSON.parse(text);
function jsonc(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  expect(errors).toEqual([]);
  return value;
}

/** What each client reads, where it reads it on Linux, how it reads it, and a file of a person's own there. */
const CLIENTS = [
  ['claude-code', '.mcp.json', 'mcpServers', json, '{"mcpServers": {"other": {"command": "x"}}}'],
  ['codex', '.codex/config.toml', 'mcp_servers', parseToml, '# my own\n[mcp_servers.other]\ncommand = "x"\n'],
  [
    'cursor',
    '.cursor/mcp.json',
    'mcpServers',
    jsonc,
    '{"mcpServers": {"other": {"command": "x"}}} // my own',
  ],
  [
    'vscode',
    '.config/Code/User/mcp.json',
    'servers',
    jsonc,
    '{// my own\n"servers": {"other": {"command": "x"},}}',
  ],
  [
    'gemini',
    '.gemini/settings.json',
    'mcpServers',
    jsonc,
    '{"theme": "x", /* my own */ "mcpServers": {"other": {"command": "x"}}}',
  ],
  [
    'claude-desktop',
    '.config/Claude/claude_desktop_config.json',
    'mcpServers',
    json,
    '{"mcpServers": {"other": {"command": "x"}}}',
  ],
] as const;

describe.skipIf(process.platform !== 'linux')('the file of a client', () => {
  it.each(CLIENTS)('%s: a new file, the second time unchanged', async (client, place, key, parse) => {
    const first = await home.config(client, '--write', '--yes');
    expect(first).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`+++ ${join(home.folder, place)}`),
    });
    const text = await readFile(join(home.folder, place), 'utf8');
    const servers = serversIn(parse(text), key);
    expect(Object.keys(servers)).toEqual(['tgmcp-read']);
    expect(servers['tgmcp-read']?.args).toEqual([PROGRAMS.read]);
    expect(servers['tgmcp-read']?.env).toMatchObject({
      TG_ENV_FILE: join(home.folder, '.env'),
      TG_DATA_DIR: join(home.folder, 'data'),
      TG_SESSION_PATH: join(home.folder, 'data/sessions/read.session'),
      TG_ACTIONS_SESSION_PATH: join(home.folder, 'data/sessions/actions.session'),
      TG_WRITE_CONTEXT: 'read_mcp',
    });
    const again = await home.config(client, '--write', '--yes');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('says this already') });
    expect(await readFile(join(home.folder, place), 'utf8')).toBe(text);
  });

  it.each(CLIENTS)(
    '%s: both servers beside those of others, then reading alone',
    async (client, place, key, parse, mine) => {
      const file = join(home.folder, place);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, mine);
      await chmod(file, 0o640);
      expect(await home.config(client, '--profile', 'full', '--write', '--yes')).toMatchObject({ code: 0 });
      const text = await readFile(file, 'utf8');
      const servers = serversIn(parse(text), key);
      expect(Object.keys(servers).toSorted()).toEqual(['other', 'tgmcp-actions', 'tgmcp-read']);
      expect(servers['tgmcp-actions']?.env).toMatchObject({
        TG_ACTIONS_APPROVAL_CHANNEL: 'operator',
        TG_ACTIONS_REQUIRE_APPROVAL_CODE: '1',
        TG_ACTIONS_UNSAFE_OVERRIDE: '0',
        TG_WRITE_CONTEXT: 'actions_mcp',
      });
      expect(text.includes('my own')).toBe(mine.includes('my own'));
      expect((await stat(file)).mode & 0o777).toBe(0o640);
      const less = await home.config(client, '--write', '--yes');
      expect(less).toMatchObject({ code: 0, stderr: expect.stringContaining('tgmcp-actions goes') });
      const left = serversIn(parse(await readFile(file, 'utf8')), key);
      expect(Object.keys(left).toSorted()).toEqual(['other', 'tgmcp-read']);
    },
  );

  it.each(CLIENTS)('%s: a file that cannot be read is left alone', async (client, place) => {
    const file = join(home.folder, place);
    await mkdir(dirname(file), { recursive: true });
    const broken = '{"secret-canary": [';
    await writeFile(file, broken);
    const ran = await home.config(client, '--write', '--yes');
    expect(ran).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining(`${file} was left alone: it is`),
    });
    expect(ran.stderr).not.toContain('canary');
    expect(await readFile(file, 'utf8')).toBe(broken);
  });
});
