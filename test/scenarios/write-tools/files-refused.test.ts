/** Files that are not sent: what is not to be sent at all, and what is no longer what was approved. */
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { executed, openWriteBench, type WriteBench } from './bench.js';
import { approved, place, SEND_FILE, spooled, withFiles } from './file-desk.js';
import { OUTBOX } from './outbox.js';

let bench: WriteBench;
const at = (...parts: readonly string[]): string => join(bench.house.dir, ...parts);

beforeAll(async () => {
  bench = await openWriteBench();
});
afterEach(() => {
  // No part of a file that was refused went to Telegram, and nothing was copied of it.
  expect(bench.writes()).toEqual([]);
  expect(withFiles(bench)).toEqual([]);
});
afterAll(() => bench.house.close());

const asked = (file_path: string) => bench.agent.call(SEND_FILE, { ...place, file_path });
const refused = (reason: unknown) => ({ refused: true, body: { code: 'FILE_REFUSED', data: { reason } } });

describe('a file that is not to be sent', () => {
  it('is refused by the server, whatever it is, and nothing of it is copied', async () => {
    symlinkSync(at('sessions', 'actions.session'), at('outbox', 'notes.txt'));
    linkSync(at('env'), at('outbox', 'copy.txt'));
    symlinkSync(at('sessions'), at('outbox', 'folder'));
    execFileSync('mkfifo', [at('outbox', 'pipe')]);
    writeFileSync(at('outbox', '.env'), 'TG_API_HASH=secret');
    writeFileSync(at('outbox', 'my.session'), 'secret');
    mkdirSync(at('outbox', 'way'));
    const before = spooled(bench);
    for (const [file, reason] of [
      ['notes.txt', 'it is a symbolic link'],
      ['copy.txt', 'it has a second name (a hard link)'],
      ['folder/actions.session', 'files of this name are never sent'],
      ['pipe', 'it is no regular file'],
      ['way', 'it is no regular file'],
      ['.env', 'files of this name are never sent'],
      ['my.session', 'files of this name are never sent'],
      ['../env', 'it has ".." in it'],
      [at('env'), expect.stringContaining('it is in none of the file roots')],
      [at('sessions', 'actions.session'), expect.stringContaining('it is in none of the file roots')],
      ['/proc/self/environ', expect.stringContaining('it is in none of the file roots')],
      ['/etc/hostname', expect.stringContaining('it is in none of the file roots')],
      ['data:text/plain;base64,?', 'the data: URI is no base64'],
      ['data:,', 'it is empty'],
    ] as const) {
      expect(await asked(file), file).toMatchObject(refused(reason));
    }
    expect(spooled(bench)).toEqual(before);
  });

  it('is refused also where the operator made everything a root', async () => {
    const agent = await bench.server({ TG_ACTIONS_FILE_ROOTS: '/' });
    for (const file of ['env', 'sessions/actions.session', 'state']) {
      expect(await agent.call(SEND_FILE, { ...place, file_path: at(file) }), file).toMatchObject(
        refused(expect.stringMatching(/never sent|nothing is sent from|no regular file/)),
      );
    }
    for (const file of [
      '/proc/self/environ',
      '/proc/self/cwd/package.json',
      '/dev/zero',
      '/sys/kernel/notes',
    ]) {
      expect(await agent.call(SEND_FILE, { ...place, file_path: file }), file).toMatchObject({
        refused: true,
        body: { code: 'FILE_REFUSED' },
      });
    }
    await agent.close();
  });

  it('need not be tried: the policy tells the roots and the largest size', async () => {
    const { body } = await bench.agent.call('tg_get_actions_policy');
    expect(body).toMatchObject({ file_roots: [at('outbox')], limits: { max_file_mb: 20 } });
  });

  it('is larger than the operator allows, from wherever it comes', async () => {
    const agent = await bench.server({ TG_ACTIONS_MAX_FILE_MB: '1' });
    const large = Buffer.alloc(1024 * 1024 + 1, 'x');
    writeFileSync(at('outbox', 'large.bin'), large);
    for (const file_path of ['large.bin', `data:text/plain;base64,${large.toString('base64')}`]) {
      expect(await agent.call(SEND_FILE, { ...place, file_path })).toMatchObject({
        refused: true,
        body: {
          code: 'FILE_TOO_LARGE',
          data: { size: large.length, limit: 1024 * 1024, setting: 'TG_ACTIONS_MAX_FILE_MB' },
        },
      });
    }
    await agent.close();
  });

  it('is behind a URL that leads into the machine', async () => {
    for (const url of [
      'https://127.0.0.1/a',
      'https://2130706433/',
      'https://[::ffff:127.0.0.1]/',
      'https://169.254.169.254/latest/meta-data/',
      'https://localhost/a',
      'http://example.org/a',
      'file:///etc/passwd',
    ]) {
      expect(await asked(url), url).toMatchObject({ refused: true, body: { code: 'URL_REFUSED' } });
    }
  });
});

