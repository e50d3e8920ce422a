/** Sending files: what arrives is, byte for byte, what was approved. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../support/mcp-client.js';
import { PERSON } from '../../support/small-world.js';
import { openWriteBench, type WriteBench } from './bench.js';
import { approved, downloaded, picture, place, SEND_FILE, sent, withFiles } from './file-desk.js';
import { FORUM } from './world.js';

const MB = 1024 * 1024;
let bench: WriteBench;
let reader: Agent;

beforeAll(async () => {
  bench = await openWriteBench();
  reader = await bench.house.start('read');
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  expect(bench.house.emulator.protocolErrors).toEqual([]);
  await bench.house.close();
});

const put = async (name: string, bytes: Buffer): Promise<string> => {
  const path = join(bench.house.dir, 'outbox', name);
  await writeFile(path, bytes);
  return path;
};
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const dataUri = (bytes: Buffer, type: string): string => `data:${type};base64,${bytes.toString('base64')}`;

describe('a file', () => {
  it('of more than ten megabytes goes up in big parts and arrives as it was', async () => {
    const bytes = Buffer.alloc(10 * MB + 77_777, 'kites and code, ');
    const path = await put('film.mp4', bytes);
    bench.writes();
    const answer = await sent(bench, { ...place, file_path: path });
    expect(answer).toMatchObject({ refused: false, body: { already_sent: false } });
    const wire = bench.writes();
    expect(wire.filter((method) => method === 'upload.saveBigFilePart')).toHaveLength(21);
    expect(wire.filter((method) => method === 'messages.sendMedia')).toHaveLength(1);
    const [got] = await downloaded(reader, answer.body['message_ids']);
    expect(sha(got ?? Buffer.alloc(0))).toBe(sha(bytes));
    // As a file, not as what Telegram would make of it.
    expect(withFiles(bench).at(-1)?.media).toMatchObject({ mimeType: 'video/mp4', kind: 'document' });
  });

  it('comes from a data: URI with its own type and name', async () => {
    const bytes = Buffer.from('a,b\n1,2\n');
    const args = { ...place, file_path: dataUri(bytes, 'text/csv;filename=Sums%20of%20May.csv') };
    const shown = await bench.agent.call(SEND_FILE, args);
    expect(shown.body['details']).toEqual([
      { label: `File, document of ${bytes.length} bytes`, text: 'Sums of May.csv' },
      { label: 'File, SHA-256 and type', text: `${sha(bytes)} text/csv` },
      { label: 'File, from', text: 'a data: URI' },
    ]);
    const answer = await sent(bench, args);
    expect(await downloaded(reader, answer.body['message_ids'])).toEqual([bytes]);
  });

  it.each([
    [false, 'photo'],
    [true, 'document'],
  ])('that is a picture goes, as_document=%s, as a %s', async (as_document, kind) => {
    const bytes = picture(as_document ? 1 : 2);
    await put('dot.png', bytes);
    const answer = await sent(bench, { ...place, file_path: 'dot.png', as_document });
    expect(withFiles(bench).at(-1)?.media).toMatchObject({ kind });
    expect(await downloaded(reader, answer.body['message_ids'])).toEqual([bytes]);
  });

  it('that is only called a picture goes as a document', async () => {
    await put('page.png', Buffer.from('<html><script>alert(1)</script>'));
    await sent(bench, { ...place, file_path: 'page.png' });
    expect(withFiles(bench).at(-1)?.media).toMatchObject({ kind: 'document' });
  });

  it('has its name without what could hide or lead elsewhere', async () => {
    const args = { ...place, file_path: 'data:text/plain;filename=..%2F%E2%80%AEa%00%0Ab.txt,hello' };
    const { body } = await bench.agent.call(SEND_FILE, args);
    expect((body['details'] as { text: string }[])[0]?.text).toBe('_a__b.txt');
  });

  it('goes into a topic, and later, as a message does', async () => {
    const inAnHour = new Date(bench.house.emulator.clock.now() + 3_600_000).toISOString();
    const args = { group: FORUM.id, file_path: 'plan.txt', topic_id: FORUM.topic, schedule: inAnHour };
    expect(await sent(bench, args)).toMatchObject({
      refused: false,
      body: { action: 'schedule a file', date: `${inAnHour.slice(0, 19)}.000Z` },
    });
    const { world } = bench.house.emulator;
    const waiting = [...(world.accounts.get(PERSON.id)?.scheduled.values() ?? [])].flatMap(
      ({ messages }) => messages,
    );
    expect(waiting).toMatchObject([{ media: { kind: 'document' }, replyTo: { id: FORUM.topic } }]);
  });
});

describe('an album', () => {
  const album = async (first: number) => {
    for (const n of [0, 1, 2]) await put(`${first + n}.png`, picture(first + n));
    return {
      ...place,
      file_path: `${first}.png`,
      more_files: [`${first + 1}.png`, dataUri(picture(first + 2), 'image/png')],
      caption: 'Three dots',
    };
  };

  it('is one of photos with one caption, counts as many as it has, and is made once', async () => {
    const used = async (): Promise<number> => {
      const { body } = await bench.agent.call('tg_get_actions_policy');
      return (body['quotas'] as { group_msg: { used: number } }).group_msg.used;
    };
    const before = [await used(), withFiles(bench).length] as const;
    const go = await approved(bench, await album(10));
    bench.writes();
    const answer = await go();
    expect(answer).toMatchObject({ refused: false, body: { action: 'send 3 files as an album' } });
    expect(bench.writes()).toEqual([
      ...[0, 1, 2].flatMap(() => ['upload.saveFilePart', 'messages.uploadMedia']),
      'messages.sendMultiMedia',
    ]);
    const made = withFiles(bench).slice(before[1]);
    expect(made.map(({ text }) => text)).toEqual(['Three dots', '', '']);
    expect(new Set(made.map(({ groupedId }) => groupedId)).size).toBe(1);
    expect(made[0]?.groupedId).toBeDefined();
    const { message_id, message_ids } = answer.body as { message_id: number; message_ids: number[] };
    expect(message_ids).toEqual([message_id, message_id + 1, message_id + 2]);
    expect(await downloaded(reader, message_ids)).toEqual([10, 11, 12].map(picture));
    expect(await used()).toBe(before[0] + 3);
    expect(await go()).toMatchObject({ body: { already_sent: true, message_ids } });
    expect(withFiles(bench)).toHaveLength(before[1] + 3);
  });

  it('of which nobody knows whether it was made is settled by its random_ids, each file once', async () => {
    const before = withFiles(bench).length;
    const go = await approved(bench, await album(20));
    const method = 'messages.sendMultiMedia';
    bench.house.emulator.faults.add({
      method,
      kind: 'error_after',
      code: 500,
      message: 'INTERNAL',
      times: 1,
    });
    expect(await go()).toMatchObject({ refused: true, body: { code: 'OUTCOME_UNKNOWN' } });
    expect(withFiles(bench)).toHaveLength(before + 3);
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(withFiles(bench)).toHaveLength(before + 3);
  });

  it('with anything but photos in it is one of documents', async () => {
    const args = { ...(await album(30)), more_files: ['plan.txt', '31.png'] };
    const before = withFiles(bench).length;
    const { body } = await bench.agent.call(SEND_FILE, args);
    expect(JSON.stringify(body['details'])).not.toContain('photo');
    await sent(bench, args);
    const made = withFiles(bench).slice(before);
    expect(made.map(({ media }) => media?.kind)).toEqual(['document', 'document', 'document']);
  });

  it('of the same file twice, or of more than ten, is refused', async () => {
    const twice = { ...place, file_path: 'plan.txt', more_files: ['plan.txt'] };
    expect(await bench.agent.call(SEND_FILE, twice)).toMatchObject({
      refused: true,
      body: { code: 'FILE_REFUSED', data: { reason: 'the same file is there twice' } },
    });
    const eleven = { ...twice, more_files: Array.from({ length: 10 }, () => 'plan.txt') };
    expect(await bench.agent.call(SEND_FILE, eleven)).toMatchObject({ body: { code: 'INPUT_INVALID' } });
  });
});
