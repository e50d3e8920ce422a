/** `tgmcp init` by flags: from nothing to the first approved write, with nothing but what each command says to do next. */
import { readFile, stat, writeFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANSWERS,
  APPLICATION,
  CHOSEN_PHRASE,
  newcomer,
  SECRETS,
  told,
  type Newcomer,
} from '../support/newcomer.js';
import { PERSON } from '../support/small-world.js';

const PATIENCE_MS = 90_000;
const APP = ['--api-id', APPLICATION.id];

let person: Newcomer;
beforeAll(async () => {
  person = await newcomer();
});
afterAll(() => person.close());

describe('a set-up by flags', { timeout: PATIENCE_MS }, () => {
  it('leads from nothing to the first read and the first approved write in five commands', async () => {
    // What a person has written there before stays; a code of the tests grows old in a second.
    await mkdir(dirname(person.settings), { recursive: true, mode: 0o700 });
    const own = '# mine\nRATE_RPS=8\n\nTG_ACTIONS_APPROVAL_MIN_AGE_SEC=1 \n';
    await writeFile(person.settings, own, { mode: 0o644 });
    const flags = ['--profile', 'full', ...APP, '--allow', 'me', '--client', 'codex', '--stdin'];
    const ran = await person.run(['init', ...flags], ANSWERS);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is bad') });
    expect((await stat(person.settings)).mode & 0o777).toBe(0o600);
    expect(await readFile(person.settings, 'utf8')).toContain(own);

    const [read = '', write = ''] = [...ran.stderr.matchAll(/^ {2}(tgmcp .*)$/gmu)].map(([, one]) => one);
    const chats = await person.follow(read);
    expect(chats).toMatchObject({ code: 0, stdout: expect.stringContaining('The Group') });
    const asked = await person.follow(write);
    expect(asked).toMatchObject({ code: 4 });
    const { preview, next } = JSON.parse(asked.stdout) as { preview: { proposal_id: string }; next: string };
    expect(next).toContain('"tgmcp approve"');
    const approved = await person.run(['approve', preview.proposal_id, '--phrase-stdin'], [CHOSEN_PHRASE]);
    expect(approved).toMatchObject({ code: 0, stderr: expect.stringContaining('Next:') });
    const sent = await person.follow(next.slice(next.lastIndexOf('tgmcp bridge')));
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringContaining('"already_sent":false') });
    const sends = person.emulator.calls.all.filter(({ method }) => method === 'messages.sendMessage');
    expect(sends).toHaveLength(1);
    for (const one of [ran, chats, asked, approved, sent])
      for (const secret of [...SECRETS, PERSON.phone]) expect(told(one)).not.toContain(secret);
  });

  it('asks nothing again and changes nothing when it is run once more', async () => {
    const before = await readFile(person.settings, 'utf8');
    const logins = (): number =>
      person.emulator.calls.all.filter(({ method }) => method === 'auth.sendCode').length;
    const asked = logins();
    const ran = await person.run(['init']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('Confirmation phrase: set');
    expect(ran.stdout).toMatch(/Client: codex, in .*config\.toml/u);
    expect(await readFile(person.settings, 'utf8')).toBe(before);
    expect(logins()).toBe(asked);
    for (const secret of SECRETS) expect(told(ran)).not.toContain(secret);
  });

  it('keeps what is set when its commands are run alone', async () => {
    const before = await readFile(person.settings, 'utf8');
    const kept = [
      ['credentials', ...APP],
      ['login', '--stdin'],
      ['login', '--profile', 'actions', '--stdin'],
      ['phrase', '--write', '--stdin'],
    ];
    for (const args of kept) {
      const ran = await person.run(args, ['another']);
      expect(ran, args.join(' ')).toMatchObject({ code: 3, stderr: expect.stringContaining('--overwrite') });
    }
    expect(await readFile(person.settings, 'utf8')).toBe(before);
  });

  it('says of writing how it stands, and switches it off and on', async () => {
    expect((await person.run(['writing'])).stdout).toContain('Writing is on.');
    expect(await person.run(['writing', 'off'])).toMatchObject({ code: 0 });
    expect(await person.setting('TG_ACTIONS_ENABLED')).toBe('0');
    expect((await person.run(['init'])).stdout).toContain('Writing is on (TG_ACTIONS_ENABLED');
    expect(await person.setting('TG_ACTIONS_ENABLED')).toBe('1');
  });
});
