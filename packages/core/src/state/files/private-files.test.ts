import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StateError } from '../store.js';
import {
  asStateError,
  errorCode,
  isPrivateFolder,
  makePrivateFolder,
  readPrivateFile,
} from './private-files.js';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tgmcp-private-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(base, { recursive: true, force: true });
});

const withCode = (code: unknown): Error => Object.assign(new Error('trouble'), { code });
const unsafe = (why: string, fix: string) =>
  expect.objectContaining({
    code: 'STATE_UNSAFE_MODE',
    message: expect.stringMatching(new RegExp(`cannot be used: ${why}\\. Run: ${fix}`)),
    data: { fix: expect.stringMatching(new RegExp(`^${fix}`)) },
  });

describe('the code of a system error', () => {
  it('is that of the system, and none for what is a bug', () => {
    expect(errorCode(withCode('EIO'))).toBe('EIO');
    for (const bug of [
      withCode('ERR_INVALID_ARG_TYPE'),
      withCode(7),
      new Error('x'),
      'EIO',
      { code: 'EIO' },
    ]) {
      expect(errorCode(bug)).toBeUndefined();
    }
  });

  it('becomes a refusal that tells the way out; a bug and a refusal stay what they are', () => {
    expect(asStateError(withCode('ENOSPC'), '/data/a')).toMatchObject({
      code: 'STATE_UNWRITABLE',
      file: '/data/a',
      message: expect.stringMatching(/\/data\/a cannot be read or written \(ENOSPC: .*make room/),
      data: { reason: 'ENOSPC' },
    });
    expect(asStateError(withCode('ELOOP'), '/data/a')).toEqual(
      unsafe('it is a symbolic link', "rm '/data/a'"),
    );
    const bug = new TypeError('a bug');
    expect(asStateError(bug, '/data/a')).toBe(bug);
    const refusal = new StateError('STATE_BUSY', '/data/b', 'busy');
    expect(asStateError(refusal, '/data/a')).toBe(refusal);
  });
});

describe('a folder of the state', () => {
  it('is made with its parents, closed to others, and may be there already', async () => {
    const folder = join(base, 'a', 'b', 'c');
    expect(isPrivateFolder(folder)).toBe(false);
    for (let time = 0; time < 2; time += 1) {
      await makePrivateFolder(folder);
      for (const part of ['a', 'a/b', 'a/b/c']) {
        expect(statSync(join(base, part)).mode & 0o777).toBe(0o700);
        expect(isPrivateFolder(join(base, part))).toBe(true);
      }
    }
  });

  it('is refused where others could reach it', async () => {
    const folder = join(base, 'a');
    mkdirSync(folder, { mode: 0o700 });
    for (const mode of [0o710, 0o701, 0o740]) {
      chmodSync(folder, mode);
      expect(() => isPrivateFolder(folder)).toThrow(
        unsafe('it is open to other users', `chmod 700 '${folder}'`),
      );
      await expect(makePrivateFolder(folder)).rejects.toMatchObject({ code: 'STATE_UNSAFE_MODE' });
    }
    chmodSync(folder, 0o700);
    const link = join(base, 'link');
    symlinkSync(folder, link);
    expect(() => isPrivateFolder(link)).toThrow(unsafe('it is a symbolic link', `rm '${link}'`));
    writeFileSync(join(base, 'file'), '', { mode: 0o600 });
    expect(() => isPrivateFolder(join(base, 'file'))).toThrow(
      expect.objectContaining({ code: 'STATE_UNWRITABLE', message: expect.stringContaining('ENOTDIR') }),
    );
  });

  it('is refused when it belongs to another user', () => {
    const me = statSync(base).uid;
    vi.spyOn(process, 'getuid').mockReturnValue(me + 1);
    expect(() => isPrivateFolder(base)).toThrow(
      unsafe('it belongs to another user', `chown ${me + 1} '${base}'`),
    );
  });
});

describe('a file of the state', () => {
  it('is read whole, and may be missing', () => {
    const file = join(base, 'file');
    expect(readPrivateFile(file)).toBeUndefined();
    writeFileSync(file, 'bytes', { mode: 0o600 });
    expect(readPrivateFile(file)?.toString()).toBe('bytes');
  });

  it('is refused when it is open to others, a link or no file', () => {
    const file = join(base, 'file');
    writeFileSync(file, 'bytes');
    chmodSync(file, 0o604);
    expect(() => readPrivateFile(file)).toThrow(unsafe('it is open to other users', `chmod 600 '${file}'`));
    chmodSync(file, 0o600);
    const link = join(base, 'link');
    symlinkSync(file, link);
    expect(() => readPrivateFile(link)).toThrow(unsafe('it is a symbolic link', `rm '${link}'`));
    mkdirSync(join(base, 'folder'), { mode: 0o700 });
    expect(() => readPrivateFile(join(base, 'folder'))).toThrow(
      unsafe('it is not a regular file', `rm '${join(base, 'folder')}'`),
    );
    expect(() => readPrivateFile(join(file, 'below'))).toThrow(
      expect.objectContaining({ code: 'STATE_UNWRITABLE' }),
    );
  });
});
