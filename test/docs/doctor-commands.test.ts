import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/house.js';
import { commandsBelow, wrongArguments } from './definitions.js';

const FOLDER = join(root, 'packages/operator/src/doctor');
const COMMAND = /(?<!=)tgmcp ([a-z-]+)(?: ([a-z-]+))?/gu;

describe('what the doctor says to do next', () => {
  it('are commands that exist, with options that exist', async () => {
    const files = (await readdir(FOLDER, { recursive: true })).filter((name) => /(?<!test)\.ts$/u.test(name));
    const texts = await Promise.all(files.map((name) => readFile(join(FOLDER, name), 'utf8')));
    const advised = texts.flatMap((text) => [...text.matchAll(COMMAND)]);
    expect(advised.length).toBeGreaterThan(15);
    for (const [whole, command = '', next = ''] of advised) {
      expect(commandsBelow(), whole).toContain(command);
      if (command === 'session' || command === 'state') expect(commandsBelow(command), whole).toContain(next);
      else if (next.startsWith('--')) expect(await problemOf(command, next), whole).not.toMatch(UNKNOWN);
    }
    for (const option of ['--overwrite', '--profile'])
      expect(await problemOf('login', option)).not.toMatch(UNKNOWN);
    for (const option of ['--previous', '--forget', '--take-over'])
      expect(await problemOf('state', 'repair', option)).not.toMatch(UNKNOWN);
  });
});

/** An option that wants a value is known. */
const UNKNOWN = /unknownOption/u;
const problemOf = async (...args: string[]): Promise<string> => (await wrongArguments(args)) ?? '';
