import {
  chmod,
  link,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pretendedDisk, type Disk } from '../support/disk.js';
import { BIG, fetchFiles, filesWorld, MORE, PART, sha, whole } from '../support/files-world.js';
import { openHouse, type House } from '../support/house.js';
import type { Agent } from '../support/mcp-client.js';
import { HALL, IN_HALL } from '../support/reading-world.js';
import { PERSON } from '../support/small-world.js';

let house: House;
let agent: Agent;
beforeAll(async () => {
  house = await openHouse(filesWorld);
  agent = await house.start('read');
  await agent.call('tg_get_my_dialogs');
});
afterEach(() => {
  house.emulator.faults.clear();
  expect(house.emulator.unimplemented).toEqual([]);
  expect(house.emulator.protocolErrors).toEqual([]);
});
afterAll(() => house.close());

const fetchAll = (args: Record<string, unknown>, by: Agent = agent) => fetchFiles(house, by, args);
const inbox = (): string => join(house.dir, 'inbox', String(PERSON.id));

describe('a fetch that is interrupted', () => {
  const path = (): string => join(inbox(), `message_${HALL.id}_${MORE.big}_1001.mp4`);

  it('goes on with the parts that are there, after it has compared the last of them', async () => {
    await rm(path(), { force: true });
    house.emulator.faults.add({
      method: 'upload.getFile',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_60',
      after: 2,
    });
    const cut = await fetchAll({ message_id: MORE.big });
    expect(cut).toMatchObject({ refused: true, body: { code: 'FLOOD_WAIT', retry_after: 60 } });
    expect((await lstat(`${path()}.part`)).size).toBe(2 * PART);
    expect(await stat(path()).catch(() => 'nothing')).toBe('nothing');
    house.emulator.faults.clear();
    await house.passTime(61);
    const { files, wire } = await fetchAll({ message_id: MORE.big });
    expect(files).toMatchObject([{ had: 2 * PART }]);
    expect(wire).toEqual(['channels.getMessages', 'upload.getFile', 'upload.getFile', 'upload.getFile']);
    expect(sha(await readFile(path()))).toBe(whole(BIG));
  });

  it('begins anew when what is there is not what was written', async () => {
    await rm(path());
    await writeFile(`${path()}.part`, Buffer.alloc(2 * PART), { mode: 0o600 });
    const { files, wire } = await fetchAll({ message_id: MORE.big });
    expect(files[0]).not.toHaveProperty('had');
    expect(wire.filter((method) => method === 'upload.getFile')).toHaveLength(5);
    expect(sha(await readFile(path()))).toBe(whole(BIG));
  });

  it('gets a new file reference once, when the first has grown too old', async () => {
    await rm(path());
    house.emulator.faults.add({
      method: 'upload.getFile',
      kind: 'error',
      code: 400,
      message: 'FILE_REFERENCE_EXPIRED',
      times: 1,
      after: 1,
    });
    const { wire } = await fetchAll({ message_id: MORE.big });
    expect(wire.filter((method) => method === 'channels.getMessages')).toHaveLength(2);
    expect(sha(await readFile(path()))).toBe(whole(BIG));
    await rm(path());
    house.emulator.faults.add({
      method: 'upload.getFile',
      kind: 'error',
      code: 400,
      message: 'FILE_REFERENCE_EXPIRED',
      times: 9,
    });
    const stuck = await fetchAll({ message_id: MORE.big });
    expect(stuck).toMatchObject({ refused: true, body: { code: 'RPC_ERROR' } });
    expect(stuck.wire.filter((method) => method === 'channels.getMessages')).toHaveLength(2);
  });

  it('by its client stops, and tells how far it came before', async () => {
    const control = new AbortController();
    const seen: number[] = [];
    house.emulator.faults.add({ method: 'upload.getFile', kind: 'delay', delay_ms: 400, after: 1, times: 9 });
    const before = house.wire().length;
    const call = agent.client.callTool(
      { name: 'tg_download_media', arguments: { group: HALL.id, message_id: MORE.big } },
      undefined,
      {
        signal: control.signal,
        onprogress: ({ progress, total }) => {
          seen.push(progress);
          expect(total).toBe(BIG.size);
          if (progress >= PART) control.abort();
        },
      },
    );
    await expect(call).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(seen.slice(0, 2)).toEqual([0, PART]);
    expect(
      house
        .wire()
        .slice(before)
        .filter((method) => method === 'upload.getFile').length,
    ).toBeLessThan(4);
    await agent.call('tg_auth_status');
  });

  it('is forgotten after a week', async () => {
    const old = join(inbox(), 'message_1_2_3.bin.part');
    await writeFile(old, 'x', { mode: 0o600 });
    const then = Date.now() / 1000 - 8 * 86_400;
    await utimes(old, then, then);
    await fetchAll({ message_id: IN_HALL.report });
    expect(await readdir(inbox())).not.toContain(basename(old));
  });
});

