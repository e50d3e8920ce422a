import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  chats,
  choice,
  decimal,
  flag,
  list,
  locate,
  locateHere,
  path,
  paths,
  proxyUrl,
  text,
  whole,
  words,
  type SettingRow,
} from './kinds.js';

const facts = { about: 'For a test.', servers: ['read'] } as const;
const folders = { project: '/p', data: '/d' };

function read<T>(row: SettingRow<T>, written: string): T {
  return row.parse(written, folders);
}

const rows = {
  flag: flag({ ...facts, fallback: '0' }),
  whole: whole({ ...facts, fallback: '5', min: 2, max: 9 }),
  decimal: decimal({ ...facts, fallback: '0.5', min: 0.25, max: 1.5 }),
  choice: choice({ ...facts, fallback: '', words: ['', 'one', 'two'] }),
  text: text({ ...facts, fallback: 'free' }),
  shaped: text({ ...facts, fallback: '', shape: { pattern: /^[a-z]+$/, words: 'small letters' } }),
  proxy: proxyUrl(facts),
  list: list({ ...facts, fallback: 'a,b' }),
  words: words({ ...facts, words: ['one', 'two'] }),
  chats: chats({ ...facts, isEntry: (entry) => entry.startsWith('@') }),
  path: path({ ...facts, fallback: '<data>/x' }),
  paths: paths({ ...facts, fallback: '<data>/x' }),
};

describe('a row of the settings table', () => {
  it.each([
    ['flag', '0', '1, 0, true or false'],
    ['whole', '5', 'whole numbers from 2 to 9'],
    ['decimal', '0.5', 'numbers from 0.25 to 1.5'],
    ['choice', '', 'one, two'],
    ['text', 'free', 'any text'],
    ['shaped', '', 'small letters'],
    [
      'proxy',
      '',
      'socks5://[user:password@]host:port, or the tg://proxy or https://t.me/proxy link of an MTProto proxy',
    ],
    ['list', 'a,b', 'words separated by commas'],
    ['words', '', 'one, two; several separated by commas'],
    ['chats', '', 'ids, @usernames, t.me links, "me" and folder:NAME, separated by commas'],
    ['path', '<data>/x', 'a path; a relative one begins at the project folder'],
    [
      'paths',
      '<data>/x',
      'paths on disks of this machine, separated by commas; relative ones begin at the project folder',
    ],
  ] as const)('of kind %s has its default and says what is allowed', (kind, fallback, allowed) => {
    expect(rows[kind]).toMatchObject({ ...facts, fallback, allowed, effect: 'active' });
  });

  it('has an effect unless it says that it has none', () => {
    expect(text({ ...facts, fallback: '', effect: 'accepted' }).effect).toBe('accepted');
  });

  it.each([
    ['flag', '1', true],
    ['flag', 'false', false],
    ['whole', '2', 2],
    ['whole', '9', 9],
    ['decimal', '0.25', 0.25],
    ['decimal', '1.5', 1.5],
    ['choice', '', ''],
    ['choice', 'two', 'two'],
    ['text', 'any thing', 'any thing'],
    ['shaped', '', ''],
    ['shaped', 'abc', 'abc'],
    ['proxy', '', ''],
    ['proxy', 'socks5://h:1', 'socks5://h:1'],
    ['list', ' a , ,b,', ['a', 'b']],
    ['list', '', []],
    ['words', ' two ,, one', ['two', 'one']],
    ['words', '', []],
    ['chats', ' @a ,@b,', ['@a', '@b']],
    ['path', 'sub/a', '/p/sub/a'],
    ['paths', 'sub/a, <data>/b,', ['/p/sub/a', '/d/b']],
  ] as const)('of kind %s reads %j', (kind, written, value) => {
    expect(read<unknown>(rows[kind], written)).toEqual(value);
  });

  it.each([
    ['flag', 'yes', 'should be either'],
    ['whole', '1', 'out of bounds'],
    ['whole', '10', 'out of bounds'],
    ['whole', '2.5', 'should be a valid integer'],
    ['whole', 'x', 'should be a valid integer'],
    ['decimal', '0.24', 'out of bounds'],
    ['decimal', '1.51', 'out of bounds'],
    ['decimal', 'NaN', 'should be a valid float'],
    ['decimal', 'Infinity', 'out of bounds'],
    ['choice', 'three', 'should be one of'],
    ['shaped', 'Abc', 'wrong shape'],
    ['proxy', 'http://h:1', 'no proxy'],
    ['words', 'one,three', 'not in the set'],
    ['chats', '@a,b', 'no way to name a chat'],
    ['path', 'a\0b', 'not a path'],
    ['paths', '/a,a\0b', 'not a path'],
  ] as const)('of kind %s refuses %j', (kind, written, why) => {
    expect(() => read<unknown>(rows[kind], written)).toThrow(why);
  });
});

describe('a path in the settings', () => {
  it.each([
    ['', ''],
    ['/a/../b', '/b'],
    ['a/./b', '/p/a/b'],
    ['~', homedir()],
    ['~/a', join(homedir(), 'a')],
    ['~mia/a', '/p/~mia/a'],
    ['a/~', '/p/a/~'],
    ['<data>/a', '/d/a'],
    ['a/<data>', '/p/a/<data>'],
  ])('written %j is %j', (written, found) => expect(locate(written, folders)).toBe(found));

  it('takes the folder for what it is, whatever signs are in its name', () => {
    expect(locate('<data>/a', { project: '/p', data: '/$&' })).toBe('/$&/a');
  });

  it.each([
    ['~\\a', `${homedir()}\\a`.replaceAll('/', '\\')],
    ['C:\\a b\\c', 'C:\\a b\\c'],
    ['a/b', 'C:\\p\\a\\b'],
    ['<data>\\x', 'C:\\d\\x'],
  ])('written %j is %j on Windows', (written, found) => {
    expect(locate(written, { project: 'C:\\p', data: 'C:\\d' }, 'win32')).toMatch(
      new RegExp(`^([A-Z]:)?${found.replaceAll('\\', '\\\\')}$`),
    );
  });

  it.each(['\\\\?\\C:\\x', '\\\\.\\pipe\\x', '\\\\host\\share', '//host/share'])(
    'of files to send is on a disk of this machine: %j',
    (written) => {
      expect(() => locateHere(written, folders, 'win32')).toThrow('not on a disk of this machine');
      expect(locateHere('C:\\x', folders, 'win32')).toBe('C:\\x');
    },
  );

  it('has no zero byte', () => {
    expect(() => locate('a\0b', folders)).toThrow(new TypeError('not a path'));
  });
});
