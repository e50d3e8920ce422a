import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markedId, parseMarkedId } from './ids.js';
import { parsePeerName } from './peer-name.js';

describe('a marked id', () => {
  it.each([
    ['777000', { type: 'user', id: 777000n }],
    ['-4123', { type: 'chat', id: 4123n }],
    ['-1001234567890', { type: 'channel', id: 1234567890n }],
    ['-1000000000001', { type: 'channel', id: 1n }],
    ['-999999999999', { type: 'chat', id: 999999999999n }],
  ])('%s names one peer, and that peer is printed so', (text, peer) => {
    expect(parseMarkedId(text)).toEqual(peer);
    expect(markedId(peer as never)).toBe(text);
  });

  it.each(['0', '-0', '', '-', '+5', '007', '-1000000000000', '1.5', '1e3', '٣', '99999999999999999999'])(
    'is not %s',
    (text) => {
      expect(parseMarkedId(text)).toBeUndefined();
    },
  );

  it('comes back for every id of every type', () => {
    const id = fc.bigInt({ min: 1n, max: 999_999_999_999n });
    fc.assert(
      fc.property(fc.constantFrom('user', 'chat', 'channel'), id, (type, number) => {
        expect(parseMarkedId(markedId({ type, id: number }))).toEqual({ type, id: number });
      }),
    );
  });
});

describe('a name', () => {
  it.each([
    ['me', { by: 'self' }],
    [' 777000 ', { by: 'id', id: '777000' }],
    ['channel:1234567890', { by: 'id', id: '-1001234567890' }],
    ['CHAT:5', { by: 'id', id: '-5' }],
    ['@durov', { by: 'username', username: 'durov' }],
    ['durov', { by: 'username', username: 'durov', bare: true }],
    ['https://t.me/durov', { by: 'username', username: 'durov' }],
    ['http://www.telegram.me/durov/99?single', { by: 'username', username: 'durov', messageId: 99 }],
    ['t.me/s/durov/5', { by: 'username', username: 'durov', messageId: 5 }],
    ['t.me/c/1234567890/7', { by: 'id', id: '-1001234567890', messageId: 7 }],
    ['t.me/c/1234567890/2/7', { by: 'id', id: '-1001234567890', messageId: 7 }],
    ['t.me/durov/8?thread=2', { by: 'username', username: 'durov', messageId: 8 }],
    ['t.me/durov/8?t=30&comment=9', { by: 'username', username: 'durov', messageId: 8, commentId: 9 }],
    ['t.me/c/1234567890/7?comment=9', { by: 'id', id: '-1001234567890', messageId: 7, commentId: 9 }],
    ['t.me/durov?comment=9', { by: 'username', username: 'durov' }],
    ['tg://resolve?domain=durov&post=3', { by: 'username', username: 'durov', messageId: 3 }],
    ['tg://user?id=5', { by: 'id', id: '5' }],
    ['tg://privatepost?channel=12&post=3', { by: 'id', id: '-1000000000012', messageId: 3 }],
    ['tg:openmessage?chat_id=12&message_id=3', { by: 'id', id: '-12', messageId: 3 }],
    ['+49 (170) 123-4567', { by: 'phone', phone: '491701234567' }],
    ['Книжный клуб', { by: 'title', title: 'Книжный клуб' }],
    ['Two words', { by: 'title', title: 'Two words' }],
    ['abc', { by: 'title', title: 'abc' }],
    ['e\u0301clair au chocolat', { by: 'title', title: '\u00e9clair au chocolat' }],
  ])('%s is read as what it names', (text, name) => {
    expect(parsePeerName(text)).toEqual(name);
  });

  it.each([
    '',
    '  ',
    '0',
    '-1000000000000',
    '@a',
    '@1abc',
    'chat:999999999999999',
    't.me/addstickers/abc',
    'tg://user?id=x',
    'x'.repeat(257),
  ])('%s names nobody', (text) => {
    expect(parsePeerName(text).by).toBe('nothing');
  });

  it.each(['t.me/+abc', 'https://t.me/joinchat/abc', 'tg://join?invite=x'])(
    '%s is an invite link',
    (text) => {
      expect(parsePeerName(text)).toEqual({ by: 'invite' });
    },
  );

  it('is read without a fault, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parsePeerName(text)));
    fc.assert(
      fc.property(fc.webUrl(), (text) => void parsePeerName(text.replace(/^https?:\/\/[^/]+/, 't.me'))),
    );
  });
});
