import { describe, expect, it } from 'vitest';
import { Unreadable } from './tl-bytes.js';
import { unwrap } from './unwrap.js';

const QUERY = word(0x4423e6c5);

function word(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32LE(value >>> 0, 0);
  return four;
}

/** A TL string of so many bytes. */
function text(length: number): Buffer {
  const size = word(length).subarray(0, 3);
  const head = length < 254 ? Buffer.from([length]) : Buffer.concat([Buffer.from([254]), size]);
  const over = (head.length + length) % 4;
  // What a string holds and what fills it up look like a wrapper, so that a wrong length is seen.
  return Buffer.concat([head, Buffer.alloc(length, 0xb7), Buffer.alloc(over === 0 ? 0 : 4 - over, 0xb7)]);
}

function vector(...items: readonly Buffer[]): Buffer {
  return Buffer.concat([word(0x1cb5c415), word(items.length), ...items]);
}

const jsonNull = word(0x3f6d7b68);
const jsonArray = (...items: readonly Buffer[]): Buffer =>
  Buffer.concat([word(0xf7444763), vector(...items)]);
const jsonObject = (...members: readonly Buffer[]): Buffer =>
  Buffer.concat([word(0x99c1d49d), vector(...members)]);
const member = (value: Buffer, id = 0xc0de1bd9): Buffer => Buffer.concat([word(id), text(3), value]);

function nested(times: number): Buffer {
  let value = jsonNull;
  for (let n = 0; n < times; n += 1) value = jsonArray(value);
  return value;
}

function init(flags: number, ...rest: readonly Buffer[]): Buffer {
  const strings = [1, 2, 3, 0, 253, 300].map((length) => text(length));
  return Buffer.concat([word(0xc1cd5ea9), word(flags), word(1), ...strings, ...rest]);
}

const proxy = (id = 0x75588b3f): Buffer => Buffer.concat([word(id), text(9), word(443)]);

describe('a wrapped request', () => {
  it.each<[string, Buffer]>([
    ['', Buffer.alloc(0)],
    ['invokeAfterMsg', Buffer.concat([word(0xcb9f372d), Buffer.alloc(8)])],
    ['invokeAfterMsgs', Buffer.concat([word(0x3dc4b4f0), vector(Buffer.alloc(8), Buffer.alloc(8))])],
    ['invokeWithLayer', Buffer.concat([word(0xda9b0d0d), word(198)])],
    ['invokeWithoutUpdates', word(0xbf9459b7)],
    ['invokeWithMessagesRange', Buffer.concat([word(0x365275f2), word(0x0ae30253), Buffer.alloc(8)])],
    ['invokeWithTakeout', Buffer.concat([word(0xaca9fd2e), Buffer.alloc(8)])],
    ['invokeWithBusinessConnection', Buffer.concat([word(0xdd289f8e), text(5)])],
    ['invokeWithGooglePlayIntegrity', Buffer.concat([word(0x1df92984), text(5), text(254)])],
    ['invokeWithApnsSecret', Buffer.concat([word(0x0dae54f8), text(253), text(0)])],
    ['invokeWithReCaptcha', Buffer.concat([word(0xadbb0f94), text(7)])],
    ['initConnection', init(0)],
    ['initConnection with a proxy', init(1, proxy())],
    ['initConnection with parameters', init(2, jsonNull)],
    [
      'initConnection with every kind of JSON',
      init(
        3,
        proxy(),
        jsonObject(
          member(Buffer.concat([word(0xc7345e6a), word(0x997275b5)])),
          member(Buffer.concat([word(0x2be0dfa4), Buffer.alloc(8)])),
          member(Buffer.concat([word(0xb71e767a), text(255)])),
          member(jsonArray(jsonNull, jsonNull)),
        ),
      ),
    ],
    ['initConnection with JSON as deep as anybody nests it', init(2, nested(16))],
  ])('in %j is found, with exactly its bytes', (name, wrapper) => {
    const query = Buffer.concat([QUERY, Buffer.from('the arguments')]);
    const wrappers = name === '' ? [] : [name.split(' ')[0]];
    expect(unwrap(Buffer.concat([wrapper, query]))).toEqual({ id: 0x4423e6c5, bytes: query, wrappers });
    const twice = unwrap(Buffer.concat([wrapper, wrapper, query]));
    expect(twice).toEqual({ id: 0x4423e6c5, bytes: query, wrappers: [...wrappers, ...wrappers] });
  });

  it.each<[string, Buffer, string]>([
    ['a flag that nobody knows', init(4), 'an unknown flag'],
    ['another flag that nobody knows', init(7, proxy(), jsonNull), 'an unknown flag'],
    ['another proxy', init(1, proxy(0x75588b3e)), 'no client proxy'],
    ['another range', Buffer.concat([word(0x365275f2), word(1), Buffer.alloc(8)]), 'no message range'],
    ['another JSON value', init(2, word(1)), 'no JSON value'],
    ['another JSON member', init(2, jsonObject(member(jsonNull, 1))), 'no JSON member'],
    ['JSON without end', init(2, nested(17)), 'JSON without end'],
    ['no vector', Buffer.concat([word(0x3dc4b4f0), word(1), word(0)]), 'a vector is missing'],
    ['half a long', Buffer.concat([word(0xcb9f372d)]), 'the bytes end too early'],
  ])('is refused for %s', (_, wrapper, why) => {
    expect(() => unwrap(Buffer.concat([wrapper, QUERY]))).toThrow(new Unreadable(why));
  });
});
