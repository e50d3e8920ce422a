/** How trouble with a file is told. */
import { StateError } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { shortened, spoolTrouble, tooLarge, unreadable } from './file-refused.js';

const disk = (code: string): Error => Object.assign(new Error(`${code}: nothing for an answer`), { code });
const reasonOf = (code: string): unknown => unreadable('a.txt', disk(code)).refusal.data?.['reason'];

describe('what the disk said of a file', () => {
  it.each([
    ['ENOENT', 'it is not there'],
    ['ENOTDIR', 'it is not there'],
    ['ELOOP', 'it is a symbolic link'],
  ])('%s is told as: %s', (code, reason) => {
    expect(unreadable('a.txt', disk(code)).refusal).toMatchObject({
      code: 'FILE_REFUSED',
      data: { file: 'a.txt', reason },
    });
  });

  it('is told in words of its own for everything else, and never as what it is not', () => {
    const reasons = ['EACCES', 'EIO', 'EMFILE'].map(reasonOf);
    for (const reason of reasons) expect(reason).not.toMatch(/not there|symbolic link|nothing for an answer/);
    expect(String(reasons[0]).length).toBeGreaterThan(5);
  });

  it('of the spool is refused with the folder', () => {
    const told = spoolTrouble('/data/spool', disk('ENOSPC')).refusal;
    expect(told).toMatchObject({ code: 'SPOOL_UNWRITABLE', data: { file: '/data/spool' } });
    const state = new StateError('STATE_UNSAFE_MODE', '/data/spool', 'It is open to others.');
    expect(spoolTrouble('/data/spool', state).refusal.data).toEqual({
      file: '/data/spool',
      reason: state.message,
    });
  });

  it('is no refusal where it is no error of a disk', () => {
    const fault = new Error('a fault in the program');
    expect(() => unreadable('a.txt', fault)).toThrow(fault);
    expect(() => spoolTrouble('/data/spool', fault)).toThrow(fault);
  });
});

it('a file that is too large is refused with the limit, and its size where that is known', () => {
  expect(tooLarge(2 * 1024 * 1024, 3_000_000).refusal).toMatchObject({
    code: 'FILE_TOO_LARGE',
    message: 'The file is larger than 2 MB.',
    data: { size: 3_000_000, limit: 2 * 1024 * 1024, setting: 'TG_ACTIONS_MAX_FILE_MB' },
  });
  expect(tooLarge(1024, undefined).refusal.data).not.toHaveProperty('size');
});

it.each([
  ['', ''],
  ['x'.repeat(120), 'x'.repeat(120)],
  ['x'.repeat(121), `${'x'.repeat(120)}…`],
])('%.10j is repeated no longer than anybody reads', (text, shown) => expect(shortened(text)).toBe(shown));
