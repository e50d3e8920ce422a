/** What an argument names as a file, and what is made of it: names, types, photos. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPhoto } from './picture.js';
import { sentName } from './sent-name.js';
import { readSource, sourceRecord } from './source.js';
import { isPublicAddress } from './web/public-address.js';

const MOST = 1000;

/** The record of a source, or why there is none. */
function read(text: string): unknown {
  const source = readSource(text, MOST);
  return source.ok ? sourceRecord(source.value) : (source.refusal.data?.['reason'] ?? source.refusal.code);
}

describe('an argument', () => {
  it.each([
    ['plan.txt', { path: 'plan.txt' }],
    ['/a/b c.txt', { path: '/a/b c.txt' }],
    ['C:\\plan.txt', { path: 'C:\\plan.txt' }],
    ['./data:x', { path: './data:x' }],
    ['HTTPS://Example.ORG/a?b#c', { url: 'https://example.org/a?b' }],
    ['http://example.org', { url: 'http://example.org/' }],
    ['', 'it has no name'],
    ['  ', 'it has no name'],
    ['https://', 'it is no URL'],
    ['ftp://example.org/a', 'ftp: is not fetched; give a path, a data: URI or an https: URL'],
    ['javascript:1', 'javascript: is not fetched; give a path, a data: URI or an https: URL'],
  ])('%j is read as %j', (text, record) => expect(read(text)).toEqual(record));

  it('has at most 4,096 characters unless it is a data: URI', () => {
    const url = (length: number): string => 'https://example.org/#'.padEnd(length, 'c');
    expect(read(url(4096))).toEqual({ url: 'https://example.org/' });
    expect(read('x'.repeat(4096))).toEqual({ path: 'x'.repeat(4096) });
    for (const text of [url(4097), 'x'.repeat(4097)]) {
      expect(read(text)).toBe('it has 4097 characters; at most 4096 are taken');
    }
  });

  it('is answered by a source or a refusal, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.string().map((end) => `data:${end}`),
        ),
        (text) => {
          const source = readSource(text, MOST);
          return source.ok || /^(FILE|URL)_(REFUSED|TOO_LARGE)$/.test(source.refusal.code);
        },
      ),
      { numRuns: 2000 },
    );
  }, 120_000);
});

describe('a data: URI', () => {
  const bytesOf = (text: string): unknown => {
    const source = readSource(text, MOST);
    if (!source.ok) return source.refusal.data?.['reason'] ?? source.refusal.code;
    if (source.value.kind !== 'data') return source.value.kind;
    const { mime, name, bytes } = source.value;
    return [mime, name, bytes.toString('latin1')];
  };

  it.each([
    ['data:,hello%20you', ['text/plain', undefined, 'hello you']],
    ['data:text/csv,a%2Cb', ['text/csv', undefined, 'a,b']],
    ['data:image/PNG;base64,/9j/', ['image/png', undefined, '\u00ff\u00d8\u00ff']],
    ['data:text/plain;charset=utf-8;filename=a%20b.txt;base64,aGk=', ['text/plain', 'a b.txt', 'hi']],
    ['data:text/plain;name=x.txt;base64,aGk', ['text/plain', 'x.txt', 'hi']],
    ['data:;base64,aGk=', ['text/plain', undefined, 'hi']],
    ['DATA:text/plain;BASE64,aGk=', ['text/plain', undefined, 'hi']],
    ['data:text/plain', 'the data: URI has no comma before its data'],
    ['data:text/plain;base64,a?Gk=', 'the data: URI is no base64'],
    ['data:text/plain;base64,aGl=', 'the data: URI is no base64'],
    ['data:text/plain;base64,aG k=', 'the data: URI is no base64'],
    ['data:text/plain,%E0%A4%A', 'the data: URI is no percent-encoded text'],
    ['data:text,hello', 'the data: URI has no type such as image/png'],
    ['data:text/pl ain,hello', 'the data: URI has no type such as image/png'],
    ['data: text/CSV ;base64,aGk=', ['text/csv', undefined, 'hi']],
    ['data: ,hi', ['text/plain', undefined, 'hi']],
    ['data:text/plain; filename=a.txt,hi', ['text/plain', 'a.txt', 'hi']],
    ['data:text/plain;nickname=a.txt,hi', ['text/plain', undefined, 'hi']],
    ['data:text/plain;name=a=b.txt,hi', ['text/plain', 'a=b.txt', 'hi']],
    ['data:;base64,aA', ['text/plain', undefined, 'h']],
    ['data:;base64,aG=k', 'the data: URI is no base64'],
    [`data:text/plain;x=${'y'.repeat(2000)},hi`, 'the data: URI has no comma before its data'],
    ['data:,', 'it is empty'],
    [`data:,${'x'.repeat(1000)}`, ['text/plain', undefined, 'x'.repeat(1000)]],
    [`data:,${'x'.repeat(1001)}`, 'FILE_TOO_LARGE'],
  ])('%.60s is read in one way, or refused', (text, found) => {
    const told = bytesOf(text);
    expect(told === undefined ? 'FILE_TOO_LARGE' : told).toEqual(found);
  });
});

