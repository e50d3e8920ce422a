/** The operator looks after what is remembered: each fault is named with the very command that mends it. */
import { mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damageAll } from '../support/damage.js';
import { openHouse, PHRASE, type House } from '../support/house.js';
import { GROUP, PERSON } from '../support/small-world.js';
import { approve, execute, message, preview, sendsOf } from '../support/writing.js';

const PRELOAD = fileURLToPath(new URL('../support/place-preload.cjs', import.meta.url));
const NFS = String(0x6969);

let house: House;
let state: string;
beforeEach(async () => {
  house = await openHouse();
  state = join(house.dir, 'state', String(PERSON.id));
});
afterEach(async () => {
  await house.close();
});

/** The commands that an answer of `tgmcp state check` advises, ready to be run. */
const advised = (text: string): string[][] =>
  [...text.matchAll(/tgmcp (state repair[^\n]*)/gu)].map(([, command]) => (command ?? '').trim().split(' '));

async function writtenState(): Promise<void> {
  const agent = await house.start('actions');
  const shown = await preview(agent);
  await approve(house, shown);
  await house.passTime(2);
  expect(await execute(agent, shown['approval_code'])).toMatchObject({ refused: false });
  await agent.close();
}

describe('tgmcp state', () => {
  it('finds nothing before anything was done, and everything whole after', async () => {
    expect(await house.operator(['state', 'check'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('no state yet'),
    });
    await writtenState();
    const checked = await house.operator(['state', 'check']);
    expect(checked.stdout).toMatch(/ok {3}7001: \d+ documents and 1 logs, all whole\./u);
    expect(checked.code).toBe(0);
  });

  it('names a damaged quota with the command that takes its last change back, and writing goes on', async () => {
    await writtenState();
    await damageAll(state, 'quotas', 'changed in one byte');
    const checked = await house.operator(['state', 'check']);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain('BAD  7001/quotas/group_5fmsg is damaged: its checksum does not match.');
    const commands = advised(checked.stdout);
    expect(commands).toEqual([
      ['state', 'repair', '--previous', '7001/quotas/group_5fmsg'],
      ['state', 'repair', '--forget', '7001/quotas/group_5fmsg'],
    ]);
    expect(await house.operator(['state', 'check'])).toEqual(checked);
    expect(await house.operator(commands[0] ?? [])).toMatchObject({ code: 0 });
    const agent = await house.start('actions');
    const next = { ...message, message_text: 'And on' };
    const shown = await preview(agent, next);
    await approve(house, shown);
    await house.passTime(2);
    expect(await execute(agent, shown['approval_code'], next)).toMatchObject({ refused: false });
    expect(sendsOf(house)).toBe(2);
  });

  it('forgets a damaged fact where it is told to, says what that means, and deletes nothing', async () => {
    await writtenState();
    const [damaged] = await damageAll(state, 'attempt-ends', 'cut short');
    const checked = await house.operator(['state', 'check']);
    expect(checked.stdout).toContain('look into the chat before anything of the last day is repeated');
    const [command = []] = advised(checked.stdout);
    expect(command.slice(0, 3)).toEqual(['state', 'repair', '--forget']);
    const ran = await house.operator(command);
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('begins anew') });
    const kept = await readdir(join(house.dir, 'state', 'damaged'), { recursive: true });
    const name = kept.find((one) => one.endsWith('.json')) ?? '';
    expect(await readFile(join(house.dir, 'state', 'damaged', name))).toEqual(damaged?.bad);
    // The attempt has no known end now, so it is settled before anything is said about it: it was sent, once.
    const agent = await house.start('actions');
    const shown = await preview(agent);
    await approve(house, shown);
    await house.passTime(2);
    expect(await execute(agent, shown['approval_code'])).toMatchObject({ body: { already_sent: true } });
    const texts =
      house.emulator.world.channels.get(GROUP.bare)?.history.messages.map(({ text }) => text) ?? [];
    expect(texts.filter((text) => text === message.message_text)).toHaveLength(1);
  });

  it('mends by itself what loses nothing, and never what is whole', async () => {
    await writtenState();
    await damageAll(state, 'peers', 'emptied');
    const left = join(state, 'peers', '.new-0000000000000001');
    await mkdir(left, { mode: 0o700 });
    await utimes(left, 0, 0);
    expect(await house.operator(['state', 'check'])).toMatchObject({ code: 1 });
    const ran = await house.operator(['state', 'repair']);
    expect(ran.stdout).toContain(`Removed ${left}.`);
    expect(ran.stdout).toContain('all whole');
    expect(ran.code).toBe(0);
    expect(await house.operator(['state', 'repair', '--forget', '7001/consumed-codes/x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not damaged; nothing was done'),
    });
  });
});

