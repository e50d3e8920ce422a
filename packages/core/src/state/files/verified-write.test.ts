import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type * as fileSystem from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeEmptyFile, writeVerified } from './verified-write.js';

const disk = vi.hoisted(() => ({ taken: Number.POSITIVE_INFINITY, synced: 0 }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof fileSystem>();
  return {
    ...fs,
    writeSync: (descriptor: number, bytes: Buffer, from: number, length: number, at: number) =>
      fs.writeSync(descriptor, bytes, from, Math.max(0, Math.min(length, disk.taken - at)), at),
    fsync: (descriptor: number, callback: (error: Error | null) => void) => {
      disk.synced += 1;
      fs.fsync(descriptor, callback);
    },
  };
});

let base: string;
let file: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-write-'));
  file = join(base, 'file');
  disk.taken = Number.POSITIVE_INFINITY;
  disk.synced = 0;
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('a file that is read back', () => {
  it('is private, and durable where that is asked for', async () => {
    await writeVerified(file, Buffer.from('bytes'), false);
    expect(disk.synced).toBe(0);
    await writeVerified(`${file}2`, Buffer.from('bytes'), true);
    expect(disk.synced).toBe(1);
    for (const one of [file, `${file}2`]) {
      expect(readFileSync(one, 'utf8')).toBe('bytes');
      expect(statSync(one).mode & 0o777).toBe(0o600);
    }
  });

  it('is refused where something has its name, or a link', async () => {
    const other = join(base, 'other');
    writeFileSync(other, 'kept');
    symlinkSync(other, file);
    await expect(writeVerified(file, Buffer.from('bytes'), true)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
    });
    expect(readFileSync(other, 'utf8')).toBe('kept');
  });

  it('is refused and removed when the disk took a part of it', async () => {
    disk.taken = 4;
    await expect(writeVerified(file, Buffer.from('bytes'), true)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      file,
      message: `${file} could not be written whole; the disk may be full.`,
      data: { reason: 'short write' },
    });
    expect(existsSync(file)).toBe(false);
  });

  it('is refused when the disk took nothing', async () => {
    disk.taken = 0;
    await expect(writeVerified(file, Buffer.from('bytes'), true)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      data: { reason: 'short write' },
    });
  });

  it('is refused when it cannot be written at all', async () => {
    const nowhere = join(base, 'nowhere', 'file');
    await expect(writeVerified(nowhere, Buffer.from('bytes'), true)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      file: nowhere,
    });
  });
});

it('an empty file is private and made once', () => {
  makeEmptyFile(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  writeFileSync(file, 'kept');
  expect(() => makeEmptyFile(file)).toThrow(expect.objectContaining({ code: 'EEXIST' }));
  expect(readFileSync(file, 'utf8')).toBe('kept');
});