describe('the name of a file that is sent', () => {
  it.each([
    [undefined, 'file'],
    ['', 'file'],
    ['/a/b/plan.txt', 'plan.txt'],
    ['C:\\a\\plan.txt', 'plan.txt'],
    ['a/..', 'file'],
    ['..hidden', 'hidden'],
    ['a\u202Egpj.exe', 'a_gpj.exe'],
    ['a\u0000b\nc.txt', 'a_b_c.txt'],
    ['  x.txt ', 'x.txt'],
    ['\u{1F44D}.png', '\u{1F44D}.png'],
    [`${'x'.repeat(200)}.tar.gz`, `${'x'.repeat(117)}.gz`],
    ['x'.repeat(200), 'x'.repeat(120)],
  ])('%j is %j', (raw, name) => expect(sentName(raw)).toBe(name));
});

describe('a photo', () => {
  const png = (width: number, height: number): Buffer => {
    const head = Buffer.alloc(33);
    head.write('89504e470d0a1a0a0000000d49484452', 'hex');
    head.writeUInt32BE(width, 16);
    head.writeUInt32BE(height, 20);
    return head;
  };
  it.each([
    [5000, 5000, 100, true],
    [5001, 5000, 100, false],
    [200, 10, 100, true],
    [10, 201, 100, false],
    [0, 10, 100, false],
    [10, 10, 10 * 1024 * 1024, true],
    [10, 10, 10 * 1024 * 1024 + 1, false],
  ])('of %d by %d and %d bytes is one for Telegram: %s', async (width, height, size, is) => {
    expect(await isPhoto({ head: png(width, height), size })).toBe(is);
  });

  it('may be a JPEG', async () => {
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0001108000a001403012200', 'hex');
    expect(await isPhoto({ head: jpeg, size: 100 })).toBe(true);
  });

  it('is told by its bytes, and no other picture is one', async () => {
    const gif = Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000', 'latin1');
    for (const head of [
      gif,
      Buffer.from('<svg width="9" height="9"></svg>'),
      Buffer.from('text'),
      Buffer.alloc(0),
    ]) {
      expect(await isPhoto({ head, size: 100 })).toBe(false);
    }
  });
});

describe('an address', () => {
  it.each([
    '1.1.1.1',
    '93.184.215.14',
    '223.255.255.255',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '198.17.255.255',
    '198.20.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
    '2001:200::1',
    '2003::1',
  ])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    '2001:1ff:ffff::1',
    '2001:db8:ffff::1',
    '2002:ffff::1',
    '3fff:fff::1',
    '4000::1',
    '1fff::1',
    'fe80::1%eth0',
    '1.1.1',
    '0x1.1.1.1',
    'example.org',
    '',
  ])('%s is none, or not public', (address) => expect(isPublicAddress(address)).toBe(false));
});
