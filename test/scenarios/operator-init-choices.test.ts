/** The ways through `tgmcp init` that are chosen less often: QR codes, approval by whoever has the phrase. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROGRAMS, type Ran } from '../support/house.js';
import { APPLICATION, CHOSEN_PHRASE, newcomer, SECRETS, told, type Newcomer } from '../support/newcomer.js';
import { acceptLogin, scanQr } from '../support/qr-scan.js';
import { FRIEND, PERSON } from '../support/small-world.js';

const CREDENTIALS = { TG_API_ID: APPLICATION.id, TG_API_HASH: APPLICATION.hash };
const DOWN = '\u001B[B';
const ENTER = '\r';
const CTRL_C = '\u0003';

let person: Newcomer;
beforeEach(async () => {
  person = await newcomer();
  await person.run(['credentials'], [], CREDENTIALS);
});
afterEach(() => person.close());

const calls = (method: string): number =>
  person.emulator.calls.all.filter((call) => call.method === method).length;

/** Runs a command without a terminal and accepts the first login link that it prints. */
async function scanned(
  args: readonly string[],
  account: bigint,
  lines: readonly string[] = [],
): Promise<Ran> {
  const child = spawn(process.execPath, [PROGRAMS.operator, ...args], {
    env: person.env(),
    cwd: person.home,
  });
  const said = { stdout: '', stderr: '' };
  let accepted: Promise<void> | undefined;
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    said.stderr += chunk.toString();
    // Whole only once something follows it: what is read may end in its middle.
    const link = /tg:\/\/login\?token=\S+(?=\s)/u.exec(said.stderr)?.[0];
    if (link !== undefined) accepted ??= acceptLogin(person.emulator, link, account);
  });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [code] = (await once(child, 'close')) as [number];
  await accepted;
  return { code, ...said };
}

describe('init --qr', { timeout: 120_000 }, () => {
  it('logs both servers in by codes that are scanned, and asks for the two-step password once', async () => {
    const terminal = person.at(['init', '--qr', '--profile', 'full', '--client', 'none']);
    await terminal.shows('Scan it in Telegram');
    await scanQr(person.emulator, terminal, FRIEND.id);
    await terminal.shows('two-step password');
    terminal.types(FRIEND.password);
    await terminal.shows('The session of tgmcp-read');
    await terminal.shows('Who approves each write?');
    terminal.presses(ENTER);
    await terminal.shows('The account that reads; another code to scan');
    terminal.presses(ENTER);
    await terminal.shows('Scan it in Telegram');
    await scanQr(person.emulator, terminal, FRIEND.id);
    // Nothing is asked in between: the password was told.
    await terminal.shows(/^(?:(?!password).)*The session of tgmcp-actions/su);
    await terminal.shows('Which chats may be written to?');
    terminal.presses(CTRL_C);
    await terminal.shows('This step alone: tgmcp allow');
    await terminal.shows('Next, to go on from here: tgmcp init --profile full --client none --qr');
    expect(await terminal.ended).toBe(130);
    expect(calls('auth.sendCode')).toBe(0);
    for (const secret of [...SECRETS, FRIEND.password]) expect(terminal.screen()).not.toContain(secret);
  });

  it('goes without a terminal, too, by the link, and reads the password from stdin where it may', async () => {
    const init = ['init', '--qr', '--read-only', '--client', 'none'];
    const ran = await scanned(init, FRIEND.id);
    expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining('the two-step password') });
    expect(ran.stderr).toContain('This step alone: tgmcp login --qr\n');
    const goOn = /^Next, to go on from here: tgmcp (.*)$/mu.exec(ran.stderr)?.[1] ?? '';
    expect(goOn).toBe('init --profile read --client none --qr');
    const done = await scanned([...goOn.split(' '), '--stdin'], FRIEND.id, [FRIEND.password]);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('Logged in as Bob') });
    for (const secret of SECRETS) expect(`${told(ran)}${told(done)}`).not.toContain(secret);
    const [login] = done.stdout.split('Reading alone');
    expect(`${login}${done.stderr}`).not.toContain(FRIEND.password);
  });

  it('says where it stands when it is stopped before the code is scanned', async () => {
    const terminal = person.at(['init', '--qr', '--read-only']);
    await terminal.shows('Scan it in Telegram');
    terminal.presses(CTRL_C);
    await terminal.shows('Next, to go on from here: tgmcp init --profile read --qr');
    expect(await terminal.ended).toBe(130);
  });
});

