/** How much is written into a full spool, what is said of it, and what is not taken for a copy. */
import { createHash } from 'node:crypto';
import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { systemClock } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKept } from '../../packages/tgmcp-actions/src/files/kept-file.js';
import type { OutgoingFile } from '../../packages/tgmcp-actions/src/files/outgoing-file.js';
import { copiesBefore, keepCopy, removeCopies } from '../../packages/tgmcp-actions/src/files/spool.js';
import { roomWait } from '../../packages/tgmcp-actions/src/files/time-limits.js';
import { ownDisk, type OwnDisk } from './own-disk.js';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const waiting = (ms: number) => roomWait(systemClock(), ms);
const LIMITS = {
  maxFileBytes: 1_000_000,
  maxBytes: 2_000,
  /** Each copy has a wait of its own. */
  get wait() {
    return waiting(5_000);
  },
};

let disk: OwnDisk;
let folder: string;
beforeEach(() => {
  disk = ownDisk();
  folder = disk.at('spool', '1001');
});
afterEach(() => disk.remove());

/** Hundreds of bytes without end, and how many were asked for. */
function endless(): { asked: () => number; pieces: AsyncGenerator<Buffer> } {
  let asked = 0;
  async function* pieces(): AsyncGenerator<Buffer> {
    for (; asked < 500;) {
      asked += 1;
      yield Buffer.alloc(100, asked);
    }
  }
  return { asked: () => asked, pieces: pieces() };
}

async function* once(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

describe('a spool that is full', () => {
  it('takes no more than fits, and asks the source for no more than that', async () => {
    for (const [before, fits] of [
      ['', 20],
      ['x'.repeat(1_500), 5],
    ] as const) {
      if (before !== '') expect(await keepCopy(folder, once(before), LIMITS)).toMatchObject({ ok: true });
      const { asked, pieces } = endless();
      expect(await keepCopy(folder, pieces, LIMITS)).toMatchObject({
        ok: false,
        refusal: {
          code: 'SPOOL_UNWRITABLE',
          data: {
            file: folder,
            reason: `copies of files that wait for approval fill the ${2_000 / (1024 * 1024)} MB of TG_ACTIONS_SPOOL_MB`,
          },
        },
      });
      expect(asked()).toBe(fits + 1);
    }
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('by copies that are being made is waited for no longer than it may be, and they stay whole', async () => {
    const later: { begun: () => void; go: () => void } = { begun: () => undefined, go: () => undefined };
    const begun = new Promise<void>((resolve) => (later.begun = resolve));
    const held = new Promise<void>((resolve) => (later.go = resolve));
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(900, 'b');
      later.begun();
      await held;
      yield Buffer.alloc(100, 'b');
    }
    let other: ReturnType<typeof keepCopy> | undefined;
    async function* older(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(1_000, 'a');
      other = keepCopy(folder, slow(), LIMITS);
      await begun;
      yield Buffer.alloc(101, 'a');
    }
    const since = performance.now();
    expect(await keepCopy(folder, older(), { ...LIMITS, wait: waiting(60) })).toMatchObject({
      ok: false,
      refusal: {
        code: 'SPOOL_UNWRITABLE',
        data: { reason: expect.stringContaining('try again when they are done') },
      },
    });
    expect(performance.now() - since).toBeGreaterThanOrEqual(60);
    later.go();
    expect(await other).toMatchObject({ ok: true, value: { sha256: sha('b'.repeat(1_000)) } });
    expect(readdirSync(folder)).toEqual([sha('b'.repeat(1_000))]);
  });

  it('takes again what fits once a copy has gone', async () => {
    const big = { ...LIMITS, maxBytes: 1_500 };
    for (const text of ['a', 'b', 'c', 'd']) {
      expect(await keepCopy(folder, once(text.repeat(1_400)), big)).toMatchObject({ ok: true });
      expect(await keepCopy(folder, once('e'.repeat(200)), big)).toMatchObject({ ok: false });
      removeCopies(folder, [sha(text.repeat(1_400))], Date.now() + 10_000);
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a copy', () => {
  it('is older only than what came after it', async () => {
    await keepCopy(folder, once('kites'), LIMITS);
    const made = 1_700_000_000;
    utimesSync(`${folder}/${sha('kites')}`, made, made);
    expect(copiesBefore(folder, made * 1000)).toEqual([]);
    expect(copiesBefore(folder, made * 1000 + 1)).toEqual([sha('kites')]);
  });

  it('is removed where it is there, and trouble with the folder is told', async () => {
    await keepCopy(folder, once('kites'), LIMITS);
    expect(() => removeCopies(folder, [sha('gone')], Date.now())).not.toThrow();
    writeFileSync(disk.at('file'), '');
    expect(() => removeCopies(disk.at('file'), [sha('kites')], Date.now())).toThrow('ENOTDIR');
    expect(() => copiesBefore(disk.at('file'), Date.now())).toThrow('ENOTDIR');
  });

  it('that is lost says how, and is closed by whoever opened it', async () => {
    const file = (text: string): OutgoingFile => ({
      name: 'a.txt',
      sha256: sha(text),
      size: text.length,
      mime: 'text/plain',
      kind: 'document',
    });
    const lost = (reason: string): object => ({
      ok: false,
      refusal: { code: 'FILE_COPY_LOST', data: { file: 'a.txt', reason } },
    });
    expect(openKept(folder, file('kites'))).toMatchObject(lost('it is not there'));
    await keepCopy(folder, once('kites'), LIMITS);
    expect(openKept(folder, { ...file('kites'), size: 6 })).toMatchObject(
      lost('it is not what was approved'),
    );
    writeFileSync(`${folder}/${sha('kites')}`, 'kitez');
    const opened = openKept(folder, file('kites'));
    if (!opened.ok) throw new Error(opened.refusal.code);
    for await (const piece of opened.value.pieces(10)) expect(piece.toString()).toBe('kitez');
    expect(opened.value.verdict()).toMatchObject(lost('it is not what was approved'));
    opened.value.close();
    // Whoever closes it twice is told that it was closed.
    expect(() => opened.value.close()).toThrow('EBADF');
  });
});
