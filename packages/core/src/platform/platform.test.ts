import { mkdtempSync, rmSync, symlinkSync, writeFileSync, constants, existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noLinksHere } from './links.js';
import { noFollow } from './no-follow.js';
import { endSignals, foldsNames, pathRules } from './platform.js';
import { rightsProblem } from './rights.js';
import { shellQuoted, shellWord } from './shell-word.js';
import { renameSteadily, renameSteadilyLater, steadily } from './steadily.js';

const folder = mkdtempSync(join(tmpdir(), 'tgmcp-platform-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const failing = (times: number, code: string) => {
  let tries = 0;
  return () => {
    tries += 1;
    if (tries <= times) throw Object.assign(new Error(code), { code });
    return tries;
  };
};

describe('what a system is', () => {
  it('decides how paths are read, names are told apart and programs are ended', () => {
    expect(pathRules('win32').sep).toBe('\\');
    expect(pathRules('darwin').sep).toBe('/');
    expect(['linux', 'darwin', 'win32'].map((one) => foldsNames(one as NodeJS.Platform))).toEqual([
      false,
      true,
      true,
    ]);
    expect(endSignals('linux')).toEqual(['SIGTERM', 'SIGINT', 'SIGHUP']);
    expect(endSignals('win32')).toContain('SIGBREAK');
  });
});

describe('the rights of a file', () => {
  const open = { uid: 1000, mode: 0o100666 };
  it('count by owner and mode', () => {
    expect(rightsProblem(open, '600', 'linux', 1000)).toEqual({
      reason: 'it is open to other users',
      fix: 'chmod 600',
    });
    expect(rightsProblem({ uid: 0, mode: 0o100600 }, '600', 'darwin', 1000)?.fix).toBe('chown 1000');
    expect(rightsProblem({ uid: 1000, mode: 0o40700 }, '700', 'linux', 1000)).toBeUndefined();
  });

  it('are not judged by the mode that Node.js makes up on Windows', () => {
    expect(rightsProblem(open, '600', 'win32')).toBeUndefined();
  });
});

describe('a file that must be no link', () => {
  it('is opened with the flag of the system, or looked at before where it has none', () => {
    const file = join(folder, 'file');
    const link = join(folder, 'link');
    writeFileSync(file, 'x');
    symlinkSync(file, link);
    expect(noFollow(file, constants.O_RDONLY, 'linux')).toBe(constants.O_RDONLY | constants.O_NOFOLLOW);
    expect(noFollow(file, constants.O_RDWR, 'win32')).toBe(constants.O_RDWR);
    expect(noFollow(join(folder, 'none'), constants.O_RDWR, 'win32')).toBe(constants.O_RDWR);
    expect(() => noFollow(link, constants.O_RDONLY, 'win32')).toThrow(
      expect.objectContaining({ code: 'ELOOP' }),
    );
  });
});

describe('a moment in which Windows has a file open', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])('is waited out: %s', (code) => {
    expect(steadily(failing(3, code), 'win32')).toBe(4);
  });

  it('is not waited out without end, nor for other trouble, nor elsewhere', () => {
    expect(() => steadily(failing(100, 'EPERM'), 'win32')).toThrow('EPERM');
    expect(() => steadily(failing(1, 'ENOENT'), 'win32')).toThrow('ENOENT');
    expect(() => steadily(failing(1, 'EPERM'), 'linux')).toThrow('EPERM');
  });

  it('costs a rename nothing where there is none, and a folder in the way is told at once', async () => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    writeFileSync(one, 'x');
    renameSteadily(one, other, 'win32');
    await renameSteadilyLater(other, one, 'win32');
    expect(existsSync(one) && !existsSync(other)).toBe(true);
    const [full, next] = [join(folder, 'full'), join(folder, 'next')];
    mkdirSync(join(full, 'x'), { recursive: true });
    mkdirSync(next);
    expect(() => renameSteadily(next, full, 'win32')).toThrow('ENOTEMPTY');
    await expect(renameSteadilyLater(join(folder, 'gone'), one, 'win32')).rejects.toThrow('ENOENT');
  });
});

describe('a word of a command', () => {
  it.each([
    ['linux', '/a/b.txt', '/a/b.txt'],
    ['linux', "/a b/'c'", String.raw`'/a b/'\''c'\'''`],
    ['win32', 'C:\\a\\b.txt', 'C:\\a\\b.txt'],
    ['win32', "C:\\a b\\c'd", "'C:\\a b\\c''d'"],
    ['win32', '@name', "'@name'"],
  ] as const)('on %s: %s', (platform, text, word) => {
    expect(shellWord(text, platform)).toBe(word);
  });

  it('can be quoted whatever it is', () => {
    expect(shellQuoted('/a', 'linux')).toBe("'/a'");
  });
});

it('names a file system without hard links, and no other trouble', () => {
  for (const code of ['EPERM', 'ENOTSUP', 'EISDIR']) expect(noLinksHere(code)).toContain('no hard links');
  expect(noLinksHere('ENOSPC')).toBeUndefined();
  expect(noLinksHere(undefined)).toBeUndefined();
});
