import { execFileSync } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openList, type ListSettings } from './open-list.js';

/** No root may be below /dev, where a run of the tests has its files in memory. */
const onDisk = process.env['TGMCP_TESTS_DISK'] ?? tmpdir();

let dir: string;
const settings = (...roots: readonly string[]): ListSettings => ({
  TG_DATA_DIR: join(dir, 'data'),
  TG_ACTIONS_FILE_ROOTS: roots,
  TG_ENV_FILE: '',
  SESSION_DIR: join(dir, 'sessions'),
  TG_SESSIONS_DIR: '',
  TG_SESSION_RUNTIME_DIR: '',
  TG_SESSION_PATH: '',
  TG_READ_SESSION_PATH: '',
  TG_ACTIONS_SESSION_PATH: '',
  TG_SESSION_KEY_FILE: '',
});

beforeAll(() => {
  dir = mkdtempSync(join(onDisk, 'tgmcp-lists-'));
  for (const folder of ['data', 'data/exports', 'data/exports/deep', 'data/inbox', 'data/state', 'other']) {
    mkdirSync(join(dir, folder));
  }
  writeFileSync(join(dir, 'data', 'exports', 'list.json'), '["a"]');
  writeFileSync(join(dir, 'data', 'exports', 'deep', 'list.json'), '["deep"]');
  writeFileSync(join(dir, 'data', 'inbox', 'twice.json'), '["b"]');
  writeFileSync(join(dir, 'other', 'list.json'), '["secret"]');
  writeFileSync(join(dir, 'data', 'state', 'list.json'), '["secret"]');
  symlinkSync(join(dir, 'other', 'list.json'), join(dir, 'data', 'inbox', 'link.json'));
  symlinkSync(join(dir, 'other'), join(dir, 'data', 'inbox', 'folder'));
  linkSync(join(dir, 'data', 'inbox', 'twice.json'), join(dir, 'other', 'twice.json'));
  writeFileSync(join(dir, 'data', 'inbox', 'long.json'), '');
  truncateSync(join(dir, 'data', 'inbox', 'long.json'), 4 * 1024 * 1024 + 1);
  execFileSync('mkfifo', [join(dir, 'data', 'inbox', 'pipe.json')]);
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** The descriptors of this process that stand for one of these files; what else it opens and closes is not looked at. */
function descriptorsOf(files: readonly string[]): number[] {
  const known = files.map((file) => statSync(file, { bigint: true }));
  return Array.from({ length: 1_024 }, (_, fd) => fd).filter((fd) => {
    try {
      const { dev, ino } = fstatSync(fd, { bigint: true });
      return known.some((file) => file.dev === dev && file.ino === ino);
    } catch {
      return false;
    }
  });
}

describe('a list', () => {
  it('in a folder for lists is read, by its whole path or from there', async () => {
    for (const path of [join(dir, 'data', 'exports', 'list.json'), 'list.json']) {
      expect(await openList('path', path, settings())).toEqual({ ok: true, value: '["a"]' });
    }
    expect(await openList('path', 'deep/list.json', settings())).toEqual({ ok: true, value: '["deep"]' });
  });

  it('may be empty, and as long as a list may be', async () => {
    writeFileSync(join(dir, 'data', 'exports', 'empty.json'), '');
    expect(await openList('path', 'empty.json', settings())).toEqual({ ok: true, value: '' });
    const longest = join(dir, 'data', 'exports', 'longest.json');
    writeFileSync(longest, '');
    truncateSync(longest, 4 * 1024 * 1024);
    const read = await openList('path', 'longest.json', settings());
    expect(read.ok && read.value.length).toBe(4 * 1024 * 1024);
  });

  it('is closed again, whether it is read or refused', async () => {
    const files = ['exports/list.json', 'inbox/long.json'].map((name) => join(dir, 'data', name));
    const seen = files.map((file) => openSync(file, 'r'));
    expect(descriptorsOf(files)).toEqual(seen.toSorted((one, other) => one - other));
    seen.forEach(closeSync);
    for (const name of ['list.json', 'long.json']) await openList('path', name, settings());
    expect(descriptorsOf(files)).toEqual([]);
  });

  it('in a root of the operator is read', async () => {
    const root = join(dir, 'other');
    const path = join(root, 'list.json');
    expect(await openList('path', path, settings('/nowhere', root))).toEqual({
      ok: true,
      value: '["secret"]',
    });
  });

  it('in a root that has the data folder in it is read beside that folder only', async () => {
    const wide = settings(dir);
    expect(await openList('path', join(dir, 'other', 'list.json'), wide)).toMatchObject({ ok: true });
    const closed = await openList('path', join(dir, 'data', 'state', 'list.json'), wide);
    expect(closed).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
  });

  it.each([
    ['outside', 'other/list.json'],
    ['of the state', 'data/state/list.json'],
    ['by a way out of a root', 'data/exports/../other/list.json'],
    ['behind a link', 'data/inbox/link.json'],
    ['in a folder behind a link', 'data/inbox/folder/list.json'],
    ['that is not there', 'data/exports/none.json'],
    ['that is a folder of roots', 'data/exports/../inbox'],
    ['with a null in its name', 'data/exports/list.json\0'],
  ])('%s is refused alike, and nothing of it is told', async (_what, path) => {
    const read = await openList('path', join(dir, path), settings());
    expect(read).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(read)).toContain('no such file');
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it.each([
    ['has two names', 'data/inbox/twice.json', 'no such file'],
    ['is a pipe', 'data/inbox/pipe.json', 'no such file'],
    ['is a folder', 'data/exports/deep', 'no such file'],
    ['is too long', 'data/inbox/long.json', 'larger'],
  ])('that %s is refused', async (_what, path, problem) => {
    const read = await openList('path', join(dir, path), settings());
    expect(read).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(read)).toContain(problem);
  });
});
