import { expect, it } from 'vitest';
import { diskTrouble } from './disk-trouble.js';

for (const [code, way] of Object.entries({
  ENOSPC: 'make room on it',
  EDQUOT: 'make room',
  EROFS: 'mounted read-only',
  EACCES: 'mend its owner or its rights',
  EPERM: 'mend its owner or its rights',
  ENOTDIR: 'choose another folder',
  EEXIST: 'choose another folder',
  EIO: 'check it',
  EMFILE: 'too many files',
  ENFILE: 'too many files',
})) {
  it(`tells the way out of ${code}`, () => {
    expect(diskTrouble(code)).toMatch(new RegExp(`^${code}: .*${way}`));
  });
}

it('names what it does not know', () => {
  expect(diskTrouble('EWHAT')).toBe('EWHAT');
});
