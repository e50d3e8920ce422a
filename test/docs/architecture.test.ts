import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REFUSALS } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { PROGRAMS, repositoryFile } from '../support/house.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = await repositoryFile('docs/ARCHITECTURE.md');
const drawing = /```\n( +refused +gate\n[^]*?)```/u.exec(page)?.[1] ?? '';

/** The names in one of the arrays of gates.ts, in order. */
async function arrayOf(name: 'CHECKS' | 'SPENDS'): Promise<string[]> {
  const source = await repositoryFile('packages/tgmcp-actions/src/gates/gates.ts');
  const list = new RegExp(`${name}: readonly \\w+\\[\\] = \\[([^\\]]*)\\]`, 'u').exec(source)?.[1] ?? '';
  return list.match(/\w+/gu) ?? [];
}

/** The gates drawn in a part of the staircase, in order. */
const drawn = (part: string): string[] => [...part.matchAll(/┤ ([a-z]\w+)/gu)].map(([, gate]) => gate ?? '');

describe('the architecture page', () => {
  it('draws the gates that exist, in their order', async () => {
    const [checks = '', spends = ''] = drawing.split('SPENDS');
    expect(drawn(checks)).toEqual(await arrayOf('CHECKS'));
    expect(drawn(spends)).toEqual(await arrayOf('SPENDS'));
    expect((await arrayOf('CHECKS')).length).toBeGreaterThan(6);
  });

  it('names refusals that exist', () => {
    const codes = [...drawing.matchAll(/[A-Z]+_[A-Z_]+|EXPIRED|DUPLICATE/gu)].map(([code]) => code);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.filter((code) => !Object.hasOwn(REFUSALS, code))).toEqual([]);
  });

  it('maps folders and files that exist', () => {
    const paths = [...page.matchAll(/`((?:packages|docs|scripts|test)\/[\w./-]+)`/gu)].map(
      ([, path]) => path ?? '',
    );
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('the pages for readers', () => {
  const names = [
    'README.md',
    ...['SECURITY', 'LIMITS', 'CONTRIBUTING', 'OPERATIONS', 'CHANGELOG', 'AGENT_PLAYBOOK', 'BRIDGE'].map(
      (name) => `docs/${name}.md`,
    ),
  ];

  it.each(names)('%s names settings, refusals and files that exist', async (name) => {
    const text = await repositoryFile(name);
    const settings = await repositoryFile('docs/SETTINGS.md');
    const unknown = [...text.matchAll(/`(TG_[A-Z_]+)/gu)]
      .map(([, setting]) => setting ?? '')
      .filter((setting) => !settings.includes(setting));
    expect(unknown).toEqual([]);
    const paths = [...text.matchAll(/`((?:packages|docs|scripts|test)\/[\w./-]+\.(?:ts|md))`/gu)].map(
      ([, path]) => path ?? '',
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('whatever is said to a person or an agent', () => {
  const help = execFileSync(process.execPath, [PROGRAMS.operator, '--help'], { encoding: 'utf8' });
  const commands = [...help.matchAll(/^ {2}([a-z][a-z-]*)(?= |$)/gmu)].map(([, command]) => command ?? '');
  const advised = (text: string): string[] =>
    [...text.matchAll(/(?:`|\$ |run: |ARGS="|"|')tgmcp ([a-z][a-z-]*)/gmu)].map(
      ([, command]) => command ?? '',
    );

  it.each([
    'README.md',
    'docs/OPERATIONS.md',
    'docs/BRIDGE.md',
    'docs/SECURITY.md',
    'docs/LIMITS.md',
    'docs/EXPORTS.md',
    'docs/CHANGELOG.md',
    'docs/SETTINGS.md',
  ])('%s advises commands that exist', async (name) => {
    expect(advised(await repositoryFile(name)).filter((command) => !commands.includes(command))).toEqual([]);
  });

  it('every refusal advises commands that exist', () => {
    const named = Object.values(REFUSALS).flatMap(({ next }) => [...next.matchAll(/tgmcp ([a-z][a-z-]*)/gu)]);
    expect(named.length).toBeGreaterThan(5);
    expect(
      named.map(([, command]) => command).filter((command) => !commands.includes(command ?? '')),
    ).toEqual([]);
  });
});
