import { describe, expect, it } from 'vitest';
import { foldedPath, isSamePath, isWithin, wayWithin } from './same-path.js';

const COMPOSED = 'R\u00E4ume';
const DECOMPOSED = 'Ra\u0308ume';

describe('one path in two spellings', () => {
  it.each(['darwin', 'win32'] as const)(
    'is one on %s, by case and by how accents are composed',
    (platform) => {
      expect(isSamePath(`/Users/me/${COMPOSED}/.ENV`, `/users/ME/${DECOMPOSED}/.env`, platform)).toBe(true);
      // Letters whose twin is another letter: the Kelvin sign, the long s, the sharp s.
      expect(isSamePath('/a/\u212A\u017F\u00DF', '/a/ksss', platform)).toBe(true);
      expect(isSamePath('/a/b', '/a/c', platform)).toBe(false);
    },
  );

  it('is two on Linux, whose disks tell them apart', () => {
    expect(isSamePath('/data/A', '/data/a', 'linux')).toBe(false);
    expect(isSamePath(`/${COMPOSED}`, `/${DECOMPOSED}`, 'linux')).toBe(false);
    expect(foldedPath('/Data/A', 'linux')).toBe('/Data/A');
  });

  it('may have either slash on Windows', () => {
    expect(isSamePath('C:/Users/me', 'c:\\users\\ME', 'win32')).toBe(true);
  });
});

describe('a path below a folder', () => {
  it.each([
    ['linux', '/data/a/b.txt', '/data', 'a/b.txt'],
    ['linux', '/Data/a', '/data', undefined],
    ['linux', '/data-2/a', '/data', undefined],
    ['linux', '/data', '/data', ''],
    ['darwin', `/Users/me/${DECOMPOSED}/Plan.txt`, `/users/me/${COMPOSED}`, 'Plan.txt'],
    ['darwin', '/Users/me-2/x', '/users/me', undefined],
    ['darwin', '/users', '/Users/me', undefined],
    ['win32', 'c:\\USERS\\me\\Out\\x.txt', 'C:\\Users\\me', 'Out\\x.txt'],
    ['win32', 'D:\\Users\\me\\x', 'C:\\Users\\me', undefined],
    ['win32', 'C:/Users/me/x', 'C:\\Users\\me', 'x'],
    ['win32', '\\\\host\\share\\x', 'C:\\', undefined],
  ] as const)('on %s: %j in %j is %j', (platform, path, folder, way) => {
    expect(wayWithin(path, folder, platform)).toBe(way);
    expect(isWithin(path, folder, platform)).toBe(way !== undefined);
  });
});
