/** `tgmcp export`: done in one go, stopped by a person, by Telegram or by damage, and gone on with. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, readFile, rename, rm, truncate } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHouse, PROGRAMS, type House, type Ran } from '../support/house.js';
import { longWorld } from '../support/long-world.js';
import { GROUP } from '../support/small-world.js';

const MESSAGES = 3_000;

let house: House;
beforeEach(async () => {
  house = await openHouse(() => longWorld(MESSAGES));
});
afterEach(async () => {
  await house.close();
});

const exporting = (...args: string[]): Promise<Ran> => house.operator(['export', ...args]);
const resumeId = ({ stderr }: { readonly stderr: string }): string =>
  /tgmcp export --resume (\S+)/u.exec(stderr)?.[1] ?? '';

async function linesOf(ran: Ran): Promise<string[]> {
  expect(ran.code, ran.stderr).toBe(0);
  const lines = (await readFile(ran.stdout.trim(), 'utf8')).split('\n');
  expect(lines.pop()).toBe('');
  return lines;
}

const ids = (lines: readonly string[]): number[] =>
  lines.map((line) => (JSON.parse(line) as { id: number }).id);
const all = Array.from({ length: MESSAGES }, (_, index) => index + 1);

function floodAfter(pages: number, seconds: number): void {
  house.emulator.faults.add({
    method: 'messages.getHistory',
    kind: 'error',
    code: 420,
    message: `FLOOD_WAIT_${seconds}`,
    after: pages,
    times: 1,
  });
}

describe('tgmcp export', { timeout: 120_000 }, () => {
  it('prints the place of the file, and says on stderr how much stands in it', async () => {
    const ran = await exporting('messages', GROUP.id);
    expect(ids(await linesOf(ran))).toEqual(all);
    expect(ran.stderr).toMatch(/^3000 rows, \d+ bytes, SHA-256 [0-9a-f]{64}\n$/u);
    expect(house.wire().filter((method) => /read/iu.test(method))).toEqual([]);
  });

  it('keeps what it has when Telegram asks to wait, ends with 4, and goes on when that is over', async () => {
    const whole = await readFile((await exporting('messages', GROUP.id)).stdout.trim());
    floodAfter(12, 600);
    const stopped = await exporting('messages', GROUP.id);
    expect(stopped.code).toBe(4);
    expect(stopped.stderr).toContain('FLOOD_WAIT: Telegram asked this account to wait. Wait 600 s.');
    const id = resumeId(stopped);
    const held = await exporting('--resume', id);
    expect([held.code, held.stderr]).toEqual([4, expect.stringContaining('BREAKER_OPEN')]);
    await house.passTime(1_000);
    const ended = await exporting('--resume', id);
    expect(ended.code, ended.stderr).toBe(0);
    expect((await readFile(ended.stdout.trim())).equals(whole)).toBe(true);
  });

  it('says of a chat that is not there how one is named, and which commands list them', async () => {
    const ran = await exporting('messages', 'The Grop');
    expect([ran.code, ran.stdout]).toEqual([3, '']);
    expect(ran.stderr).toMatch(/^PEER_NOT_FOUND: "The Grop" is no chat of this account\./u);
    for (const [command = ''] of ran.stderr.matchAll(/(?<=tgmcp )(?:allow --list|export dialogs)/gu))
      expect(await house.operator(command.split(' '))).toMatchObject({ code: 0 });
    expect(ran.stderr.match(/tgmcp /gu)).toHaveLength(2);
  });

  it('without a session says how to get one', async () => {
    await rm(join(house.dir, 'sessions', 'read.session'));
    const ran = await exporting('dialogs');
    expect(ran).toMatchObject({ code: 3, stderr: expect.stringContaining('To log in: tgmcp login') });
    expect(ran.stderr).not.toContain('reached_wire');
  });

  it('ends in good order on Ctrl-C with 130 and the command that goes on', async () => {
    house.emulator.faults.add({ method: 'messages.getHistory', kind: 'delay', delay_ms: 60, times: 100 });
    const child = spawn(process.execPath, [PROGRAMS.operator, 'export', 'messages', GROUP.id], {
      env: house.env(),
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await expect.poll(() => house.wire().length, { timeout: 60_000 }).toBeGreaterThan(8);
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    expect(code, stderr).toBe(130);
    expect(stderr).toMatch(/^Not done; [1-9]\d* rows are kept\. Go on with: tgmcp export --resume \S+\n$/u);
    house.emulator.faults.clear();
    expect(ids(await linesOf(await exporting('--resume', resumeId({ stderr }))))).toEqual(all);
  });

  it('goes on with what the same command left, and leaves out what was written since it began', async () => {
    floodAfter(12, 20);
    const stopped = await exporting('messages', GROUP.id);
    expect(stopped.code).toBe(4);
    const { world } = house.emulator;
    const [from] = world.users.keys();
    world.addMessage({
      peer: { kind: 'channel', id: GROUP.bare },
      from: from ?? 0n,
      date: 1_790_000_000,
      text: 'late',
    });
    await house.passTime(1_000);
    const ended = await exporting('messages', GROUP.id);
    expect(ended.stdout).toContain(resumeId(stopped));
    expect(ids(await linesOf(ended))).toEqual(all);
    expect(ids(await linesOf(await exporting('messages', GROUP.id)))).toEqual([...all, MESSAGES + 1]);
  });

  it('refuses to go on with a part that was changed', async () => {
    floodAfter(12, 20);
    const id = resumeId(await exporting('messages', GROUP.id));
    await house.passTime(1_000);
    const part = join(house.dir, 'exports', `${id}.jsonl.part`);
    await truncate(part, 100);
    await appendFile(part, 'x'.repeat(500_000));
    const refused = await exporting('--resume', id);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('EXPORT_DAMAGED')]);
    expect(await readdir(join(house.dir, 'exports'))).toEqual([`${id}.jsonl.part`]);
  });

  it('reads within a takeout session where the operator allows it, which ends with it unless Telegram wants silence', async () => {
    const off = await exporting('messages', GROUP.id, '--takeout');
    expect([off.code, off.stderr]).toEqual([3, expect.stringContaining('TAKEOUT_OFF')]);
    expect(house.wire()).toEqual([]);
    floodAfter(12, 20);
    const allowed = (...args: string[]): Promise<Ran> =>
      house.operator(['export', ...args, '--takeout'], '', { TG_READ_TAKEOUT: '1' });
    const stopped = await allowed('messages', GROUP.id);
    expect([stopped.code, stopped.stderr]).toEqual([4, expect.stringMatching(/--resume \S+ --takeout\n$/u)]);
    await house.passTime(1_000);
    expect(ids(await linesOf(await allowed('--resume', resumeId(stopped))))).toEqual(all);
    const takeouts = house.wire().filter((method) => method.endsWith('TakeoutSession'));
    expect(takeouts).toEqual([
      'account.initTakeoutSession',
      'account.initTakeoutSession',
      'account.finishTakeoutSession',
    ]);
  });

  it('finishes what was killed between its last page and its name, and knows when a file is gone', async () => {
    const file = (await exporting('messages', GROUP.id)).stdout.trim();
    const id = basename(file, '.jsonl');
    const whole = await readFile(file);
    await rename(file, `${file}.part`);
    expect((await exporting('--resume', id)).stdout.trim()).toBe(file);
    expect((await readFile(file)).equals(whole)).toBe(true);
    await rm(file);
    expect(await exporting('--resume', id)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('EXPORT_NOT_FOUND'),
    });
  });

  it.each([
    [[], 'Say what to export'],
    [['everything'], 'Allowed choices are messages, participants, dialogs, groups'],
    [['messages', GROUP.id, '--since', 'yesterday'], '--since must be'],
    [['messages', '--resume', 'x'], '--resume goes alone'],
  ])('says what is wrong with %j', async (args, words) => {
    const ran = await exporting(...args);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(words)]);
    expect(house.wire()).toEqual([]);
  });
});
