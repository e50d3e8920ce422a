/** The pages for clients: each command on them is run, in a home of its own. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROGRAMS, repositoryFile, root } from '../support/house.js';

const FOLDER = join(root, 'docs/clients');
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tgmcp-pages-'));
  await writeFile(join(home, '.env'), '', { mode: 0o600 });
  await mkdir(join(home, 'project'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const pages = (await readdir(FOLDER)).filter((name) => name.endsWith('.md'));
const texts = await Promise.all(pages.map((name) => readFile(join(FOLDER, name), 'utf8')));
const commands = texts.flatMap((text, at) =>
  [...text.matchAll(/^tgmcp (.+?)(?: *#.*)?$/gmu)].map(
    ([, words]) => [pages[at] ?? '', words ?? ''] as const,
  ),
);

/** Runs a command of a page; what it would ask, it is told. */
function run(words: string): Promise<string> {
  const args = [...words.split(' '), ...(words.includes('--write') ? ['--yes'] : [])];
  const env = { PATH: process.env['PATH'], HOME: home, TG_ENV_FILE: join(home, '.env') };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [PROGRAMS.operator, ...args],
      { env, cwd: join(home, 'project') },
      (error, stdout, stderr) => (error ? reject(new Error(stderr)) : resolve(stdout)),
    );
  });
}

describe('the pages for clients', () => {
  it('are one for each client, which README names', async () => {
    const readme = await repositoryFile('README.md');
    expect(pages).toHaveLength(6);
    for (const [, id = ''] of commands.map(([, words]) => words.split(' '))) expect(readme).toContain(id);
  });

  it.each(commands)('%s: tgmcp %s', async (_, words) => {
    expect(await run(words)).toContain(words.includes('full') ? 'tgmcp-actions' : 'tgmcp-read');
  });

  it('name files that the commands wrote', async () => {
    const named = texts.flatMap((text) =>
      [...text.matchAll(/`~\/([\w./-]+\.(?:json|toml))`/gu)].map(([, path]) => path ?? ''),
    );
    expect(named.length).toBeGreaterThan(3);
    for (const path of named) expect(await readFile(join(home, path), 'utf8')).toContain('tgmcp-actions');
  });

  it('come with whole files, in which sessions differ, safety is said and nothing is secret', async () => {
    for (const profile of ['read', 'full']) {
      const json = await repositoryFile(`docs/examples/${profile}.mcp.json`);
      const toml = await repositoryFile(`docs/examples/${profile}.codex.toml`);
      const { mcpServers } = JSON.parse(json) as {
        mcpServers: Record<string, { env: Record<string, string> }>;
      };
      const names = profile === 'read' ? ['tgmcp-read'] : ['tgmcp-read', 'tgmcp-actions'];
      expect(Object.keys(mcpServers)).toEqual(names);
      expect(Object.keys(parseToml(toml)['mcp_servers'] ?? {})).toEqual(names);
      const sessions = Object.values(mcpServers).map(({ env }) => env['TG_SESSION_PATH']);
      expect(new Set(sessions).size).toBe(names.length);
      for (const { env } of Object.values(mcpServers))
        expect(env['TG_BLOCK_DIRECT_TELETHON_WRITE']).toBe('1');
      expect(`${json}${toml}`).not.toMatch(/TG_API_|PHRASE|ALLOWED_GROUPS|TG_ACTIONS_ENABLED/u);
    }
  });

  it('say what the settings are called', async () => {
    const settings = await repositoryFile('docs/SETTINGS.md');
    for (const text of texts)
      for (const [, name = ''] of text.matchAll(/`(TG_[A-Z_]+)`/gu))
        expect(settings).toContain(`\`${name}\``);
  });
});