describe('tgmcp state prune', () => {
  it('removes what is long over and no more, and the servers go on', async () => {
    await writtenState();
    expect(await house.operator(['state', 'prune', '--days', '7'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('at least 30'),
    });
    const removed = (proposals: number, intents: number): object => ({
      code: 0,
      stdout: `Account 7001: removed ${proposals} proposals and ${intents} settled writes older than 90 days.\n`,
    });
    expect(await house.operator(['state', 'prune'])).toMatchObject(removed(0, 0));
    await house.passTime(91 * 86_400);
    expect(await house.operator(['state', 'prune'])).toMatchObject(removed(1, 1));
    expect(await house.operator(['state', 'check'])).toMatchObject({ code: 0 });
    expect(await house.operator(['audit', 'verify'])).toMatchObject({ code: 0 });
    await writtenState();
    expect(sendsOf(house)).toBe(2);
  });
});

describe('a data folder', () => {
  it('of another host is used by nobody here until the operator takes it over', async () => {
    await writtenState();
    const file = join(house.dir, 'state', 'host.json');
    const other = {
      ...(JSON.parse(await readFile(file, 'utf8')) as object),
      machine: 'f'.repeat(32),
      hostname: 'desk',
    };
    await writeFile(file, JSON.stringify(other), { mode: 0o600 });
    const { length } = house.emulator.calls.all;
    for (const server of ['read', 'actions'] as const) {
      const agent = await house.start(server);
      expect(await agent.call('tg_get_my_dialogs')).toMatchObject({
        refused: true,
        body: { code: 'STATE_SHARED', message: expect.stringContaining('the host desk uses it') },
      });
      await agent.close();
    }
    expect(await house.operator(['approve', '--json'])).toMatchObject({ code: 3 });
    expect(await house.operator(['login', '--stdin', '--phone', PERSON.phone])).toMatchObject({ code: 3 });
    expect(house.emulator.calls.all).toHaveLength(length);

    const checked = await house.operator(['state', 'check']);
    expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining('the host desk uses it') });
    expect(advised(checked.stdout)).toEqual([['state', 'repair', '--take-over']]);
    expect(await house.operator(['state', 'repair', '--take-over'])).toMatchObject({ code: 0 });
    const agent = await house.start('read');
    expect(await agent.call('tg_get_my_dialogs')).toMatchObject({ refused: false });
  });

  it('on a network file system is refused, unless the operator forces it and is warned', async () => {
    const changes = {
      NODE_OPTIONS: `${house.env()['NODE_OPTIONS'] ?? ''} --require ${JSON.stringify(PRELOAD)}`,
      TGMCP_FILE_SYSTEM: NFS,
    };
    const agent = await house.start('read', changes);
    expect(await agent.call('tg_get_my_dialogs')).toMatchObject({
      refused: true,
      body: { code: 'STATE_SHARED', message: expect.stringContaining('it lies on NFS') },
    });
    expect(house.emulator.calls.all).toHaveLength(0);
    const checked = await house.operator(['state', 'check'], '', changes);
    expect(checked).toMatchObject({ code: 1, stdout: expect.stringContaining('set TG_DATA_DIR') });

    const forced = await house.start('read', { ...changes, TG_DATA_DIR_FORCE: '1' });
    expect(await forced.call('tg_get_my_dialogs')).toMatchObject({ refused: false });
    await expect.poll(forced.stderr).toContain('TG_DATA_DIR_FORCE uses');
    expect(forced.stderr()).not.toContain(PHRASE);
  });
});