describe('a file that is not what was approved', () => {
  const changed = {
    refused: true,
    body: { code: 'APPROVAL_MISMATCH', data: { fields: ['content'], sent: 'no' } },
  };
  const path = (): string => at('outbox', 'plan.txt');

  it('is refused though its size and its time are the same', async () => {
    const go = await approved(bench, { ...place, file_path: 'plan.txt' });
    const { atime, mtime } = statSync(path());
    const other = Buffer.from(OUTBOX['plan.txt'].toString().replace('eight', 'seven'));
    expect(other).toHaveLength(OUTBOX['plan.txt'].length);
    writeFileSync(path(), other);
    utimesSync(path(), atime, mtime);
    expect(await go()).toMatchObject(changed);
    writeFileSync(path(), OUTBOX['plan.txt']);
  });

  it('is refused when it became a link, is gone, or is another one by name', async () => {
    const go = await approved(bench, { ...place, file_path: 'plan.txt' });
    execFileSync('mv', [path(), at('outbox', 'kept.txt')]);
    expect(await go()).toMatchObject(refused(expect.stringContaining('it is not there')));
    symlinkSync('kept.txt', path());
    expect(await go()).toMatchObject(refused('it is a symbolic link'));
    execFileSync('mv', [at('outbox', 'kept.txt'), path()]);
  });

  it('is refused where its private copy was changed, and nothing goes into the chat', async () => {
    const go = await approved(bench, { ...place, file_path: 'plan.txt', caption: 'Look' });
    const [name = ''] = spooled(bench).filter((one) => {
      const copy = readFileSync(at('spool', '7001', one));
      return copy.equals(OUTBOX['plan.txt']);
    });
    const copy = at('spool', '7001', name);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(statSync(at('spool', '7001')).mode & 0o777).toBe(0o700);
    writeFileSync(copy, Buffer.alloc(OUTBOX['plan.txt'].length, 'x'));
    expect(await go()).toMatchObject({
      refused: true,
      body: { code: 'FILE_COPY_LOST', data: { file: 'plan.txt', sent: 'no' } },
    });
    expect(bench.writes()).toEqual(['upload.saveFilePart']);
    writeFileSync(copy, 'shorter');
    expect(await go()).toMatchObject({ refused: true, body: { code: 'FILE_COPY_LOST' } });
  });

  it('is refused with another caption, place, time or company than was shown', async () => {
    const args = { ...place, file_path: 'again.txt', caption: 'Here' };
    const { body } = await bench.agent.call(SEND_FILE, args);
    for (const change of [
      { caption: 'There' },
      { file_path: 'data:text/plain;filename=again.txt,Meet%20at%20ten.' },
      { more_files: ['plan.txt'] },
      { silent: true },
      { reply_to: 1 },
      { schedule: new Date(bench.house.emulator.clock.now() + 3_600_000).toISOString() },
      { force_resend: true },
    ]) {
      const answer = await executed(bench.agent, SEND_FILE, { ...args, ...change }, body['approval_code']);
      expect(answer, JSON.stringify(change)).toMatchObject({ body: { code: 'APPROVAL_MISMATCH' } });
    }
  });
});
