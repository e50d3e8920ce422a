/** Sending files while things go wrong: nothing is sent twice, nothing is lost, and no copy stays for nothing. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pretendedDisk } from '../../support/disk.js';
import { loseAnswer } from '../../support/writing.js';
import { openWriteBench, say, type WriteBench } from './bench.js';
import { approved, place, SEND_FILE, sent, spooled, withFiles } from './file-desk.js';
import { HOLD_OVER_SEC } from './killed.js';
import { fillOutbox } from './outbox.js';

const MB = 1024 * 1024;
/** After so long a copy is nobody's who previews just now. */
const FRESH_SEC = 70;
const args = { ...place, file_path: 'plan.txt' };
let bench: WriteBench;

beforeEach(async () => {
  bench = await openWriteBench();
});
afterEach(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const fault = (method: string, message: string, times: number, code = 400): void =>
  bench.house.emulator.faults.add({ method, kind: 'error', code, message, times });
const count = (method: string): number => bench.house.wire().filter((one) => one === method).length;

describe('a file that cannot be uploaded', () => {
  it('is surely not sent, gives its quota back, and goes by the same code later', async () => {
    const go = await approved(bench, args);
    fault('upload.saveFilePart', 'INTERNAL', 4, 500);
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'UPLOAD_FAILED', retryable: true, data: { cause: 'TELEGRAM_TROUBLE', sent: 'no' } },
    });
    expect(count('messages.sendMedia')).toBe(0);
    const { body } = await bench.agent.call('tg_get_actions_policy');
    expect((body['quotas'] as { group_msg: { used: number } }).group_msg.used).toBe(0);
    expect(await go()).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(withFiles(bench)).toHaveLength(1);
  });

  it('is uploaded anew where Telegram lost a part of it', async () => {
    fault('messages.sendMedia', 'FILE_PART_0_MISSING', 1);
    expect(await sent(bench, args)).toMatchObject({ refused: false });
    expect(count('upload.saveFilePart')).toBe(2);
    expect(withFiles(bench)).toHaveLength(1);
  });

  it.each(['FILE_PARTS_INVALID', 'MEDIA_INVALID', 'PHOTO_INVALID_DIMENSIONS', 'CHAT_SEND_DOCS_FORBIDDEN'])(
    'because of %s is told as not sent',
    async (message) => {
      fault('messages.sendMedia', message, 2);
      const answer = await sent(bench, args);
      expect(answer).toMatchObject({ refused: true, body: { data: { rpc: message, sent: 'no' } } });
      expect(withFiles(bench)).toEqual([]);
    },
  );
});

describe('a server that is killed', () => {
  /** Kills the server once a request of this method has arrived, whose answer never comes. */
  async function killedAt(method: string, go: () => Promise<unknown>): Promise<void> {
    const answerLost = loseAnswer(bench.house, method);
    const lost = go().catch(() => undefined);
    await answerLost();
    process.kill(bench.agent.pid, 'SIGKILL');
    await lost;
    await bench.house.passTime(HOLD_OVER_SEC);
  }

  it('in the middle of an upload sends the file once, when it is asked again', async () => {
    const go = await approved(bench, { ...place, file_path: 'plan.txt', more_files: ['again.txt'] });
    await killedAt('messages.uploadMedia', () => go());
    const next = await bench.server({});
    expect(count('messages.sendMultiMedia')).toBe(0);
    expect(await go(next)).toMatchObject({ refused: false, body: { already_sent: false } });
    expect(await go(next)).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(withFiles(bench)).toHaveLength(2);
    expect(count('messages.sendMultiMedia')).toBe(1);
  });

  it('as the file arrives finds it sent, and the copy goes', async () => {
    const go = await approved(bench, args);
    await killedAt('messages.sendMedia', () => go());
    expect(spooled(bench)).toHaveLength(1);
    const next = await bench.server({});
    expect(await go(next)).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(withFiles(bench)).toHaveLength(1);
    await bench.house.passTime(FRESH_SEC);
    await next.call(SEND_FILE, { ...place, file_path: 'gone.txt' });
    expect(spooled(bench)).toEqual([]);
  });

  it('and loses its data folder sends nothing twice: Telegram knows each file by its random_id', async () => {
    // So that the run cannot cross into the next window.
    const year = { TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC: '31536000' };
    const both = { ...args, more_files: ['again.txt'] };
    const first = await bench.server(year);
    expect(await (await approved(bench, both, first))()).toMatchObject({ body: { already_sent: false } });
    process.kill(first.pid, 'SIGKILL');
    process.kill(bench.agent.pid, 'SIGKILL');
    for (const name of ['state', 'spool']) await rm(join(bench.house.dir, name), { recursive: true });
    const next = await bench.server(year);
    expect(await (await approved(bench, both, next))()).toMatchObject({ body: { already_sent: true } });
    expect(withFiles(bench)).toHaveLength(2);
  });

  it('leaves nothing behind that the next one keeps', async () => {
    await bench.agent.call(SEND_FILE, args);
    const half = join(bench.house.dir, 'spool', '7001', 'begun-0001');
    writeFileSync(half, 'half of a file', { mode: 0o600 });
    process.kill(bench.agent.pid, 'SIGKILL');
    // The code has ended, and what was half-written is old.
    await bench.house.passTime(2 * 3600);
    const next = await bench.server({});
    await next.call('tg_get_actions_policy');
    await expect.poll(() => spooled(bench), { timeout: 20_000 }).toEqual([]);
    expect(existsSync(half)).toBe(false);
  });
});

