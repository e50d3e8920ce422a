import { describe, expect, it } from 'vitest';
import { TlBytes, Unreadable } from './tl-bytes.js';
import { messagesOf, unwrap } from './unwrap.js';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const word = (value: number): Buffer => {
  const four = Buffer.alloc(4);
  four.writeInt32LE(value, 0);
  return four;
};

describe('bytes of TL', () => {
  it.each(['', '01', '010203'])('that end too early (%s) are no number', (hex) => {
    expect(() => new TlBytes(bytes(hex)).int()).toThrow('the bytes end too early');
  });

  it('are given out to the last one and no further', () => {
    const reader = new TlBytes(bytes('0102'));
    expect(reader.take(2)).toEqual(bytes('0102'));
    expect(() => reader.take(1)).toThrow(expect.objectContaining({ name: 'Unreadable' }));
    expect(() => reader.take(-1)).toThrow(Unreadable);
    expect(reader.take(0)).toHaveLength(0);
  });

  it.each([
    [-1, 'longer than its bytes'],
    [5, 'longer than its bytes'],
  ])('with a vector of %d elements in four bytes are refused', (count, why) => {
    const vector = Buffer.concat([bytes('15c4b51c'), word(count), Buffer.alloc(4)]);
    expect(() => new TlBytes(vector).vector(() => undefined)).toThrow(why);
  });

  it('with a vector of none, and one as long as its bytes, are read', () => {
    let seen = 0;
    new TlBytes(Buffer.concat([bytes('15c4b51c'), word(0)])).vector(() => (seen += 1));
    expect(seen).toBe(0);
    new TlBytes(Buffer.concat([bytes('15c4b51c'), word(4), Buffer.alloc(4)])).vector(() => (seen += 1));
    expect(seen).toBe(4);
  });

  it('without the mark of a vector, or with a string that begins with 255, are refused by name', () => {
    expect(() => new TlBytes(Buffer.alloc(12)).vector(() => undefined)).toThrow('a vector is missing');
    expect(() => new TlBytes(bytes('ff000000')).string()).toThrow('a string begins with 255');
  });
});

describe('a packet', () => {
  const container = (count: number, rest: Buffer): Buffer =>
    Buffer.concat([bytes('dcf8f173'), word(count), rest]);
  const message = (body: Buffer): Buffer => Buffer.concat([Buffer.alloc(12), word(body.length), body]);

  it('with bytes behind its messages, or a length below zero, is refused', () => {
    expect(messagesOf(container(1, message(bytes('01020304'))))).toEqual([bytes('01020304')]);
    expect(() =>
      messagesOf(container(1, Buffer.concat([message(bytes('01020304')), Buffer.alloc(4)]))),
    ).toThrow('bytes after a container');
    expect(() => messagesOf(container(1, Buffer.concat([Buffer.alloc(12), word(-4)])))).toThrow(Unreadable);
  });

  it('is looked into as deep as anybody wraps, and no deeper', () => {
    const wrapped = (times: number): Buffer =>
      Buffer.concat([...Array.from({ length: times }, () => bytes('b75994bf')), bytes('01020304')]);
    expect(unwrap(wrapped(15)).id).toBe(0x04030201);
    expect(() => unwrap(wrapped(16))).toThrow('wrappers without end');
  });
});
