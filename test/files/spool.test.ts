/** Private copies of files: whole or not at all, read back only as they were, and gone when nothing waits for them. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock, type Outcome } from '@tgmcp/core';
import { openKept, type KeptFile } from '../../packages/tgmcp-actions/src/files/kept-file.js';
import type { OutgoingFile } from '../../packages/tgmcp-actions/src/files/outgoing-file.js';
import {
  copiesBefore,
  keepCopy,
  removeCopies,
  sweepBegun,
} from '../../packages/tgmcp-actions/src/files/spool.js';
import { roomWait } from '../../packages/tgmcp-actions/src/files/time-limits.js';
import { ownDisk, type OwnDisk } from './own-disk.js';

const waiting = (ms: number) => roomWait(systemClock(), ms);
const LIMITS = {
  maxFileBytes: 1000,
  maxBytes: 2000,
  /** Each copy has a wait of its own. */
  get wait() {
    return waiting(5_000);
  },
};
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

let disk: OwnDisk;
let folder: string;
beforeEach(() => {
  disk = ownDisk();
  folder = disk.at('spool', '1001');
});
afterEach(() => disk.remove());

async function* pieces(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

async function keep(text: string, limits = LIMITS): Promise<string> {
  const kept = await keepCopy(folder, pieces(text), limits);
  if (!kept.ok) throw new Error(kept.refusal.code);
  return kept.value.sha256;
}

/** Makes a copy look as if no preview had made it since then. */
function age(name: string, ms: number): void {
  const then = (Date.now() - ms) / 1000;
  utimesSync(`${folder}/${name}`, then, then);
}

describe('a copy', () => {
  it('is private, whole, and named by what is in it', async () => {
    const kept = await keepCopy(folder, pieces('kites', ' and ', 'code'), LIMITS);
    const name = sha('kites and code');
    expect(kept).toMatchObject({ ok: true, value: { sha256: name, size: 14 } });
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(`${folder}/${name}`, 'utf8')).toBe('kites and code');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(`${folder}/${name}`).mode & 0o777).toBe(0o600);
  });

  it('of too much is none, and nothing of it stays', async () => {
    expect(await keepCopy(folder, pieces('x'.repeat(600), 'x'.repeat(401)), LIMITS)).toMatchObject({
      ok: false,
      refusal: { code: 'FILE_TOO_LARGE', data: { limit: 1000, setting: 'TG_ACTIONS_MAX_FILE_MB' } },
    });
    expect(readdirSync(folder)).toEqual([]);
    expect(await keepCopy(folder, pieces('x'.repeat(600), 'x'.repeat(400)), LIMITS)).toMatchObject({
      ok: true,
    });
  });

  it('finds no room where others fill it, to the byte', async () => {
    await keep('a'.repeat(1000));
    expect(await keepCopy(folder, pieces('b'.repeat(1001)), { ...LIMITS, maxFileBytes: 5000 })).toMatchObject(
      {
        ok: false,
        refusal: {
          code: 'SPOOL_UNWRITABLE',
          data: { reason: expect.stringContaining('TG_ACTIONS_SPOOL_MB') },
        },
      },
    );
    expect(readdirSync(folder)).toHaveLength(1);
    await keep('b'.repeat(1000));
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('finds no room where others that are made at the same time fill it', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        keepCopy(folder, pieces(...Array.from({ length: 9 }, () => `${index}`.repeat(100))), LIMITS),
      ),
    );
    const kept = made.filter((one) => one.ok).length;
    expect(kept).toBeGreaterThanOrEqual(1);
    expect(readdirSync(folder)).toHaveLength(kept);
    expect(kept * 900).toBeLessThanOrEqual(LIMITS.maxBytes);
  });

  it('is made of one of many that hold all of the room between them', async () => {
    let asked = 0;
    let begin = (): void => undefined;
    const full = new Promise<void>((resolve) => {
      begin = resolve;
    });
    let before = Promise.resolve();
    function together(text: string): AsyncGenerator<Buffer> {
      const turn = before;
      let held = (): void => undefined;
      before = new Promise((resolve) => {
        held = resolve;
      });
      return (async function* () {
        await turn;
        yield* pieces(text.repeat(100), text.repeat(100));
        held();
        asked += 1;
        if (asked === 10) begin();
        await full;
        yield* pieces(text.repeat(700));
      })();
    }
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) => keepCopy(folder, together(String(index)), LIMITS)),
    );
    expect(asked).toBe(10);
    const kept = made.filter((one) => one.ok).length;
    expect(kept).toBeGreaterThanOrEqual(1);
    expect(readdirSync(folder)).toHaveLength(kept);
    expect(kept * 900).toBeLessThanOrEqual(LIMITS.maxBytes);
  });

  it('finds no room where another process has filled it meanwhile', async () => {
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.from('x'.repeat(900));
      writeFileSync(`${folder}/begun-other`, 'y'.repeat(1200));
    }
    expect(await keepCopy(folder, slow(), LIMITS)).toMatchObject({
      ok: false,
      refusal: { code: 'SPOOL_UNWRITABLE' },
    });
    expect(readdirSync(folder)).toEqual(['begun-other']);
  });

  it('that breaks off on its way leaves nothing, and is told as what it is', async () => {
    // A connection that is reset, or a disk that fails where the file comes from, is no trouble of the spool.
    const cause = Object.assign(new Error('broken'), { code: 'ECONNRESET' });
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('half');
      throw cause;
    }
    await expect(keepCopy(folder, broken(), LIMITS)).rejects.toBe(cause);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not made in a folder that is open to others', async () => {
    await keep('first');
    chmodSync(folder, 0o755);
    expect(await keepCopy(folder, pieces('second'), LIMITS)).toMatchObject({
      ok: false,
      refusal: { code: 'SPOOL_UNWRITABLE', data: { reason: expect.stringContaining('chmod 700') } },
    });
    chmodSync(folder, 0o700);
  });
});