describe('init with channel preview', { timeout: 120_000 }, () => {
  const flags = ['--profile', 'full', '--approval', 'preview', '--allow', 'me', '--client', 'codex'];
  const lines = [PERSON.phone, PERSON.code, PERSON.code, CHOSEN_PHRASE];

  it('keeps the channel over a stop, tells the client, and says how a first write is approved there', async () => {
    const stopped = await person.run(['init', ...flags, '--stdin'], [PERSON.phone, '00000']);
    const goOn = /^Next, to go on from here: (.*)$/mu.exec(stopped.stderr)?.[1] ?? '';
    expect(goOn).toContain('--approval preview');
    const ran = await person.follow(goOn, lines);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is bad') });
    expect(await person.setting('TG_ACTIONS_APPROVAL_CHANNEL')).toBe('preview');
    expect(ran.stdout).toContain('an agent can write without a person');
    expect(ran.stdout).toContain('+TG_ACTIONS_APPROVAL_CHANNEL = "preview"');
    expect(told(ran)).not.toMatch(/tell it to no agent|run "tgmcp approve"/u);

    const [, write = ''] = [...ran.stderr.matchAll(/^ {2}(tgmcp .*)$/gmu)].map(([, one]) => one);
    const asked = await person.follow(write);
    expect(asked).toMatchObject({ code: 4 });
    const { next } = JSON.parse(asked.stdout) as { next: string };
    const command = next
      .slice(next.lastIndexOf('tgmcp bridge'))
      .replace('--confirmation-text PHRASE', `--confirmation-text '${CHOSEN_PHRASE}'`);
    person.emulator.clock.advance(31_000);
    const sent = await person.follow(command);
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringContaining('"already_sent":false') });
    expect(calls('messages.sendMessage')).toBe(1);
    for (const one of [stopped, ran, asked, sent])
      for (const secret of SECRETS) expect(told(one)).not.toContain(secret);
  });

  it('is asked for at a terminal, and said in what comes next', async () => {
    await person.run(['login', '--stdin'], [PERSON.phone, PERSON.code]);
    await person.run(['login', '--profile', 'actions', '--stdin'], [PERSON.phone, PERSON.code]);
    await person.run(['phrase', '--write', '--stdin'], [CHOSEN_PHRASE]);
    await person.run(['allow', 'me']);
    const terminal = person.at(['init', '--profile', 'full', '--client', 'none']);
    await terminal.shows('Who approves each write?');
    terminal.presses(`${DOWN}${ENTER}`);
    await terminal.shows('an agent can write without a person');
    await terminal.shows('Next: tgmcp config CLIENT --profile full --approval preview --write');
    expect(await terminal.ended).toBe(0);
  });

  it('a client that is told the other channel is named as what is left', async () => {
    const told = flags.map((word) => (word === 'preview' ? 'operator' : word));
    const done = await person.run(['init', ...told, '--stdin'], lines);
    expect(done.code).toBe(0);
    const changed = await person.run(['writing', '--approval', 'preview']);
    expect(changed.stderr).toContain('Next: tgmcp config CLIENT --profile full --approval preview --write');
    const again = await person.run(['config', 'codex', '--profile', 'full', '--approval', 'preview', '-wy']);
    expect(again.stderr).toContain('Next: tgmcp doctor --online');
    const back = await person.run(['config', 'codex', '--profile', 'full', '-wy']);
    expect(back.stderr).toContain('and what the client says, operator, wins over it');
  });

  it('is refused where nobody said that there is to be writing', async () => {
    const ran = await person.run(['init', '--approval', 'preview', '--client', 'none', '--stdin']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('--profile full') });
    expect(calls('auth.sendCode')).toBe(0);
  });
});
