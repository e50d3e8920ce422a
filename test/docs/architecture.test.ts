import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REFUSALS } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../support/house.js';
import { commandsBelow } from './definitions.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = await repositoryFile('docs/ARCHITECTURE.md');
const drawing = /```text\n( +refused +gate\n[^]*?)```/u.exec(page)?.[1] ?? '';

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

describe('whatever is said to an agent that was refused', () => {
  it('advises commands that exist', () => {
    const named = Object.values(REFUSALS).flatMap(({ next }) => [...next.matchAll(/tgmcp ([a-z][a-z-]*)/gu)]);
    expect(named.length).toBeGreaterThan(5);
    const known = commandsBelow();
    expect(named.map(([, command = '']) => command).filter((command) => !known.includes(command))).toEqual(
      [],
    );
  });
});
