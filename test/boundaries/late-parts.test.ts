/** What the shipped programs load later: every part has the names that are asked of it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROGRAMS, root } from '../support/house.js';

const ASKED =
  /\{([\w$:,]+)\}=await (?:Promise\.resolve\(\)\.then\(\(\)=>[\w$]+\(require|import)\("(\.\/part-\w+\.js)"\)/gu;

/** Loads parts as their program does, and prints the names of each. */
const NAMES_OF_PARTS = `
  const { createRequire } = await import('node:module');
  const [folder, ...parts] = process.argv.slice(1);
  const require = createRequire(folder + '/');
  const common = require('./package.json').type === 'commonjs';
  const load = (part) => common ? require(part) : import(require.resolve(part));
  const names = {};
  for (const part of parts) names[part] = Object.keys(await load(part));
  console.log(JSON.stringify(names));
`;

const PRELOAD = join(root, 'test/support/first-answer-preload.cjs');

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

/** What a program asks its parts for, each with the name of the part. */
function asked(folder: string): [part: string, names: string[]][] {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts
    .flatMap((text) => [...text.matchAll(ASKED)])
    .map(([, names = '', part = '']) => [part, names.split(',').map((name) => name.split(':')[0] ?? '')]);
}

describe.each(Object.entries(PROGRAMS))('the program %s', (_, program) => {
  it('asks no part for a name that it does not have', () => {
    const folder = dirname(program);
    const wanted = asked(folder);
    expect(wanted.length).toBeGreaterThan(1);
    const script = ['--input-type=module', '-e', NAMES_OF_PARTS, folder, ...wanted.map(([part]) => part)];
    const has = JSON.parse(execFileSync(process.execPath, script, { encoding: 'utf8' })) as Record<
      string,
      string[]
    >;
    for (const [part, names] of wanted) expect(has[part], part).toEqual(expect.arrayContaining(names));
  });
});

describe.each(['read', 'actions'] as const)('the server %s', (server) => {
  it('answers initialize without what costs a start the most', () => {
    const { stderr } = spawnSync(process.execPath, ['--require', PRELOAD, PROGRAMS[server]], {
      encoding: 'utf8',
      input: `${JSON.stringify(INITIALIZE)}\n`,
      env: { PATH: process.env['PATH'], TG_ENV_FILE: '/dev/null', TG_DATA_DIR: '/nonexistent' },
    });
    const loaded = /^loaded: (.*)$/mu.exec(stderr)?.[1] ?? '';
    expect(loaded).toContain('NativeModule fs');
    for (const name of ['crypto', 'child_process'])
      expect(loaded.split(','), name).not.toContain(`NativeModule ${name}`);
  });
});
