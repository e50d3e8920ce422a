import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rememberedFiles, rememberFile } from './remembered-files.js';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'tgmcp-remembered-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

const cursor = (file: string) => ({ id: 'cursor' as const, file });

describe('a file that was written for a client', () => {
  it('is remembered once, the newest first', async () => {
    for (const file of ['/a', '/b', '/a']) expect(await rememberFile(data, cursor(file))).toBeUndefined();
    expect(rememberedFiles(data)).toEqual([cursor('/b'), cursor('/a')]);
  });

  it('is not forgotten for others that are remembered at the same time, in a folder that is not there yet', async () => {
    const folder = join(data, 'new');
    const files = Array.from({ length: 8 }, (_, index) => `/${index}`);
    const problems = await Promise.all(files.map((file) => rememberFile(folder, cursor(file))));
    expect(problems).toEqual(files.map(() => undefined));
    const kept = rememberedFiles(folder).map(({ file }) => file);
    expect(kept.toSorted()).toEqual(files);
    expect(await readdir(folder)).toEqual(['clients.json']);
  });

  it('waits for no lock that a killed process has left', async () => {
    await mkdir(join(data, 'lock'));
    await utimes(join(data, 'lock'), 0, 0);
    expect(await rememberFile(data, cursor('/a'))).toBeUndefined();
    expect(rememberedFiles(data)).toEqual([cursor('/a')]);
  });

  it('that cannot be remembered says why', async () => {
    const file = join(data, 'file');
    await writeFile(file, '');
    expect(await rememberFile(join(file, 'below'), cursor('/a'))).toMatch(/^E[A-Z]+$/u);
  });

  it('that cannot be remembered is not tried for any time', async () => {
    const file = join(data, 'file');
    await writeFile(file, '');
    // Nothing is waited for: no time passes.
    vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });
    try {
      expect(await rememberFile(file, cursor('/a'))).toMatch(/^E[A-Z]+$/u);
    } finally {
      vi.useRealTimers();
    }
  });
});
