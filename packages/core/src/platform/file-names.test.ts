import { describe, expect, it } from 'vitest';
import { isNoFile, looksShort, namePartProblem, pathProblem } from './file-names.js';

describe('a part of a path', () => {
  it.each([
    ['file.txt:hidden', 'stream'],
    ['file.txt::$DATA', 'stream'],
    ['C:file.txt', 'stream or another drive'],
    ['CON', 'device'],
    ['nul.txt', 'device'],
    ['Com1', 'device'],
    ['LPT².log', 'device'],
    ['conin$', 'device'],
    ['.env.', 'dot or space'],
    ['id_rsa ', 'dot or space'],
  ])('%j is refused on Windows', (part, reason) => {
    expect(namePartProblem(part, 'win32')).toContain(reason);
    expect(namePartProblem(part, 'linux')).toBeUndefined();
    expect(namePartProblem(part, 'darwin')).toBeUndefined();
  });

  it.each(['plan.txt', 'console.log', 'com10.txt', 'Räume', '.', '..', 'auxiliary'])(
    '%j is plain',
    (part) => {
      expect(namePartProblem(part, 'win32')).toBeUndefined();
    },
  );

  it.each([
    ['ENV~1', true],
    ['ID_RSA~1', true],
    ['PROGRA~12.TXT', true],
    ['env~1', true],
    ['notes~draft', false],
    ['plan.txt', false],
    ['a long name~1', false],
  ])('%j: has the form of a short name: %s', (part, is) => {
    expect(looksShort(part)).toBe(is);
  });
});

describe('a path', () => {
  it.each([
    ['\\\\?\\C:\\x', 'device'],
    ['\\\\.\\pipe\\x', 'device'],
    ['//?/C:/x', 'device'],
    ['\\??\\C:\\x', 'device'],
    ['\\\\host\\share\\x', 'network share'],
    ['//host/share', 'network share'],
  ])('%j is refused on Windows', (path, reason) => {
    expect(pathProblem(path, 'win32')).toContain(reason);
    expect(pathProblem(path, 'linux')).toBeUndefined();
  });

  it('on a drive is not', () => {
    expect(pathProblem('C:\\Users\\me\\x', 'win32')).toBeUndefined();
    expect(pathProblem('x\\y', 'win32')).toBeUndefined();
  });

  it('may say that there is no file, in the words of the system', () => {
    expect(isNoFile('/dev/null', 'linux')).toBe(true);
    expect(isNoFile('/home/me/nul', 'linux')).toBe(false);
    expect(isNoFile('C:\\Users\\me\\NUL', 'win32')).toBe(true);
  });
});
