/** The exports that users of tg-mcp know, under their names and with their fields. */
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, root, type House, type Ran } from '../support/house.js';
import { CARL, HALL, IN_HALL, PAPER, readingWorld } from '../support/reading-world.js';

const DAY_MS = 86_400_000;

let house: House;
beforeAll(async () => {
  house = await openHouse(readingWorld);
});
afterAll(async () => {
  expect(await readdir(join(house.dir, 'exports'))).toEqual([]);
  await house.close();
});

function script(name: string, args: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    const file = join(root, 'scripts/dist', `${name}.js`);
    const child = execFile(
      process.execPath,
      [file, ...args],
      { env: house.env() },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

interface Messages {
  readonly group: Record<string, unknown>;
  readonly messages: Record<string, unknown>[];
}
const read = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, 'utf8')) as T;

describe('export_group_messages', () => {
  it('writes one document of a group with the fields of tg-mcp, service messages left out', async () => {
    const file = join(house.dir, 'hall.json');
    const ran = await script('export_group_messages', [HALL.id, '-o', file]);
    expect(ran.code, ran.stderr).toBe(0);
    const { group, messages } = await read<Messages>(file);
    expect(group).toMatchObject({
      id: HALL.id,
      title: HALL.title,
      total_messages: messages.length,
      min_id: 0,
      last_message_id: IN_HALL.buttons,
    });
    const one = (id: number) => messages.find((message) => message['id'] === id);
    expect(one(IN_HALL.joined)).toBeUndefined();
    expect(one(IN_HALL.report)).toMatchObject({
      from_id: Number(CARL.id),
      has_media: true,
      media_type: 'MessageMediaDocument',
      media_filename: 'report.pdf',
      media_size: 1234,
      fwd_from: null,
    });
    expect(one(IN_HALL.answer)).toMatchObject({ is_reply: true, reply_to_msg_id: 1, caption: 'an answer' });
    expect(one(IN_HALL.forwarded)).toMatchObject({
      fwd_from: { from_id: Number(PAPER.id), from_type: 'channel', channel_post: 1 },
    });
    expect(one(IN_HALL.buttons)).toMatchObject({
      has_buttons: true,
      buttons: [{ row: 0, col: 0, text: 'Open', is_callback: false, url: 'https://example.org/' }],
    });
  });

  it('takes the newest, and those above an id', async () => {
    const file = join(house.dir, 'few.json');
    const ids = async (...args: string[]) => {
      expect(await script('export_group_messages', [HALL.id, '-o', file, ...args])).toMatchObject({
        code: 0,
      });
      return (await read<Messages>(file)).messages.map(({ id }) => id);
    };
    expect(await ids('-l', '3')).toEqual([11, 13, 14]);
    expect(await ids('--min-id', '10')).toEqual([11, 13, 14]);
    expect(await script('export_group_messages', ['-l', 'many', HALL.id])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--limit: a whole number'),
    });
  });
});

describe('export_project_analytics', () => {
  it('writes members and messages of each group and a report, and goes on after one that is not there', async () => {
    const workspace = join(house.dir, 'project');
    const list = join(house.dir, 'groups');
    // At noon, so that no day ends between the names of the files and what they are compared with.
    const { clock } = house.emulator;
    await house.passTime((DAY_MS + DAY_MS / 2 - (clock.now() % DAY_MS)) / 1000);
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    await writeFile(list, `# ours\n${HALL.id}\n`);
    const ran = await script('export_project_analytics', [
      '--workspace',
      workspace,
      '--group',
      '@nobodyatall',
      '--groups-file',
      list,
    ]);
    expect(ran.code, ran.stderr).toBe(3);
    const stem = (what: string) => `${day}__tg__${what}__${HALL.id}__the-hall`;
    expect(new Set(await readdir(join(workspace, 'raw')))).toEqual(
      new Set([
        `${stem('participants')}.json`,
        `${stem('participants')}.csv`,
        `${stem('messages')}.json`,
        `${day}__tg__export_report.json`,
      ]),
    );
    const members = await read<{ participants: Record<string, unknown>[] }>(
      join(workspace, 'raw', `${stem('participants')}.json`),
    );
    expect(members.participants.find(({ id }) => id === Number(CARL.id))).toEqual({
      id: Number(CARL.id),
      username: 'carlos',
      first_name: 'Carl',
      last_name: null,
      phone: null,
      is_bot: false,
      is_verified: false,
      is_premium: false,
      status: null,
    });
    const report = await read<{ groups: Record<string, unknown>[] }>(ran.stdout.trim());
    expect(report.groups).toMatchObject([
      { group: '@nobodyatall', error: expect.stringContaining('PEER_NOT_FOUND') },
      { group: HALL.id, id: HALL.id, participants: 3, messages: 12 },
    ]);
  });
});

describe('list_my_chats', () => {
  it('prints every chat with its id', async () => {
    const ran = await script('list_my_chats', []);
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toContain(`${HALL.id}   supergroup The Hall @thehall\n`);
    expect(ran.stdout.split('\n').length).toBeGreaterThan(4);
  });
});
