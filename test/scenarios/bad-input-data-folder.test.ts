/** A data folder that cannot be written, or that others can read: named, with the way out, and nothing reaches Telegram. */
import { execFileSync } from 'node:child_process';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pretendedDisk, type Disk } from '../support/disk.js';
import { openHouse, type House, type Server } from '../support/house.js';
import { PERSON } from '../support/small-world.js';
import { approve, execute, preview, sendsOf } from '../support/writing.js';

const SERVERS: readonly Server[] = ['read', 'actions'];

let house: House;
let disk: Disk;
let sessions: Record<string, string>;
beforeEach(async () => {
  house = await openHouse();
  disk = await pretendedDisk('EROFS');
  sessions = { SESSION_DIR: join(house.dir, 'sessions') };
});
afterEach(async () => {
  await house.close();
  await disk.close();
});

const loginLines = `${PERSON.phone}\n${PERSON.code}\n`;

describe('a data folder whose place is taken by a file', () => {
  const settings = async (): Promise<Record<string, string>> => {
    await writeFile(join(house.dir, 'notes.txt'), 'mine\n', { mode: 0o600 });
    return { ...sessions, TG_DATA_DIR: join(house.dir, 'notes.txt', 'data') };
  };

  it.each(SERVERS)('is refused by tgmcp-%s with its name and the way out', async (server) => {
    const agent = await house.start(server, await settings());
    const { refused, body } = await agent.call('tg_get_my_dialogs');
    expect(refused).toBe(true);
    expect(body).toMatchObject({
      code: 'STATE_UNWRITABLE',
      data: { file: join(house.dir, 'notes.txt', 'data'), reason: 'ENOTDIR' },
    });
    expect(body['message']).toContain('a part of the path is a file');
    expect(house.emulator.calls.all).toEqual([]);
  });

  it('is refused by the operator, before Telegram is asked for a code', async () => {
    for (const args of [['approve', '--json'], ['login', '--stdin'], ['audit', 'verify'], ['unlatch']]) {
      const ran = await house.operator(args, loginLines, await settings());
      expect(ran).toMatchObject({ code: 3, stdout: '' });
      expect(ran.stderr).toContain(join(house.dir, 'notes.txt', 'data'));
      expect(ran.stderr).toContain('choose another folder');
    }
    expect(house.emulator.calls.all).toEqual([]);
  });
});

describe('a data folder on a read-only disk', () => {
  it.each(SERVERS)('is refused by tgmcp-%s with its name and the way out', async (server) => {
    disk.fill();
    const changes = disk.env({ ...house.emulator.env, ...sessions, TG_DATA_DIR: disk.dir });
    const agent = await house.start(server, changes);
    const { refused, body } = await agent.call('tg_get_my_dialogs');
    expect(refused).toBe(true);
    expect(body).toMatchObject({ code: 'STATE_UNWRITABLE', retryable: true, data: { reason: 'EROFS' } });
    expect(String(body['message'])).toContain(disk.dir);
    expect(String(body['message'])).toContain('read-only');
    expect(await readdir(disk.dir)).toEqual([]);
    expect(house.emulator.calls.all).toEqual([]);
  });

  it('is refused by the operator, before Telegram is asked for a code', async () => {
    disk.fill();
    const changes = disk.env({ ...house.emulator.env, TG_DATA_DIR: disk.dir });
    const ran = await house.operator(['login', '--stdin'], loginLines, changes);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain('read-only');
    expect(house.emulator.calls.all).toEqual([]);
  });
});

describe('a data folder that others can read', () => {
  it.each(SERVERS)('is not used by tgmcp-%s until the command it names has been run', async (server) => {
    await chmod(house.dir, 0o740);
    const agent = await house.start(server);
    const { refused, body } = await agent.call('tg_get_my_dialogs');
    expect(refused).toBe(true);
    const fix = `chmod 700 ${house.dir}`;
    expect(body).toMatchObject({ code: 'STATE_UNSAFE_MODE', data: { file: house.dir, fix } });
    expect(house.emulator.calls.all).toEqual([]);
    run(body);
    expect(await agent.call('tg_get_my_dialogs')).toMatchObject({ refused: false });
  });

  it('is not used by the operator either', async () => {
    await chmod(house.dir, 0o705);
    const ran = await house.operator(['approve', '--json']);
    expect(ran).toMatchObject({ code: 3, stdout: '' });
    expect(ran.stderr).toContain(`chmod 700 ${house.dir}`);
  });
});

describe('state that others can read', () => {
  it.each([
    ['a folder', '', 0o750, 'chmod 700'],
    ['a folder of documents', 'proposals', 0o701, 'chmod 700'],
    ['the file of a document', 'proposals/*/*.json', 0o640, 'chmod 600'],
    ['the audit log', 'logs/audit.jsonl', 0o604, 'chmod 600'],
  ])(
    '(%s) keeps an approved message back until the command it names has been run',
    async (_what, path, mode, fix) => {
      const agent = await house.start('actions');
      const shown = await preview(agent);
      await approve(house, shown);
      await house.passTime(2);
      const opened = await first(join(house.dir, 'state', String(PERSON.id)), path);
      await chmod(opened, mode);

      const { refused, body } = await execute(agent, shown['approval_code']);
      expect(refused).toBe(true);
      expect(body['code']).toMatch(/^(STATE_UNSAFE_MODE|AUDIT_UNWRITABLE)$/);
      expect(body).toMatchObject({ data: { fix: expect.stringContaining(fix) } });
      expect(sendsOf(house)).toBe(0);
      run(body);
      expect(await execute(agent, shown['approval_code'])).toMatchObject({ body: { already_sent: false } });
      expect(sendsOf(house)).toBe(1);
    },
  );
});

/** Does what a refusal says: its command is to be copied into a shell. */
function run(body: Record<string, unknown>): void {
  const { fix } = body['data'] as { fix: string };
  expect(fix).toMatch(/^chmod [67]00 /);
  execFileSync('sh', ['-c', fix]);
}

/** The first path that fits, where `*` stands for any one name and `*.json` for any one of these. */
async function first(folder: string, pattern: string): Promise<string> {
  let found = folder;
  for (const part of pattern.split('/').filter((one) => one !== '')) {
    const names = await readdir(found);
    const name = part.startsWith('*') ? names.find((one) => one.endsWith(part.slice(1))) : part;
    if (name === undefined) throw new Error(`${found} holds no ${part}`);
    found = join(found, name);
  }
  return found;
}
