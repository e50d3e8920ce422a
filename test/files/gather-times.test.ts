/** How long one call waits for room in the spool and for hosts, with all of its files together. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createMemoryStore, manualClock, type ManualClock } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outgoingFiles, type OutgoingFiles } from '../../packages/tgmcp-actions/src/files/outgoing-files.js';
import { readSource, type Source } from '../../packages/tgmcp-actions/src/files/source.js';
import { keepCopy } from '../../packages/tgmcp-actions/src/files/spool.js';
import { roomWait } from '../../packages/tgmcp-actions/src/files/time-limits.js';
import { HOST, openWebHost, type WebHost } from '../support/web-host.js';
import { ownDisk, type OwnDisk } from './own-disk.js';
import { oneHostInternet } from './public-internet.js';

const SPOOL_BYTES = 1024 * 1024;
const FILE_BYTES = 100_000;

let disk: OwnDisk;
let host: WebHost;
let clock: ManualClock;
let files: OutgoingFiles;
/** How long room was to be waited for, each time. */
let waits: number[];
/** What the host has begun to answer. */
let answers: ServerResponse[];

beforeEach(async () => {
  disk = ownDisk();
  answers = [];
  host = await openWebHost((_request, response) => {
    response.flushHeaders();
    answers.push(response);
  });
  clock = manualClock();
  waits = [];
  files = outgoingFiles({
    settings: disk.settings({ TG_ACTIONS_SPOOL_MB: '1', TG_ACTIONS_MAX_FILE_MB: '1' }),
    accountId: '1001',
    store: createMemoryStore({ clock }),
    clock: {
      ...clock,
      sleep(ms, signal) {
        if (ms <= 10_000) waits.push(ms);
        return clock.sleep(ms, signal);
      },
    },
    warn: () => undefined,
    network: oneHostInternet(host),
  });
});
afterEach(async () => {
  await host.close();
  disk.remove();
});

const source = (name: string): Source => {
  const read = readSource(`https://${HOST}/${name}`, 1_000_000);
  if (!read.ok) throw new Error(read.refusal.code);
  return read.value;
};
const gather = (...names: readonly string[]) =>
  files.gather(names.map(source), { keep: true, asDocument: true });

const folder = (): string => disk.at('data', 'spool', '1001');
const spool = (): string[] => (existsSync(folder()) ? readdirSync(folder()) : []);
const bytes = (): number =>
  spool().reduce((sum, name) => sum + statSync(disk.at('data', 'spool', '1001', name)).size, 0);
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Another copy, begun after the one that is being made, with all of the room but half a file; it ends when it is told to. */
async function anotherCopy(): Promise<() => Promise<void>> {
  await expect.poll(() => spool().some((name) => name.startsWith('begun-'))).toBe(true);
  const most = SPOOL_BYTES - FILE_BYTES / 2;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  async function* pieces(): AsyncGenerator<Buffer> {
    yield Buffer.alloc(most - bytes());
    await ended;
    throw new Error('given up');
  }
  const limits = { maxFileBytes: SPOOL_BYTES, maxBytes: SPOOL_BYTES, wait: roomWait(clock, 0) };
  const copy = keepCopy(folder(), pieces(), limits).catch(() => undefined);
  await expect.poll(bytes).toBe(most);
  return async () => {
    end();
    await copy;
  };
}

const send = (index: number, letter: string) => answers[index]?.write(letter.repeat(FILE_BYTES));

describe('room in the spool', () => {
  it('is waited for ten seconds at most with all files of a call together', async () => {
    const gathering = gather('a', 'b');
    const giveUp = await anotherCopy();
    send(0, 'a');
    await expect.poll(() => waits).toEqual([10_000]);
    await clock.advance(6_000);
    await giveUp();
    answers[0]?.end();
    await expect.poll(() => answers.length).toBe(2);
    expect(spool()).toContain(sha('a'.repeat(FILE_BYTES)));
    const giveUpToo = await anotherCopy();
    send(1, 'b');
    await expect.poll(() => waits).toEqual([10_000, 4_000]);
    await clock.advance(4_000);
    expect(await gathering).toMatchObject({
      ok: false,
      refusal: {
        code: 'SPOOL_UNWRITABLE',
        data: { reason: expect.stringContaining('try again when they are done') },
      },
    });
    await giveUpToo();
    expect(clock.sleeping).toBe(0);
  });
});

describe('a host', () => {
  it.each([
    [6_900, { ok: true }],
    [7_100, { ok: false, refusal: { code: 'URL_REFUSED', data: { reason: 'it took too long' } } }],
  ])('is not charged for the wait for room: %i ms after 8 seconds and a wait of 9', async (ms, expected) => {
    const gathering = gather('a');
    const giveUp = await anotherCopy();
    await clock.advance(8_000);
    send(0, 'a');
    await expect.poll(() => waits).toEqual([10_000]);
    await clock.advance(9_000);
    await giveUp();
    await expect.poll(bytes).toBe(FILE_BYTES);
    await clock.advance(ms);
    answers[0]?.end();
    expect(await gathering).toMatchObject(expected);
    expect(clock.sleeping).toBe(0);
  });
});
