/** The set-up in pieces: each step by its own command, a stop anywhere, and reading alone. */
import { appendFile, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APPLICATION, CHOSEN_PHRASE, newcomer, SECRETS, told, type Newcomer } from '../support/newcomer.js';
import { FRIEND, GROUP, PERSON } from '../support/small-world.js';

const PATIENCE_MS = 90_000;
const APP = ['--api-id', APPLICATION.id];

let person: Newcomer;
beforeEach(async () => {
  person = await newcomer();
});
afterEach(() => person.close());

const nextOf = (stderr: string): string => /^Next: (.*?)(?: {3}.*)?$/mu.exec(stderr)?.[1] ?? '';
const calls = (method: string): number =>
  person.emulator.calls.all.filter((call) => call.method === method).length;

describe('the steps alone', { timeout: PATIENCE_MS }, () => {
  it('each name the next one, and lead to a first read', async () => {
    const made = await person.run(['credentials', ...APP, '--stdin'], [APPLICATION.hash]);
    expect(nextOf(made.stderr)).toBe('tgmcp login');
    const read = await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    expect(nextOf(read.stderr)).toBe('tgmcp session expect');
    const expected = await person.follow(nextOf(read.stderr));
    expect(await person.setting('TG_EXPECTED_USER_ID')).toBe(String(PERSON.id));
    expect(nextOf(expected.stderr)).toBe('tgmcp config CLIENT --write');
    const told = await person.run(['config', 'cursor', '--write', '--yes']);
    expect(nextOf(told.stderr)).toBe('tgmcp doctor --online');
    const looked = await person.follow(nextOf(told.stderr));
    expect(looked.code).toBe(0);
    const [, first = ''] = /^ {2}(tgmcp bridge .*)$/mu.exec(looked.stderr) ?? [];
    expect(await person.follow(first)).toMatchObject({ code: 0, stdout: expect.stringContaining('Club') });
    expect(looked.stderr).toContain('tgmcp init --profile full');
  });

  it('each name the next one on the way to writing', async () => {
    await person.run(['credentials', ...APP, '--stdin'], [APPLICATION.hash]);
    await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    const login = await person.run(['login', '--profile', 'actions', '--stdin'], [PERSON.phone, PERSON.code]);
    expect(nextOf(login.stderr)).toBe('tgmcp session expect');
    expect(nextOf((await person.run(['session', 'expect'])).stderr)).toBe('tgmcp allow');
    const early = await person.run(['writing', 'on']);
    expect(early).toMatchObject({ code: 3, stderr: expect.stringContaining('next: tgmcp phrase --write') });
    const allowed = await person.run(['allow', `@${GROUP.username}`, 'me:send']);
    expect(allowed.stdout).toContain(`The Group, supergroup ${GROUP.id}: send, send_file, edit`);
    expect(await person.setting('TG_ACTIONS_ALLOWED_GROUPS')).toBe(
      `${GROUP.id}:send,send_file,edit,${PERSON.id}:send`,
    );
    expect(nextOf(allowed.stderr)).toBe('tgmcp phrase --write');
    const phrase = await person.run(['phrase', '--write', '--stdin'], [CHOSEN_PHRASE]);
    expect(nextOf(phrase.stderr)).toBe('tgmcp writing on');
    expect(await person.setting('TG_ACTIONS_CONFIRMATION_PHRASE')).toMatch(/^scrypt:/u);
    const on = await person.follow(nextOf(phrase.stderr));
    expect(nextOf(on.stderr)).toBe('tgmcp config CLIENT --profile full --write');
    expect(nextOf((await person.run(['doctor'])).stderr)).toBe('tgmcp config CLIENT --profile full --write');
  });

  it('replace a phrase of an older settings file that everybody knows', async () => {
    await person.run(['credentials', ...APP, '--stdin'], [APPLICATION.hash]);
    await appendFile(
      person.settings,
      `TG_ACTIONS_CONFIRMATION_PHRASE=APPROVE\nTG_ACTIONS_ALLOWED_GROUPS=${GROUP.id}\nTG_EXPECTED_USER_ID=${PERSON.id}\n`,
    );
    const again = 'tgmcp phrase --write --overwrite';
    const early = await person.run(['writing', 'on']);
    expect(early).toMatchObject({ code: 3, stderr: expect.stringContaining(`next: ${again}`) });
    await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    const login = await person.run(['login', '--profile', 'actions', '--stdin'], [PERSON.phone, PERSON.code]);
    expect(nextOf(login.stderr)).toBe(again);
    const options = ['--profile', 'full', '--client', 'codex', '--stdin'];
    const walked = await person.run(['init', ...options], [CHOSEN_PHRASE]);
    expect(walked.code).toBe(0);
    expect(await person.setting('TG_ACTIONS_CONFIRMATION_PHRASE')).toMatch(/^scrypt:/u);
    expect(await person.setting('TG_ACTIONS_ENABLED')).toBe('1');
  });

  it('widen an entry, take one out, and write nothing for a chat that is not there', async () => {
    await person.run(['credentials', ...APP, '--stdin'], [APPLICATION.hash]);
    await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    const allow = (...words: string[]) => person.run(['allow', ...words]);
    expect(await allow(GROUP.id, '--verbs', 'send')).toMatchObject({ code: 0 });
    expect(await allow(`${GROUP.id}:pin`)).toMatchObject({ code: 0 });
    expect(await person.setting('TG_ACTIONS_ALLOWED_GROUPS')).toBe(`${GROUP.id}:send,pin`);
    const before = await readFile(person.settings, 'utf8');
    for (const [words, code, said] of [
      [['@nobody_here'], 3, '"@nobody_here": PEER_NOT_FOUND'],
      [[`${GROUP.id}:sned`], 2, 'is no action'],
      [['me', '--verbs', 'sned'], 2, '--verbs takes'],
      [['me', '--verb', 'send'], 2, "unknown option '--verb'"],
      [['a,b'], 2, 'is not one chat'],
      [['--remove', '4711'], 3, 'is not on the allowlist'],
      [[], 2, 'tgmcp allow --list'],
    ] as const)
      expect(await allow(...words)).toMatchObject({
        code,
        stdout: '',
        stderr: expect.stringContaining(said),
      });
    expect(await readFile(person.settings, 'utf8')).toBe(before);
    expect((await allow('--list')).stdout).toContain(GROUP.id);
    expect(await allow('--remove', GROUP.id)).toMatchObject({ code: 0 });
    expect(await person.setting('TG_ACTIONS_ALLOWED_GROUPS')).toBe('');
  });
});

