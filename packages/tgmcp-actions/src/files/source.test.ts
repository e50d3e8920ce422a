/** What a source is called, towards the person and in what is stored; and how a refused one is called. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { OutgoingFile } from './outgoing-file.js';
import { readSource, sourceRecord, sourceShown, type Source } from './source.js';

const MOST = 10_000;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function source(text: string): Source {
  const read = readSource(text, MOST);
  if (!read.ok) throw new Error(read.refusal.code);
  return read.value;
}

const file: OutgoingFile = {
  name: 'a.png',
  sha256: sha256('a'),
  size: 1,
  mime: 'image/png',
  kind: 'photo',
};

describe('a source', () => {
  it.each([
    ['/a/b.txt', { path: '/a/b.txt' }, '/a/b.txt'],
    ['https://example.org/a#b', { url: 'https://example.org/a' }, 'https://example.org/a'],
    ['data:,hi', { data: sha256('hi'), mime: 'text/plain' }, 'a data: URI'],
    ['  data:,hi ', { data: sha256('hi '), mime: 'text/plain' }, 'a data: URI'],
    ['data:text/csv;name=x.csv,hi', { data: sha256('hi'), mime: 'text/csv', name: 'x.csv' }, 'a data: URI'],
  ])('%j is stored as %j and shown as %j', (text, record, shown) => {
    expect(sourceRecord(source(text))).toStrictEqual(record);
    expect(sourceShown(source(text))).toBe(shown);
  });

  it('that is known already is stored by its digest, and shown by its name', () => {
    const known = { kind: 'known', file } as const;
    expect(sourceRecord(known)).toStrictEqual({ known: file.sha256 });
    expect(sourceShown(known)).toBe('a.png');
  });

  it('of data may be longer than a name, up to the limit of a file', () => {
    expect(source(`data:,${'x'.repeat(9_000)}`)).toMatchObject({
      kind: 'data',
      sha256: sha256('x'.repeat(9_000)),
    });
  });
});

it.each([
  ['', 'FILE_REFUSED', { file: '', reason: 'it has no name' }],
  ['x'.repeat(5_000), 'FILE_REFUSED', { file: `${'x'.repeat(120)}…` }],
  [`https://example.org/${'x'.repeat(5_000)}`, 'URL_REFUSED', {}],
  ['ftp://example.org/a', 'URL_REFUSED', { url: 'ftp://example.org/a' }],
  ['data:text/plain', 'FILE_REFUSED', { file: 'data:' }],
  ['data:,', 'FILE_REFUSED', { file: 'data:', reason: 'it is empty' }],
  [
    `data:,${'x'.repeat(10_001)}`,
    'FILE_TOO_LARGE',
    { size: 10_001, limit: MOST, setting: 'TG_ACTIONS_MAX_FILE_MB' },
  ],
] as const)('%.40j is refused with %s', (text, code, data) => {
  expect(readSource(text, MOST)).toMatchObject({ ok: false, refusal: { code, data } });
});
