/** The playbook tells agents of tools, arguments and refusals that exist. */
import { describe, expect, it } from 'vitest';
import { describeTool, REFUSALS } from '@tgmcp/core';
import { catalogue as actionsCatalogue } from '../../packages/tgmcp-actions/dist/catalogue.js';
import { catalogue as readCatalogue } from '../../packages/tgmcp-read/dist/catalogue.js';
import { repositoryFile } from '../support/house.js';

const page = await repositoryFile('docs/AGENT_PLAYBOOK.md');
const listed = [...readCatalogue.map(describeTool), ...actionsCatalogue.map(describeTool)];
const names = new Set(listed.map(({ name }) => name));

describe('the playbook', () => {
  it('names tools that exist', () => {
    const named = [...page.matchAll(/`(tg_[a-z_]+)`/gu)].map(([, name]) => name ?? '');
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  it('names refusals that exist', () => {
    const codes = [...page.matchAll(/`([A-Z]{3,}(?:_[A-Z]+)*)`/gu)].map(([, code]) => code ?? '');
    expect(codes.length).toBeGreaterThan(8);
    expect(codes.filter((code) => !Object.hasOwn(REFUSALS, code))).toEqual([]);
  });

  it('gives arguments to a tool that it has', () => {
    const table = page.slice(page.indexOf('## Which call'), page.indexOf('## Habits'));
    const said = [...table.matchAll(/`(tg_[a-z_]+)` with ((?:[^`|;]*`(?!tg_)[a-z_]+`)+)/gu)];
    expect(said.length).toBeGreaterThan(8);
    for (const [, tool, words = ''] of said) {
      const schema = listed.find(({ name }) => name === tool)?.inputSchema as { properties?: object };
      const given = [...words.matchAll(/`([a-z_]+)`/gu)].map(([, name]) => name ?? '');
      const known = Object.keys(schema.properties ?? {});
      // A value of an argument may be said, too.
      const unknown = given.filter((name) => !known.includes(name) && !['document'].includes(name));
      expect(unknown, tool).toEqual([]);
    }
  });
});
