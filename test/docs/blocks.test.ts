/** Every fenced block of every page says what it is, and can be read as that. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '@tgmcp/core';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../support/house.js';
import { wrongCommand } from './definitions.js';
import { PAGES } from './pages.js';
import { commandsIn, linesOf } from './shell.js';

/** `text` is a drawing or an output: nothing that is typed. Those in `js` are run by test/library/examples.test.ts. */
const LANGUAGES = ['env', 'js', 'json', 'sh', 'text', 'toml'];

const blocks = PAGES.flatMap((page) => page.blocks);
const of = (...languages: string[]) =>
  blocks
    .filter(({ language }) => languages.includes(language))
    .map((block) => [`${block.page}:${block.line}`, block] as const);

type Servers = Readonly<Record<string, unknown>>;
const serversOf = (config: object): Servers | undefined =>
  ['mcpServers', 'mcp_servers', 'servers']
    .map((key) => (config as Readonly<Record<string, Servers | undefined>>)[key])
    .find((servers) => servers !== undefined);

describe('a block', () => {
  it('says in which language it is', () => {
    expect(blocks.length).toBeGreaterThan(25);
    const others = blocks.filter(({ language }) => !LANGUAGES.includes(language));
    expect(others.map(({ page, line, language }) => `${page}:${line} ${language}`)).toEqual([]);
  });

  it.each(of('sh'))('of commands is taken by the commands: %s', async (_, block) => {
    const commands = linesOf(block).flatMap(commandsIn);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(await wrongCommand(command), command.join(' ')).toBeUndefined();
  });

  it.each(of('env'))('of settings can be used: %s', async (_, block) => {
    const folder = await mkdtemp(join(tmpdir(), 'tgmcp-env-'));
    try {
      const file = join(folder, 'env');
      await writeFile(file, block.text, { mode: 0o600 });
      const loaded = loadSettings('actions', { TG_ENV_FILE: file });
      expect(loaded.ok ? [] : loaded.problems).toEqual([]);
      const names = block.text.split('\n').map((line) => line.split('=')[0] ?? '');
      const table = await repositoryFile('docs/SETTINGS.md');
      expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('of a configuration is a part of what tgmcp config renders', async () => {
    const examples = {
      ...serversOf(JSON.parse(await repositoryFile('docs/examples/full.mcp.json')) as object),
    };
    for (const [place, { language, text }] of of('json', 'toml')) {
      const value = (language === 'json' ? JSON.parse(text) : parseToml(text)) as object;
      for (const [name, entry] of Object.entries(serversOf(value) ?? {}))
        expect(examples[name], place).toMatchObject(entry as object);
    }
  });
});

describe('a command within a sentence', () => {
  /** It names the command, not a call of it: what has to be said besides is left out. */
  const BARE = /^commander\.(?:missingArgument|missingMandatoryOptionValue|help\b)/u;
  const spans = PAGES.flatMap(({ path, prose }) =>
    [...prose.matchAll(/`((?:tgmcp|make|node scripts\/dist) ?[^`\n]*)`/gu)]
      .map(([, span = '']) => span)
      .filter((span) => !/…|\bNAME\.js/u.test(span))
      .map((span) => [path, span] as const),
  );

  it('is taken by the command', async () => {
    expect(spans.length).toBeGreaterThan(60);
    const wrong: string[] = [];
    for (const [path, span] of spans) {
      for (const command of commandsIn(span)) {
        const problem = command.length === 1 ? undefined : await wrongCommand(command);
        if (problem !== undefined && !BARE.test(problem)) wrong.push(`${path}: ${span}: ${problem}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
