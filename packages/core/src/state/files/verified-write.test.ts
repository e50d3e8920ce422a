import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeEmptyFile, writeVerified } from './verified-write.js';

const writer = vi.hoisted(() => ({
  taken: Number.POSITIVE_INFINITY,
  options: [] as unknown[],
}));
vi.mock('write-file-atomic', async () => {
  const fs = await import('node:fs');
  return {
    default: async (file: string, bytes: Buffer, options: { mode: number }) => {
      writer.options.push(options);
      if (writer.taken >= 0) fs.writeFileSync(file, bytes.subarray(0, writer.taken), { mode: options.mode });
    },
  };
});

let base: string;
let file: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-write-'));
  file = join(base, 'file');
  writer.taken = Number.POSITIVE_INFINITY;
  writer.options.length = 0;
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('a file that is read back', () => {
  it('is private, and durable where that is asked for', async () => {
    await writeVerified(file, Buffer.from('bytes'), true);
    await writeVerified(file, Buffer.from('other'), false);
    expect(readFileSync(file, 'utf8')).toBe('other');
    expect(writer.options).toEqual([
      { mode: 0o600, fsync: true },
      { mode: 0o600, fsync: false },
    ]);
  });

  it('is refused and removed when the disk took a part of it', async () => {
    writer.taken = 4;
    await expect(writeVerified(file, Buffer.from('bytes'), true)).rejects.toMatchObject({
      code: 'STATE_UNWRITABLE',
      file,
      message: `${file} could not be written whole; the disk may be full.`,
      data: { reason: 'short write' },
    });
    expect(existsSync(file)).toBe(false);
  });

  it('is refused when it is not there after all', async () => {
    writer.taken = -1;
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