describe('a set-up that is stopped', { timeout: PATIENCE_MS }, () => {
  it('goes on where it was, with the command that it named', async () => {
    const flags = ['init', '--profile', 'full', '--allow', 'me', '--client', 'cursor', '--stdin'];
    const atCode = await person.run([...flags, ...APP], [APPLICATION.hash, PERSON.phone, '00000']);
    expect(atCode).toMatchObject({ code: 3, stderr: expect.stringContaining('The login code is wrong') });
    expect(atCode.stderr).toContain('This step alone: tgmcp login');
    const goOn = nextOf(atCode.stderr.replace(', to go on from here', ''));
    expect(goOn).toBe('tgmcp init --profile full --allow me --client cursor --stdin');
    const atSecond = await person.follow(goOn, [PERSON.phone, PERSON.code]);
    expect(atSecond).toMatchObject({ code: 2, stderr: expect.stringContaining('stdin ended before') });
    expect(atSecond.stdout).toContain('Api id and hash: set');
    const atPhrase = await person.follow(goOn, [PERSON.phone, PERSON.code, 'hm']);
    expect(atPhrase).toMatchObject({ code: 2, stderr: expect.stringContaining('shorter than') });
    const done = await person.follow(goOn, [CHOSEN_PHRASE]);
    expect(done).toMatchObject({ code: 0 });
    expect(calls('auth.sendCode')).toBe(4);
    for (const one of [atCode, atSecond, atPhrase, done])
      for (const secret of SECRETS) expect(told(one)).not.toContain(secret);
  });

  it('asks for the number again where only the login for writing is left', async () => {
    const flags = ['--profile', 'full', '--allow', 'me', '--client', 'none', '--stdin'];
    const lines = [APPLICATION.hash, PERSON.code, '00000'];
    const ran = await person.run(['init', ...APP, '--phone', PERSON.phone, ...flags], lines);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('Give --phone with it again') });
  });

  it('says how a wrong api hash, which is kept, is replaced, and goes on', async () => {
    const fault = { method: 'auth.sendCode', kind: 'error', code: 400, message: 'API_ID_INVALID' } as const;
    person.emulator.faults.add(fault);
    const wrong = 'f'.repeat(32);
    const ran = await person.run(['init', '--read-only', ...APP, '--stdin'], [wrong, PERSON.phone]);
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('do not belong together') });
    const command = /To replace them: (.*)$/mu.exec(ran.stderr)?.[1] ?? '';
    expect(command).toMatch(/^tgmcp credentials /u);
    const replaced = await person.follow(`${command} --stdin`, [APPLICATION.id, APPLICATION.hash]);
    expect(replaced).toMatchObject({ code: 0 });
    expect(await person.setting('TG_API_HASH')).toBe(APPLICATION.hash);
    const goOn = nextOf(ran.stderr.replace(', to go on from here', ''));
    const done = await person.follow(`${goOn} --client none`, [PERSON.phone, PERSON.code]);
    expect(done).toMatchObject({ code: 0 });
    for (const one of [ran, replaced, done]) expect(told(one)).not.toContain(wrong);
  });

  it('says without a terminal and without answers which command gives each', async () => {
    const nothing = await person.run(['init', '--read-only']);
    expect(nothing).toMatchObject({ code: 4, stderr: expect.stringContaining('tgmcp credentials --api-id') });
    const env = { TG_API_ID: APPLICATION.id, TG_API_HASH: APPLICATION.hash };
    const login = await person.run(['init', '--read-only'], [], env);
    expect(login).toMatchObject({ code: 4, stderr: expect.stringContaining('tgmcp login --stdin') });
    expect(await person.setting('TG_API_HASH')).toBe(APPLICATION.hash);
    const alone = await person.run(['init', '--read-only', '--stdin'], [PERSON.phone, PERSON.code]);
    expect(alone).toMatchObject({ code: 4, stderr: expect.stringContaining('--client') });
    const left = await person.run(['init', '--read-only', '--client', 'none']);
    expect(left.code).toBe(0);
    expect(nextOf(left.stderr)).toBe('tgmcp config CLIENT --write');
    expect(told(left)).not.toContain('phrase');
    expect(await readFile(person.settings, 'utf8')).not.toContain('TG_ACTIONS_');
  });

  it('takes another account for writing, with its two-step password, and expects neither alone', async () => {
    const lines = [APPLICATION.hash, PERSON.code, FRIEND.code, FRIEND.password, CHOSEN_PHRASE];
    const phones = ['--phone', PERSON.phone, '--actions-phone', FRIEND.phone];
    const flags = ['--profile', 'full', '--allow', GROUP.id, '--client', 'none', '--stdin'];
    const ran = await person.run(['init', ...APP, ...phones, ...flags], lines);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('Logged in as Bob') });
    expect(ran.stdout).toContain('none, because the servers work for different accounts');
    expect(nextOf(ran.stderr)).toBe('tgmcp config CLIENT --profile full --write');
    expect(await person.setting('TG_EXPECTED_USER_ID')).toBeUndefined();
    // The code is short enough to stand in the name of a temporary folder by chance.
    const words = told(ran).replaceAll(person.home, '');
    for (const secret of [...SECRETS, FRIEND.code]) expect(words).not.toContain(secret);
  });
});