describe('an inbox', () => {
  it('is left alone where a link or another file stands in the way', async () => {
    const outside = join(house.dir, 'outside');
    await writeFile(outside, 'precious', { mode: 0o600 });
    const path = join(inbox(), `message_${HALL.id}_${IN_HALL.report}_2.pdf`);
    await rm(path, { force: true });
    for (const at of [path, `${path}.part`]) {
      await symlink(outside, at);
      const { refused, body } = await fetchAll({ message_id: IN_HALL.report });
      expect({ refused, body }, at).toMatchObject({ refused: true, body: { code: 'INBOX_UNWRITABLE' } });
      expect(await readFile(outside, 'utf8')).toBe('precious');
      await rm(at);
    }
    await mkdir(`${path}.part`);
    expect((await fetchAll({ message_id: IN_HALL.report })).body).toMatchObject({
      code: 'INBOX_UNWRITABLE',
    });
    await rm(`${path}.part`, { recursive: true });
  });

  it('is whole for who comes after somebody that was killed at the last step', async () => {
    const { files } = await fetchAll({ message_id: IN_HALL.report });
    const path = files[0]?.path ?? '';
    await link(path, `${path}.part`);
    const again = await fetchAll({ message_id: IN_HALL.report });
    expect(again).toMatchObject({
      refused: false,
      files: [{ path, had: 1234 }],
      wire: ['channels.getMessages'],
    });
    expect(await readdir(inbox())).not.toContain(`${basename(path)}.part`);
    await link(path, join(house.dir, 'elsewhere'));
    expect((await fetchAll({ message_id: IN_HALL.report })).body).toMatchObject({ code: 'INBOX_UNWRITABLE' });
    await rm(path);
  });

  it('is filled once by two servers that fetch the same', async () => {
    const other = await house.start('read');
    await other.call('tg_get_my_dialogs');
    const path = join(inbox(), `message_${HALL.id}_${MORE.big}_1001.mp4`);
    await rm(path, { force: true });
    const both = await Promise.all([agent, other].map((by) => fetchAll({ message_id: MORE.big }, by)));
    for (const { files } of both) expect(files).toMatchObject([{ path }]);
    expect(sha(await readFile(path))).toBe(whole(BIG));
    expect((await readdir(inbox())).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('an inbox of a megabyte on a disk that is full at times', () => {
  let disk: Disk;
  let strict: Agent;
  beforeAll(async () => {
    disk = await pretendedDisk();
    const changes = { ...house.emulator.env, TG_READ_DOWNLOAD_FILE_MB: '1', TG_READ_DOWNLOAD_CALL_MB: '1' };
    strict = await house.start('read', disk.env({ ...changes, TG_READ_INBOX_DIR: disk.dir }));
  });
  afterAll(() => disk.close());
  const folder = (): string => join(disk.dir, String(PERSON.id));

  it('takes no more than the operator allows, of one file and in one call', async () => {
    const big = await fetchAll({ message_id: MORE.big }, strict);
    const data = { size: BIG.size, limit: 1_048_576, setting: 'TG_READ_DOWNLOAD_FILE_MB' };
    expect(big).toMatchObject({ refused: true, body: { code: 'FILE_TOO_LARGE', data } });
    expect(big.wire).toEqual(['channels.getMessages']);
    const some = await fetchAll({ ids: [MORE.far, MORE.middle] }, strict);
    expect(some.files.map(({ message }) => message)).toEqual([MORE.far]);
    expect(some.body['left_out']).toMatchObject([{ message: MORE.middle, code: 'FILE_TOO_LARGE' }]);
  });

  it('says that it is full and keeps nothing half-written, and goes on when there is room', async () => {
    const before = await readdir(folder());
    disk.fill();
    const full = await fetchAll({ message_id: MORE.middle }, strict);
    expect(full).toMatchObject({
      refused: true,
      body: { code: 'INBOX_UNWRITABLE', data: { reason: expect.stringContaining('the disk is full') } },
    });
    expect(await readdir(folder())).toEqual(before);
    disk.free();
    expect((await fetchAll({ message_id: MORE.middle }, strict)).files).toHaveLength(1);
  });

  it('is not used once others can look into it', async () => {
    await chmod(folder(), 0o755);
    const open = await fetchAll({ message_id: IN_HALL.report }, strict);
    expect(open).toMatchObject({ refused: true, body: { code: 'INBOX_UNWRITABLE' } });
    expect(open.wire).toEqual(['channels.getMessages']);
    await chmod(folder(), 0o700);
  });
});
