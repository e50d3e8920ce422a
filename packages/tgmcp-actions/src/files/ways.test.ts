import { describe, expect, it } from 'vitest';
import { askedProblem, systemFolders, wayFrom, wayProblem } from './ways.js';

describe('a path that is asked for', () => {
  it.each([
    ['linux', 'a\0b', 'no path'],
    ['linux', 'a/../b', '".." in it'],
    ['win32', 'a\\..\\b', '".." in it'],
    ['win32', '\\\\host\\share\\plan.txt', 'network share'],
    ['win32', '//?/C:/plan.txt', 'device paths'],
  ] as const)('on %s, %j is refused before anything is looked up', (platform, asked, reason) => {
    expect(askedProblem(asked, platform)).toContain(reason);
  });

  it('leads from a root by either of its spellings', () => {
    expect(wayFrom('/link', '/root', '/root/a/b.txt', 'linux')).toBe('a/b.txt');
    expect(wayFrom('/link', '/root', '/link/b.txt', 'linux')).toBe('b.txt');
    expect(wayFrom('/Root', '/Root', '/root/b.txt', 'linux')).toBeUndefined();
    expect(wayFrom('/Users/Me', '/Users/me', '/users/ME/b.txt', 'darwin')).toBe('b.txt');
    expect(wayFrom('C:\\Out', 'C:\\Out', 'c:/out/a/b.txt', 'win32')).toBe('a\\b.txt');
    expect(wayFrom('C:\\Out', 'C:\\Out', 'D:\\Out\\b.txt', 'win32')).toBeUndefined();
    expect(wayFrom('/root', '/root', '/root', 'linux')).toBeUndefined();
    expect(wayFrom('/root', '/root', 'b.txt', 'linux')).toBe('b.txt');
  });
});

describe('a way to a file', () => {
  it.each([
    ['linux', 'a/.ENV'],
    ['darwin', 'a/My.Session'],
    ['darwin', '.Env'],
    ['win32', 'A\\ID_RSA'],
    ['win32', '.git\\config'],
    ['win32', 'Keys\\server.PEM'],
  ] as const)('on %s, %j leads to a secret, in whatever case it is written', (platform, way) => {
    expect(wayProblem(way, platform)).toBe('files of this name are never sent');
  });

  it.each([
    ['a\\plan.txt:.env', 'stream'],
    ['read.session::$DATA', 'stream'],
    ['C:plan.txt', 'stream or another drive'],
    ['a\\NUL', 'device'],
    ['server.pem.', 'dot or space'],
    ['a \\b.txt', 'dot or space'],
  ])('%j does not mean what it shows on Windows', (way, reason) => {
    expect(wayProblem(way, 'win32')).toContain(reason);
  });

  it('is free otherwise', () => {
    expect(wayProblem("Räume 'и'/plan: neu.txt", 'linux')).toBeUndefined();
    expect(wayProblem('Räume\\plan.txt', 'win32')).toBeUndefined();
  });
});

it('closes what each system shows of itself', () => {
  expect(systemFolders('linux')).toEqual(['/proc', '/sys', '/dev']);
  expect(systemFolders('darwin')).toEqual(['/dev', '/.vol']);
  expect(systemFolders('win32')).toEqual([]);
});
