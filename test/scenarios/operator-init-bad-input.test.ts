/** What `tgmcp init` and the commands of its steps refuse, before anything is sent and with nothing lost. */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/house.js';
import { APPLICATION, newcomer, told, type Newcomer } from '../support/newcomer.js';
import { PERSON } from '../support/small-world.js';

const PATIENCE_MS = 90_000;
const APP = ['--api-id', APPLICATION.id];

let person: Newcomer;
beforeAll(async () => {
  person = await newcomer();
});
afterEach(async () => {
  await rm(person.settings, { recursive: true, force: true });
  expect(person.emulator.calls.all).toEqual([]);
});
afterAll(() => person.close());

describe('bad input', { timeout: PATIENCE_MS }, () => {
  it.each([
    [['--api-id', 'twelve', '--stdin'], ['x'], 2, 'TG_API_ID is "twelve"'],
    [['--api-id', '0', '--stdin'], ['x'], 2, 'TG_API_ID is 0'],
    [[...APP, '--stdin'], ['no hash, but secret'], 2, 'TG_API_HASH has a value that is not allowed'],
    [[...APP, '--stdin'], [''], 2, 'TG_API_HASH is empty'],
    [[...APP, '--api-hash-file', '/nowhere/at/all'], [], 2, 'cannot be read (ENOENT)'],
    [['--profile', 'half'], [], 2, 'Allowed choices are read, full'],
    [['--read-only', '--profile', 'full'], [], 2, 'Choose one of'],
    [['--read-only', '--allow', 'me'], [], 2, 'are for writing'],
    [['--profile', 'full', '--allow', '-42:sned'], [], 2, 'is no action'],
    [['--client', 'notepad'], [], 2, 'Allowed choices are'],
    [['--api-hash', APPLICATION.hash], [], 2, 'unknown option'],
  ])('%j is refused before anything is sent, and no secret is repeated', async (args, lines, code, said) => {
    const ran = await person.run(['init', ...args], lines);
    expect(ran).toMatchObject({ code, stderr: expect.stringContaining(said) });
    expect(told(ran)).not.toContain('but secret');
  });

  it('a settings file that cannot be used is left alone', async () => {
    await person.run(['init', '--read-only']);
    for (const [text, code, said] of [
      ['TG_NOTE="one\nTG_API_ID=5\ntwo"\n', 3, 'was left alone'],
      ['MAX_DM_PER_DAY=many\n', 2, 'MAX_DM_PER_DAY is "many"'],
    ] as const) {
      await writeFile(person.settings, text);
      const ran = await person.run(['credentials', ...APP, '--stdin'], [APPLICATION.hash]);
      expect(ran).toMatchObject({ code, stderr: expect.stringContaining(said) });
      expect(await readFile(person.settings, 'utf8')).toBe(text);
    }
    await rm(person.settings);
    await mkdir(person.settings);
    const ran = await person.run(['init', '--read-only']);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('it is no file') });
  });

  it('a settings file that others could read is private before a secret is in it, killed or not', async () => {
    await mkdir(join(person.settings, '..'), { recursive: true });
    await writeFile(person.settings, '# As copied from a sample.\n', { mode: 0o644 });
    const preload = join(root, 'test/support/crash-preload.cjs');
    const crash = {
      op: 'rename',
      when: 'after',
      on: '\\.env$',
      armed: person.settings,
      hit: join(person.home, 'hit'),
    };
    await person.run(['credentials', ...APP, '--stdin'], [APPLICATION.hash], {
      NODE_OPTIONS: `${person.env()['NODE_OPTIONS']} --require=${preload}`,
      TGMCP_CRASH: JSON.stringify(crash),
    });
    expect(await readFile(crash.hit, 'utf8')).toContain('after rename');
    expect(await person.setting('TG_API_HASH')).toBe(APPLICATION.hash);
    expect((await stat(person.settings)).mode & 0o777).toBe(0o600);
  });

  it('says where a variable of this shell wins, and what else is in the way of a login', async () => {
    const env = { TG_ACTIONS_ENABLED: '1', TG_SESSION_PATH: join(person.home, 'tgmcp/sessions/one.session') };
    const none = await person.run(['writing', 'off']);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('to begin it: tgmcp init') });
    await person.run(['credentials', ...APP, '--stdin'], [APPLICATION.hash]);
    const off = await person.run(['writing', 'off'], [], env);
    expect(off.stderr).toContain('TG_ACTIONS_ENABLED is set in this shell, too, and that wins here');
    const ran = await person.run(['init', '--profile', 'full', '--stdin'], [PERSON.phone], env);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('one session file') });
  });
});
