import { telegram, telegramModule } from './library.js';

/** What is used of the library's reader of bytes. */
export interface ByteReader {
  read(length: number): Buffer;
  readLong(signed?: boolean): unknown;
}

/** The library's reader class. */
export function byteReaderPrototype(): ByteReader {
  return (telegramModule('extensions/BinaryReader.js') as { BinaryReader: { prototype: ByteReader } })
    .BinaryReader.prototype;
}

/**
 * The library reads a 64-bit number digit by digit from its hexadecimal form, and a page of history holds a thousand of
 * them: a third of the whole call. The number itself comes out the same.
 */
export function readLongsAtOnce(prototype: ByteReader): void {
  const { returnBigInt } = telegram().helpers;
  prototype.readLong = function mended(signed = true) {
    const bytes = this.read(8);
    return returnBigInt(signed ? bytes.readBigInt64LE() : bytes.readBigUInt64LE());
  };
}