describe('the copy of a file', () => {
  it('stays while its proposal can be executed, and goes when it was sent or refused', async () => {
    const go = await approved(bench, args);
    const { body } = await bench.agent.call(SEND_FILE, { ...place, file_path: 'again.txt' });
    await bench.house.passTime(FRESH_SEC);
    const tidy = (): Promise<unknown> => bench.agent.call(SEND_FILE, { ...place, file_path: 'gone.txt' });
    await tidy();
    expect(spooled(bench)).toHaveLength(2);
    expect(await go()).toMatchObject({ refused: false });
    expect(spooled(bench)).toHaveLength(1);
    await say(bench.house, body, 'no');
    await tidy();
    expect(spooled(bench)).toEqual([]);
  });

  it('goes by tgmcp state prune, too', async () => {
    await bench.agent.call(SEND_FILE, args);
    await bench.agent.close();
    await bench.house.passTime(4000);
    expect(await bench.house.operator(['state', 'prune', '--days', '30'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('removed 1 copies of files'),
    });
    expect(spooled(bench)).toEqual([]);
  });

  it('is refused where copies fill what the operator gives them, and what was there stays good', async () => {
    const small = await bench.server({ TG_ACTIONS_SPOOL_MB: '1' });
    const put = (name: string, bytes: number): void =>
      writeFileSync(join(bench.house.dir, 'outbox', name), Buffer.alloc(bytes, name));
    put('most.bin', MB - 1000);
    put('more.bin', 2000);
    const go = await approved(bench, { ...place, file_path: 'most.bin' }, small);
    const full = {
      refused: true,
      body: { code: 'SPOOL_UNWRITABLE', data: { reason: expect.stringContaining('TG_ACTIONS_SPOOL_MB') } },
    };
    expect(await small.call(SEND_FILE, { ...place, file_path: 'more.bin' })).toMatchObject(full);
    expect(spooled(bench)).toHaveLength(1);
    await bench.house.passTime(FRESH_SEC);
    expect(await go()).toMatchObject({ refused: false });
    expect(await small.call(SEND_FILE, { ...place, file_path: 'more.bin' })).toMatchObject({
      refused: false,
    });
  });
});

describe('a full disk', () => {
  it('keeps a file from being copied, takes nothing from what waits, and leaves no half of it', async () => {
    const disk = await pretendedDisk();
    try {
      await fillOutbox({ dir: disk.dir });
      const env = disk.env({ ...bench.house.emulator.env, TG_DATA_DIR: disk.dir });
      const agent = await bench.server(env);
      const first = await agent.call(SEND_FILE, args);
      expect(first).toMatchObject({ refused: false });
      disk.fill();
      expect(await agent.call(SEND_FILE, { ...place, file_path: 'again.txt' })).toMatchObject({
        refused: true,
        body: {
          code: 'SPOOL_UNWRITABLE',
          retryable: true,
          data: {
            reason: expect.stringContaining('the disk is full'),
            file: expect.stringContaining(disk.dir),
          },
        },
      });
      disk.free();
      const folder = join(disk.dir, 'spool', '7001');
      expect(readdirSync(folder)).toHaveLength(1);
      expect(await agent.call(SEND_FILE, { ...place, file_path: 'again.txt' })).toMatchObject({
        refused: false,
      });
      await agent.close();
    } finally {
      disk.free();
      await disk.close();
    }
  });
});
