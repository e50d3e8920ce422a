import { parse } from 'dotenv';
import { expect, it } from 'vitest';
import { ENV_FILE_HEAD, withSettings } from './edit-env-file.js';

it.each([
  ['an empty file', '', 'A=1\n'],
  ['the head of a new file', ENV_FILE_HEAD, `${ENV_FILE_HEAD}A=1\n`],
  ['a file whose last line has no end', 'B=2', 'B=2\nA=1\n'],
  ['a line of its own, the last of several', 'A=0\nB=2\n  A = 5\n', 'A=0\nB=2\nA=1\n'],
  ['a line with export', 'export A=0\n', 'A=1\n'],
  ['a remark of the sample', '# About A\n#A=0\n\n#B=\n', '# About A\n#A=0\nA=1\n\n#B=\n'],
  ['a file with the ends of lines of Windows', '#A=0\r\nB=2\r\n', '#A=0\r\nA=1\r\nB=2\r\n'],
  ['a file that has a longer name only', 'AB=2\nBA=3\n', 'AB=2\nBA=3\nA=1\n'],
])('puts a setting into %s', (_, before, after) => {
  expect(withSettings(before, { A: '1' })).toBe(after);
});

it.each(['Team: Berlin #2', "Ann's", 'a "quoted" word', ' kept ', 'C:\\keys', ''])(
  'writes %j so that it is read back',
  (value) => {
    const text = withSettings('B=2\n', { A: value });
    expect(parse(text ?? '')).toEqual({ A: value, B: '2' });
  },
);

it.each([
  ['would end within a value of several lines', 'B="x\nA=5\ny"\n', '1'],
  ['would leave the rest of such a value behind', "A='x\nB=7\ny'\n", '1'],
  ['no quotes could hold', '', `'"\``],
])('changes nothing where it %s', (_, before, value) => {
  expect(withSettings(before, { A: value })).toBeUndefined();
});
