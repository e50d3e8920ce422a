import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { telegramModule } from './library.js';
import { byteReaderPrototype, readLongsAtOnce, type ByteReader } from './read-longs.js';

interface Helpers {
  readBigIntFromBuffer(bytes: Buffer, little: boolean, signed: boolean): { toString(): string };
}

const readerOver = (bytes: Buffer): ByteReader =>
  new (
    telegramModule('extensions/BinaryReader.js') as { BinaryReader: new (data: Buffer) => ByteReader }
  ).BinaryReader(bytes);

describe('reading 64-bit numbers at once', () => {
  it('gives what the library gives digit by digit, at the edges and anywhere', () => {
    readLongsAtOnce(byteReaderPrototype());
    const helpers = telegramModule('Helpers.js') as Helpers;
    const edges = [
      '0000000000000000',
      'ffffffffffffffff',
      'ffffffffffffff7f',
      '0000000000000080',
      '0100000000000000',
    ];
    const samples = [
      ...edges.map((hex) => Buffer.from(hex, 'hex')),
      ...Array.from({ length: 500 }, () => randomBytes(8)),
    ];
    for (const bytes of samples) {
      for (const signed of [true, false]) {
        const read = String(readerOver(bytes).readLong(signed));
        expect(read).toBe(helpers.readBigIntFromBuffer(bytes, true, signed).toString());
      }
    }
  });

  it('gives numbers that compare and calculate with the library’s own', () => {
    readLongsAtOnce(byteReaderPrototype());
    const read = readerOver(Buffer.from('0700000000000000', 'hex')).readLong() as {
      eq(other: unknown): boolean;
    };
    const { returnBigInt } = telegramModule('Helpers.js') as { returnBigInt(value: number): unknown };
    expect(read.eq(returnBigInt(7))).toBe(true);
  });
});
