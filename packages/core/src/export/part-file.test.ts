import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartFile, publish } from './part-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tgmcp-part-'));
  path = join(folder, 'x.jsonl.part');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NOTHING = { bytes: 0, sha256: createHash('sha256').digest('hex') };

async function opened(good: { bytes: number; sha256: string }): Promise<PartFile> {
  const part = await PartFile.goOn(path, good);
  if (part === undefined) throw new Error('the part is not what it was');
  return part;
}

/** A part with good bytes, and some behind them that a kill left. */
async function leftBehind(): Promise<{ bytes: number; sha256: string }> {
  const part = await opened(NOTHING);
  await part.write('good ünd\n');
  await part.sync();
  const good = { bytes: part.bytes, sha256: part.sha256 };
  await part.write('not noted');
  await part.close();
  return good;
}

describe('the part of an export', () => {
  it('goes on behind the good bytes, and is private', async () => {
    const good = await leftBehind();
    const part = await opened(good);
    await part.write('more\n');
    expect(part.sha256).toBe(createHash('sha256').update('good ünd\nmore\n').digest('hex'));
    await part.close();
    expect(readFileSync(path, 'utf8')).toBe('good ünd\nmore\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['x.jsonl.part']);
  });

  it('is beyond the reach of a process that was paused while another went on with it', async () => {
    const paused = await opened(NOTHING);
    await paused.write('good\n');
    await paused.sync();
    const heir = await opened({ bytes: paused.bytes, sha256: paused.sha256 });
    await heir.write('theirs\n');
    await paused.write('a late word\n');
    expect(readFileSync(path, 'utf8')).toBe('good\ntheirs\n');
    await paused.close();
    await heir.close();
  });

  it.each([
    ['is shorter', (file: string) => writeFileSync(file, 'good')],
    ['says something else', (file: string) => writeFileSync(file, 'evil ünd\nnot noted')],
    ['is gone', (file: string) => rmSync(file)],
  ])('is not gone on with when it %s', async (_, damage) => {
    const good = await leftBehind();
    damage(path);
    expect(await PartFile.goOn(path, good)).toBeUndefined();
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
  });

  it('is not read through a link', async () => {
    const good = await leftBehind();
    writeFileSync(join(folder, 'other'), readFileSync(path));
    rmSync(path);
    symlinkSync(join(folder, 'other'), path);
    await expect(PartFile.goOn(path, good)).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
  });

  it('gets its name once, however often it is asked for', async () => {
    await leftBehind();
    const file = join(folder, 'x.jsonl');
    await publish(path, file);
    await publish(path, file);
    expect(readdirSync(folder)).toEqual(['x.jsonl']);
  });
});
