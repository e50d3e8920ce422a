import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openList } from './open-list.js';

let dir: string;
const settings = (...roots: readonly string[]) => ({ TG_DATA_DIR: dir, TG_ACTIONS_FILE_ROOTS: roots });

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tgmcp-lists-'));
  for (const folder of ['exports', 'exports/deep', 'inbox', 'other', 'state']) mkdirSync(join(dir, folder));
  writeFileSync(join(dir, 'exports', 'list.json'), '["a"]');
  writeFileSync(join(dir, 'exports', 'deep', 'list.json'), '["deep"]');
  writeFileSync(join(dir, 'inbox', 'twice.json'), '["b"]');
  writeFileSync(join(dir, 'other', 'list.json'), '["secret"]');
  writeFileSync(join(dir, 'state', 'list.json'), '["secret"]');
  symlinkSync(join(dir, 'other', 'list.json'), join(dir, 'inbox', 'link.json'));
  symlinkSync(join(dir, 'other'), join(dir, 'inbox', 'folder'));
  linkSync(join(dir, 'inbox', 'twice.json'), join(dir, 'other', 'twice.json'));
  writeFileSync(join(dir, 'inbox', 'long.json'), '');
  truncateSync(join(dir, 'inbox', 'long.json'), 4 * 1024 * 1024 + 1);
  execFileSync('mkfifo', [join(dir, 'inbox', 'pipe.json')]);
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

describe('a list', () => {
  it('in a folder for lists is read, by its whole path or from there', async () => {
    for (const path of [join(dir, 'exports', 'list.json'), 'list.json']) {
      expect(await openList('path', path, settings())).toEqual({ ok: true, value: '["a"]' });
    }
    expect(await openList('path', 'deep/list.json', settings())).toEqual({ ok: true, value: '["deep"]' });
  });

  it('in a root of the operator is read', async () => {
    const root = join(dir, 'other');
    const path = join(root, 'list.json');
    expect(await openList('path', path, settings('/nowhere', root))).toEqual({
      ok: true,
      value: '["secret"]',
    });
  });

  it.each([
    ['outside', 'other/list.json'],
    ['of the state', 'state/list.json'],
    ['by a way out of a root', 'exports/../other/list.json'],
    ['behind a link', 'inbox/link.json'],
    ['in a folder behind a link', 'inbox/folder/list.json'],
    ['that is not there', 'exports/none.json'],
    ['that is a folder of roots', 'exports/../inbox'],
    ['with a null in its name', 'exports/list.json\0'],
  ])('%s is refused alike, and nothing of it is told', async (_what, path) => {
    const read = await openList('path', join(dir, path), settings());
    expect(read).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(read)).toContain('no such file');
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it.each([
    ['has two names', 'inbox/twice.json', 'plain file'],
    ['is a pipe', 'inbox/pipe.json', 'plain file'],
    ['is a folder', 'exports/deep', 'plain file'],
    ['is too long', 'inbox/long.json', 'larger'],
  ])('that %s is refused', async (_what, path, problem) => {
    const read = await openList('path', join(dir, path), settings());
    expect(read).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(read)).toContain(problem);
  });
});
