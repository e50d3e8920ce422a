/** The library's door: what it reads, how it refuses, and that nothing but reads leaves the process. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openReader, ReaderError, SettingsError, type Reader } from '@tgmcp/core/library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBytes, type World } from '@tgmcp/emulator';
import { openBench, type Bench } from '../telegram/bench.js';
import { BIG } from '../support/files-world.js';
import { FRIEND, GROUP, GROUP_MESSAGES, smallWorld } from '../support/small-world.js';

const FILM = GROUP_MESSAGES + 1;

let bench: Bench;
let reader: Reader;
const env = (changes: Record<string, string> = {}): Record<string, string> => ({
  TG_ENV_FILE: join(bench.dir, 'env'),
  TG_DATA_DIR: bench.dir,
  TG_API_ID: '12345',
  TG_API_HASH: '0123456789abcdef0123456789abcdef',
  RATE_RPS: '1000',
  ...changes,
});

function worldWithFilm(): World {
  const world = smallWorld();
  const peer = { kind: 'channel', id: GROUP.bare } as const;
  world.addMessage({ peer, from: FRIEND.id, date: 1_790_099_000, media: BIG });
  return world;
}

beforeAll(async () => {
  bench = await openBench(worldWithFilm);
  reader = await openReader({ env: env() });
});
afterAll(async () => {
  await reader.close();
  await bench.close();
});

async function all<T>(records: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const record of records) found.push(record);
  return found;
}

describe('a reader', () => {
  it('says whose session it is, and what a name stands for', async () => {
    expect(await reader.account()).toMatchObject({ id: '7001', first_name: 'Ann' });
    expect(await reader.chat(`@${GROUP.username}`)).toMatchObject({ id: GROUP.id, type: 'supergroup' });
  });

  it('lists the chats, or as many as are wanted', async () => {
    const chats = await all(reader.dialogs());
    expect(chats.map(({ id }) => id)).toContain(GROUP.id);
    expect(await all(reader.dialogs({ limit: 1 }))).toEqual(chats.slice(0, 1));
    expect(await all(reader.dialogs({ limit: 0 }))).toEqual([]);
  });

  it('reads a history over as many calls as it takes, newest first, within bounds', async () => {
    const ids = async (options = {}) => (await all(reader.history(GROUP.id, options))).map(({ id }) => id);
    const newest = await ids({ limit: 120 });
    expect(newest.length).toBe(120);
    expect(newest).toEqual(newest.toSorted((one, other) => other - one));
    expect(await ids({ above: 200, below: 204 })).toEqual([203, 202, 201]);
    expect(await ids({ below: FILM })).toHaveLength(GROUP_MESSAGES);
    const at = (n: number): Date => new Date((1_790_000_000 + n * 60) * 1000);
    expect(await ids({ since: at(11), until: at(13) })).toEqual([13, 12, 11]);
    expect(await ids({ since: at(11), below: 14 })).toEqual([13, 12, 11]);
  });

  it('finds a text in one chat and in all, each message with its chat', async () => {
    const inChat = await all(reader.search('note 249', { chat: GROUP.id }));
    expect(inChat).toMatchObject([{ message: { text: 'note 249' }, chat: { id: GROUP.id } }]);
    expect(await all(reader.search('note 249'))).toEqual(inChat);
    expect(await all(reader.search('note', { chat: GROUP.id, limit: 130 }))).toHaveLength(130);
    expect(await all(reader.search('note', { chat: GROUP.id, kind: 'poll' }))).toEqual([]);
  });

  it('lists members', async () => {
    const members = await all(reader.members(GROUP.id));
    expect(members.map(({ id }) => id).toSorted()).toEqual(['7001', '7002']);
    expect(await all(reader.members(GROUP.id, { query: 'Bob' }))).toHaveLength(1);
  });

  it('exports, and shows how far it is', async () => {
    const shown: number[] = [];
    const exported = await reader.export(
      { what: 'messages', format: 'jsonl', chats: [GROUP.id] },
      { onProgress: (rows) => shown.push(rows) },
    );
    expect(exported.done).toBe(true);
    expect(exported.rows).toBe(FILM);
    const lines = (await readFile(exported.file, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(exported.rows);
    expect(shown.at(-1)).toBe(exported.rows);
  });

  it('fetches the file of a message to a new file, and never over another', async () => {
    const to = join(bench.dir, "Film 'и' é.mp4");
    const got = await reader.download(GROUP.id, FILM, to);
    expect(got).toEqual({ file: to, bytes: BIG.size, mime: 'video/mp4', name: 'film.mp4' });
    const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(digest(await readFile(to))).toBe(digest(fileBytes(BIG.content, 0, BIG.size)));
    await writeFile(to, 'mine');
    await expect(reader.download(GROUP.id, FILM, to)).rejects.toMatchObject({
      code: 'INBOX_UNWRITABLE',
    });
    expect(await readFile(to, 'utf8')).toBe('mine');
    await expect(reader.download(GROUP.id, 1, join(bench.dir, 'none'))).rejects.toMatchObject({
      code: 'NO_FILE',
    });
  });

  it('leaves nothing of a file that broke off', async () => {
    bench.emulator.faults.add({
      method: 'upload.getFile',
      kind: 'error',
      code: 400,
      message: 'LOCATION_INVALID',
      after: 1,
      times: 1,
    });
    const to = join(bench.dir, 'broken.mp4');
    await expect(reader.download(GROUP.id, FILM, to)).rejects.toThrow(ReaderError);
    expect(existsSync(to)).toBe(false);
  });
});

describe('what a reader refuses', () => {
  it('is thrown with its code, what to do next, and when it can be tried again', async () => {
    await expect(reader.chat('@nobody_here')).rejects.toMatchObject({
      name: 'ReaderError',
      code: 'PEER_NOT_FOUND',
    });
    const signal = AbortSignal.abort();
    await expect(all(reader.history(GROUP.id, { signal }))).rejects.toMatchObject({ code: 'CANCELLED' });
    bench.emulator.faults.add({
      method: 'messages.search',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_60',
      times: 1,
    });
    const refused = await all(reader.search('x', { chat: GROUP.id })).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'FLOOD_WAIT', retryAfter: 60 });
  });

  it('is settings that cannot be used, all at once, and an account without a session', async () => {
    const bad = openReader({ env: env({ RATE_RPS: 'fast', TG_CALL_DEADLINE_SEC: '-1' }) });
    await expect(bad).rejects.toThrow(SettingsError);
    await expect(bad).rejects.toMatchObject({ problems: { length: 2 } });
    const none = openReader({ env: env({ TG_READ_SESSION_PATH: join(bench.dir, 'gone.session') }) });
    await expect(none).rejects.toMatchObject({ code: 'NOT_AUTHORIZED' });
  });

  it.each([
    ['TG_ALLOW_DIRECT_TELETHON_WRITE', '1'],
    ['TG_BLOCK_DIRECT_TELETHON_WRITE', '0'],
    ['TG_WRITE_CONTEXT', 'actions_mcp'],
    ['TG_ACTION_PROCESS', '1'],
  ])('is to open with %s=%s, which would let writes by', async (name, value) => {
    await expect(openReader({ env: env({ [name]: value }) })).rejects.toThrow(SettingsError);
  });

  it('is the client itself: a reader holds its methods alone, and every one of them reads', () => {
    const methods = [
      'account',
      'chat',
      'close',
      'dialogs',
      'download',
      'export',
      'history',
      'members',
      'search',
    ];
    expect(Object.keys(reader).toSorted()).toEqual(methods);
    expect(Object.values(reader).every((one) => typeof one === 'function')).toBe(true);
  });

  it('is every write: no request left that is not a read', () => {
    const wrote = bench
      .wire()
      .filter((method) => /send|edit|delete|readHistory|join|leave|invite|update(?!s\.)/iu.test(method));
    expect(wrote).toEqual([]);
    expect(bench.wire()).toContain('upload.getFile');
  });
});
