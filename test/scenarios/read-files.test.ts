import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BIG, FAR, fetchFiles, filesWorld, MORE, NAMES, sha, whole } from '../support/files-world.js';
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

describe('a file that is fetched', () => {
  it('lies in the inbox byte for byte, for nobody else, and is not fetched again', async () => {
    const { files, wire } = await fetchAll({ message_id: MORE.big });
    const [file] = files;
    if (file === undefined) throw new Error('no file');
    expect(file).toMatchObject({ message: MORE.big, name: 'film.mp4', size: BIG.size, kind: 'document' });
    expect(file.path).toBe(join(inbox(), `message_${HALL.id}_${MORE.big}_1001.mp4`));
    expect(sha(await readFile(file.path))).toBe(whole(BIG));
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file.path))).mode & 0o777).toBe(0o700);
    expect(wire).toEqual(['channels.getMessages', ...Array.from({ length: 4 }, () => 'upload.getFile')]);
    const again = await fetchAll({ message_id: MORE.big });
    expect(again.files).toMatchObject([{ path: file.path, had: BIG.size }]);
    expect(again.wire).toEqual(['channels.getMessages']);
    expect(await readdir(inbox())).toEqual([basename(file.path)]);
  });

  it('comes from another data centre, to which the login is carried over once', async () => {
    const { files, wire } = await fetchAll({ ids: [MORE.far] });
    expect(sha(await readFile(files[0]?.path ?? ''))).toBe(whole(FAR));
    expect(wire).toEqual([
      'channels.getMessages',
      'auth.exportAuthorization',
      'auth.importAuthorization',
      'upload.getFile',
      'upload.getFile',
    ]);
    await rm(files[0]?.path ?? '');
    const again = await fetchAll({ message_id: MORE.far });
    expect(again.wire).toEqual(['channels.getMessages', 'upload.getFile', 'upload.getFile']);
  });

  it('may be empty, and may be one of several, with what was left out beside them', async () => {
    const ids = [IN_HALL.photo, IN_HALL.report, MORE.empty, IN_HALL.poll, IN_HALL.gone, MORE.once, MORE.page];
    const { refused, files, body, wire } = await fetchAll({ ids });
    expect(refused).toBe(false);
    expect(files.map(({ message, size }) => [message, size])).toEqual([
      [IN_HALL.photo, 900],
      [IN_HALL.report, 1234],
      [MORE.empty, 0],
    ]);
    expect(body['left_out']).toMatchObject([
      { message: IN_HALL.poll, code: 'NO_FILE', reason: 'this is a poll, which has no file' },
      { message: IN_HALL.gone, code: 'MESSAGE_NOT_FOUND' },
      { message: MORE.once, code: 'NO_FILE', reason: expect.stringContaining('destroys itself') },
      { message: MORE.page, code: 'NO_FILE', reason: 'this is a web page, which has no file' },
    ]);
    expect(wire.filter((method) => method === 'channels.getMessages')).toHaveLength(1);
    for (const { path, size } of files) expect((await stat(path)).size).toBe(size);
  });

  it('has a name of ours, whatever its sender calls it', async () => {
    const ids = NAMES.map((_, n) => MORE.hostile + n);
    const { files, body } = await fetchAll({ ids });
    expect(files.map(({ path }) => path)).toEqual(
      NAMES.map(([, ending], n) =>
        join(inbox(), `message_${HALL.id}_${MORE.hostile + n}_${2000 + n}.${ending}`),
      ),
    );
    const names = files.map(({ name }) => name ?? '').join('');
    for (const hidden of ['\u0000', '\u202E']) expect(names).not.toContain(hidden);
    expect(body['hidden_characters']).toBeGreaterThanOrEqual(3);
    for (const entry of await readdir(inbox()))
      expect(entry).toMatch(/^message_-\d+_\d+_\d+\.[a-z0-9]{1,8}$/);
  });

  it('is asked for one kind of file at a time', async () => {
    for (const args of [{}, { message_id: 1, story: 1 }, { photo: '../x' }, { photo: '5', story: 1 }]) {
      const { refused, body, wire } = await fetchAll(args);
      expect({ refused, body }).toMatchObject({ refused: true, body: { code: 'INPUT_INVALID' } });
      expect(wire).toEqual([]);
    }
  });

  it('stays out when Telegram asks to wait, and what came before is told with the wait', async () => {
    for (const entry of await readdir(inbox())) await rm(join(inbox(), entry));
    const fault = {
      method: 'upload.getFile',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_60',
      after: 1,
      times: 9,
    } as const;
    house.emulator.faults.add(fault);
    const { refused, files, body } = await fetchAll({
      ids: [MORE.hostile, MORE.hostile + 1, MORE.hostile + 2],
    });
    expect(refused).toBe(false);
    expect(files).toHaveLength(1);
    expect(body).toMatchObject({ retry_after: 60 });
    const codes = (body['left_out'] as { code: string }[]).map(({ code }) => code);
    for (const code of codes) expect(['FLOOD_WAIT', 'BREAKER_OPEN']).toContain(code);
    expect(codes).toHaveLength(2);
    await house.passTime(61);
  });
});
