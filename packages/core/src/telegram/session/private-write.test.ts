import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type * as fileSystem from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { processStart } from '../../state/process-life.js';
import { halvesOf, writePrivateText } from './private-write.js';

const writer = vi.hoisted(() => ({ taken: Number.POSITIVE_INFINITY }));
// As a full disk does: it takes a part of what it is given, and reports no error.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof fileSystem>();
  return {
    ...fs,
    writeSync: (descriptor: number, bytes: Buffer, from: number, length: number, at: number) =>
      fs.writeSync(descriptor, bytes, from, Math.max(0, Math.min(length, writer.taken - at)), at),
  };
});

let base: string;
let file: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-private-'));
  file = join(base, 'read.session');
  writer.taken = Number.POSITIVE_INFINITY;
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('a private text', () => {
  it('takes the place of the one before it, and leaves nothing beside it', async () => {
    expect(await writePrivateText(file, 'before')).toEqual({ ok: true, value: undefined });
    expect(await writePrivateText(file, 'after')).toEqual({ ok: true, value: undefined });
    expect(readFileSync(file, 'utf8')).toBe('after');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(base)).toEqual(['read.session']);
  });

  it('that the disk takes only a part of costs nothing of the one before it', async () => {
    await writePrivateText(file, 'before');
    writer.taken = 3;
    expect(await writePrivateText(file, 'after')).toMatchObject({
      refusal: { code: 'STATE_UNWRITABLE', data: { file, reason: 'short write' } },
    });
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(base)).toEqual(['read.session']);
  });

  it('that cannot be written is refused with the reason of the system', async () => {
    writeFileSync(join(base, 'no-folder'), '');
    expect(await writePrivateText(join(base, 'no-folder', 'read.session'), 'text')).toMatchObject({
      refusal: { code: 'STATE_UNWRITABLE', message: expect.stringContaining('move that file away') },
    });
  });

  it('takes the place of a symbolic link, not of what that leads to', async () => {
    const other = join(base, 'other');
    writeFileSync(other, 'other', { mode: 0o600 });
    symlinkSync(other, file);
    expect(await writePrivateText(file, 'text')).toMatchObject({ ok: true });
    expect(readFileSync(other, 'utf8')).toBe('other');
    expect(readFileSync(file, 'utf8')).toBe('text');
  });
});

describe('what a killed process has written by halves', () => {
  it('is known as such, and goes with the next writing; what a living one writes stays', async () => {
    const nonce = '0123456789abcdef';
    const dead = [`${file}.4194303-1.${nonce}`, `${file}.4194303-1.${nonce}.1234`];
    const living = `${file}.${process.pid}-${processStart(process.pid)}.${nonce}`;
    for (const half of [...dead, living, `${file}.bak`]) writeFileSync(half, 'half', { mode: 0o600 });
    expect((await halvesOf(file)).toSorted()).toEqual(dead);
    await writePrivateText(file, 'text');
    expect(await halvesOf(file)).toEqual([]);
    expect(readdirSync(base)).toHaveLength(3);
  });
});
