/** What is asked of a file once it is open, on every kind of system. */
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  symlinkSync,
} from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filePlaces } from '../../packages/tgmcp-actions/src/files/file-places.js';
import { checkOpened, isAt, openFile } from '../../packages/tgmcp-actions/src/files/open-file.js';
import { ownDisk, type OwnDisk } from './own-disk.js';

let disk: OwnDisk;
const open: number[] = [];
beforeEach(() => {
  disk = ownDisk();
});
afterEach(() => {
  for (const fd of open.splice(0)) closeSync(fd);
  disk.remove();
});

function opened(path: string): number {
  const fd = openSync(path, constants.O_RDONLY);
  open.push(fd);
  return fd;
}

const reasonOf = (fd: number, path: string): unknown => {
  const checked = checkOpened(fd, path, 'asked');
  return checked.ok ? undefined : [checked.refusal.code, checked.refusal.data];
};
const refused = (reason: string): unknown => ['FILE_REFUSED', { file: 'asked', reason }];

describe.each(['linux', 'darwin'])('on %s, what was opened', (platform) => {
  const real = process.platform;
  beforeEach(() => {
    Object.defineProperty(process, 'platform', { value: platform });
  });
  afterEach(() => {
    Object.defineProperty(process, 'platform', { value: real });
  });

  it('is the file of the path, which no link leads to', () => {
    const path = disk.put('root/plan.txt');
    expect(reasonOf(opened(path), path)).toBeUndefined();
    symlinkSync(disk.at('root'), disk.at('by-link'));
    const byLink = disk.at('by-link/plan.txt');
    expect(reasonOf(opened(byLink), byLink)).toEqual(refused('a symbolic link leads to it'));
  });

  it('is not another file that stands at the path by now', () => {
    const [one, other] = [disk.put('root/plan.txt'), disk.put('root/other.txt')];
    expect(reasonOf(opened(other), one)).toEqual(refused('a symbolic link leads to it'));
  });

  it('is a regular file of one name, whatever stood there when it was looked at', () => {
    mkdirSync(disk.at('root/folder'), { recursive: true });
    const folder = disk.at('root/folder');
    expect(reasonOf(opened(folder), folder)).toEqual(refused('it is no regular file'));
    const path = disk.put('root/plan.txt');
    linkSync(path, disk.at('root/second.txt'));
    expect(reasonOf(opened(path), path)).toEqual(refused('it has a second name (a hard link)'));
  });
});

it('where no descriptor tells its path, the file of the path is the same on disk', () => {
  const real = process.platform;
  const path = disk.put('root/plan.txt');
  const found = fstatSync(opened(path), { bigint: true });
  Object.defineProperty(process, 'platform', { value: 'darwin' });
  try {
    expect(isAt(0, path, found)).toBe(true);
    expect(isAt(0, path, { dev: found.dev + 1n, ino: found.ino })).toBe(false);
    expect(isAt(0, path, { dev: found.dev, ino: found.ino + 1n })).toBe(false);
  } finally {
    Object.defineProperty(process, 'platform', { value: real });
  }
});

it.skipIf(process.platform !== 'linux')('a refused file is closed again', () => {
  const places = filePlaces(disk.settings());
  linkSync(disk.put('root/plan.txt'), disk.at('root/second.txt'));
  const before = readdirSync('/proc/self/fd').length;
  for (let n = 0; n < 20; n += 1) expect(openFile('plan.txt', places).ok).toBe(false);
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(before + 10);
});

it('a refusal names each root', () => {
  const places = filePlaces(disk.settings({ TG_ACTIONS_FILE_ROOTS: [disk.at('a'), disk.at('b')].join(',') }));
  const answer = openFile('/etc/hosts', { ...places, roots: ['/a', '/b'] });
  expect(answer).toMatchObject({
    ok: false,
    refusal: { data: { file: '/etc/hosts', reason: 'it is in none of the file roots: /a, /b' } },
  });
});
