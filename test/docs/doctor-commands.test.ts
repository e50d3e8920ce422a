import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROGRAMS, root } from '../support/house.js';

const FOLDER = join(root, 'packages/operator/src/doctor');
const COMMAND = /(?<!=)tgmcp ([a-z]+)(?: ([a-z-]+))?/gu;

const helpOf = (...words: string[]): string =>
  execFileSync(process.execPath, [PROGRAMS.operator, ...words, '--help'], { encoding: 'utf8' });
const commandsIn = (help: string): string[] =>
  [...help.matchAll(/^ {2}([a-z]+(?:-[a-z]+)?)(?= |$)/gmu)].map(([, command]) => command ?? '');

describe('what the doctor says to do next', () => {
  it('are commands that exist, with options that exist', async () => {
    const files = (await readdir(FOLDER, { recursive: true })).filter((name) => /(?<!test)\.ts$/u.test(name));
    const texts = await Promise.all(files.map((name) => readFile(join(FOLDER, name), 'utf8')));
    const advised = texts.flatMap((text) => [...text.matchAll(COMMAND)]);
    expect(advised.length).toBeGreaterThan(15);
    const known = commandsIn(helpOf());
    for (const [whole, command = '', next = ''] of advised) {
      expect(known, whole).toContain(command);
      if (command === 'session' || command === 'state')
        expect(commandsIn(helpOf(command)), whole).toContain(next);
      else if (next.startsWith('--')) expect(helpOf(command), whole).toContain(next);
    }
    for (const option of ['--overwrite', '--profile']) expect(helpOf('login')).toContain(option);
    for (const option of ['--previous', '--forget', '--take-over'])
      expect(helpOf('state', 'repair')).toContain(option);
  });
});