describe('reading a copy back', () => {
  const file = (text: string): OutgoingFile => ({
    name: 'a.txt',
    sha256: sha(text),
    size: text.length,
    mime: 'text/plain',
    kind: 'document',
  });

  async function read(opened: Outcome<KeptFile>): Promise<string[]> {
    if (!opened.ok) throw new Error(opened.refusal.code);
    const texts: string[] = [];
    for await (const piece of opened.value.pieces(4)) texts.push(piece.toString());
    return texts;
  }

  it('gives its pieces and says that they were what was approved', async () => {
    await keep('kites');
    const opened = openKept(folder, file('kites'));
    expect(await read(opened)).toEqual(['kite', 's']);
    expect(opened.ok && opened.value.verdict()).toMatchObject({ ok: true });
    if (opened.ok) opened.value.close();
  });

  it('says so when one byte of it is another one', async () => {
    const name = await keep('kites');
    writeFileSync(`${folder}/${name}`, 'kitez');
    const opened = openKept(folder, file('kites'));
    expect(await read(opened)).toEqual(['kite', 'z']);
    expect(opened.ok && opened.value.verdict()).toMatchObject({
      ok: false,
      refusal: { code: 'FILE_COPY_LOST', data: { file: 'a.txt' } },
    });
    if (opened.ok) opened.value.close();
  });

  it('refuses one that is gone, has another size, or is a link or a folder', async () => {
    const lost = { ok: false, refusal: { code: 'FILE_COPY_LOST' } };
    expect(openKept(folder, file('gone'))).toMatchObject(lost);
    const name = await keep('kites');
    expect(openKept(folder, { ...file('kites'), size: 6 })).toMatchObject(lost);
    symlinkSync(`${folder}/${name}`, `${folder}/${sha('link!')}`);
    expect(openKept(folder, file('link!'))).toMatchObject(lost);
    expect(openKept(disk.path, { ...file('xxxxx'), sha256: 'root' })).toMatchObject(lost);
  });
});

describe('what nothing waits for', () => {
  it('goes, and what a preview has made meanwhile stays', async () => {
    const before = Date.now() - 5_000;
    const [old, fresh] = [await keep('old'), await keep('fresh')];
    age(old, Date.now() - before + 5_000);
    expect(copiesBefore(folder, before)).toEqual([old]);
    // Between the look and the removal a preview copied it again: only its age tells.
    removeCopies(folder, [old, fresh, sha('gone')], before);
    expect(readdirSync(folder)).toEqual([fresh]);
  });

  it('is nothing where nothing was ever copied', () => {
    expect(copiesBefore(folder, Date.now())).toEqual([]);
    expect(() => sweepBegun(folder, Date.now())).not.toThrow();
  });

  it('is also what killed processes left half-written, once it is old', async () => {
    const before = Date.now() - 5_000;
    const kept = await keep('whole');
    for (const name of ['begun-1', 'begun-2', 'leaving-1', 'other'])
      writeFileSync(`${folder}/${name}`, 'half');
    for (const name of ['begun-1', 'leaving-1', 'other', kept]) age(name, Date.now() - before + 5_000);
    sweepBegun(folder, before);
    expect(readdirSync(folder).toSorted()).toEqual([kept, 'begun-2', 'other'].toSorted());
    expect(copiesBefore(folder, Date.now())).toEqual([kept]);
  });
});
