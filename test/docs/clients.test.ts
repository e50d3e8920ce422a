/** The pages for clients: each command on them is run, in a home of its own. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('say what the settings are called', async () => {
    const settings = await repositoryFile('docs/SETTINGS.md');
    for (const text of texts)
      for (const [, name = ''] of text.matchAll(/`(TG_[A-Z_]+)`/gu))
        expect(settings).toContain(`\`${name}\``);
  });
});
