/** A data folder on a full disk: nothing is done that could not be recorded, nothing is lost, and it goes on afterwards. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountedDisk, pretendedDisk, type Disk } from '../support/disk.js';
import { openHouse, PHRASE, type House, type Server } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { within } from '../support/raw-server.js';
import { GROUP } from '../support/small-world.js';
import { execute, message, preview, sendsOf } from '../support/writing.js';

const probe = await mountedDisk();
await probe?.close();
const DISKS: readonly (readonly [string, () => Promise<Disk | undefined>])[] = [
  ['as the preload pretends', pretendedDisk],
  ...(probe === undefined ? [] : ([['a mounted one', mountedDisk]] as const)),
];

let house: House;
let disk: Disk;

function changes(): Record<string, string> {
  return disk.env({ ...house.emulator.env, TG_DATA_DIR: disk.dir, SESSION_DIR: join(house.dir, 'sessions') });
}
const start = (server: Server): Promise<Agent> => house.start(server, changes());
const operator = (args: readonly string[], input = '') => house.operator(args, input, changes());

describe.each(DISKS)('a full disk, %s,', (_what, open) => {
  beforeEach(async () => {
    house = await openHouse();
    const opened = await open();
    if (opened === undefined) throw new Error('the disk cannot be opened any more');
    disk = opened;
  });
  afterEach(async () => {
    disk.free();
    await house.close();
    await disk.close();
  });

  it('keeps an approved message from being sent, says so, and lets it go once there is room, exactly once', async () => {
    const agent = await start('actions');
    const shown = await preview(agent);
    const id = String(shown['proposal_id']);
    expect(await operator(['approve', id, '--phrase-stdin'], `${PHRASE}\n`)).toMatchObject({ code: 0 });
    await house.passTime(2);

    disk.fill();
    for (let n = 0; n < 3; n += 1) {
      const { refused, body } = await execute(agent, shown['approval_code']);
      expect(refused).toBe(true);
      expect(body['code']).toMatch(/^(STATE|AUDIT)_UNWRITABLE$/);
      expect(body).toMatchObject({ retryable: true, next_step: expect.stringContaining('free disk space') });
      expect(JSON.stringify(body['data'])).toContain(disk.dir);
    }
    expect(sendsOf(house)).toBe(0);

    disk.free();
    expect(await execute(agent, shown['approval_code'])).toMatchObject({ body: { already_sent: false } });
    expect(await execute(agent, shown['approval_code'])).toMatchObject({ body: { already_sent: true } });
    expect(sendsOf(house)).toBe(1);
    expect(await operator(['audit', 'verify'])).toMatchObject({ code: 0 });
  });

  it('that fills while a message is on its way takes nothing from the answer, and nothing is sent again', async () => {
    const agent = await start('actions');
    const shown = await preview(agent);
    expect(
      await operator(['approve', String(shown['proposal_id']), '--phrase-stdin'], `${PHRASE}\n`),
    ).toMatchObject({ code: 0 });
    await house.passTime(2);
    house.emulator.faults.add({ method: 'messages.sendMessage', kind: 'delay', delay_ms: 300 });
    const executing = execute(agent, shown['approval_code']);
    expect(await within(20_000, () => sendsOf(house) === 1)).toBe(true);
    disk.fill();
    expect(await executing).toMatchObject({ refused: false, body: { already_sent: false } });
    disk.free();
    expect(await execute(agent, shown['approval_code'])).toMatchObject({ body: { already_sent: true } });
    const texts = house.emulator.world.channels.get(GROUP.bare)?.history.messages.map(({ text }) => text);
    expect(texts?.filter((text) => text === message.message_text)).toHaveLength(1);
  });

  it('gives out no code for a preview that could not be stored', async () => {
    const agent = await start('actions');
    await preview(agent, { ...message, message_text: 'before' });
    disk.fill();
    const { refused, body } = await agent.call('tg_send_message', message);
    expect(refused).toBe(true);
    expect(body['code']).toMatch(/^(STATE|AUDIT)_UNWRITABLE$/);
    expect(body).not.toHaveProperty('approval_code');
    disk.free();
    expect(await preview(agent)).toMatchObject({ approval: 'waiting' });
  });

  it('stops the operator from approving, and the proposal still waits afterwards', async () => {
    const agent = await start('actions');
    const id = String((await preview(agent))['proposal_id']);
    disk.fill();
    const ran = await operator(['approve', id, '--phrase-stdin'], `${PHRASE}\n`);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toMatch(/(STATE|AUDIT)_UNWRITABLE: .*the disk is full/);
    expect(ran.stderr + ran.stdout).not.toContain(PHRASE);
    disk.free();
    const listed = JSON.parse((await operator(['approve', '--json'])).stdout) as { proposals: object[] };
    expect(listed.proposals).toMatchObject([{ id, said: 'nothing' }]);
    expect(await operator(['approve', id, '--phrase-stdin'], `${PHRASE}\n`)).toMatchObject({ code: 0 });
  });

  it('goes on reading what was known, and leaves no half-written file', async () => {
    const agent = await start('read');
    expect(await agent.call('tg_get_messages', { group: GROUP.id, limit: 1 })).toMatchObject({
      refused: false,
    });
    const before = await snapshot();
    disk.fill();
    expect(await agent.call('tg_get_messages', { group: GROUP.id, limit: 2 })).toMatchObject({
      refused: false,
    });
    disk.free();
    expect(await snapshot()).toEqual(before);
  });

  it('lets both servers start and answer, and names the folder to the first who needs it', async () => {
    disk.fill();
    for (const server of ['read', 'actions'] as const) {
      const agent = await start(server);
      expect((await agent.client.listTools()).tools.length).toBeGreaterThan(0);
      const { refused, body } = await agent.call('tg_get_my_dialogs');
      expect(refused).toBe(true);
      expect(body).toMatchObject({ code: 'STATE_UNWRITABLE', retryable: true });
      expect(String(body['message'])).toContain('the disk is full');
      expect(JSON.stringify(body['data'])).toContain(disk.dir);
      await agent.close();
    }
    disk.free();
    const agent = await start('read');
    expect(await agent.call('tg_get_my_dialogs')).toMatchObject({ refused: false });
  });
});

/** The names of all files of the data folder but those of call lanes, whose name is what they hold. */
async function snapshot(): Promise<string[]> {
  const names = await readdir(disk.dir, { recursive: true });
  return names.filter((name) => !name.includes('/lanes/')).toSorted();
}
