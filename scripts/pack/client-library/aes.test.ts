import { createCipheriv, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import Aes, { IGE } from './aes.js';

/* Against the cipher that the client library itself depends on, and against Node's. */

interface Words {
  encrypt(data: Uint8Array): Uint32Array;
  decrypt(data: Uint8Array): Uint32Array;
}
interface Original {
  readonly default: new (key: Uint8Array) => Words;
  readonly IGE: new (key: Uint8Array, vector: Uint8Array) => Words;
}

const ofLibrary = createRequire(createRequire(import.meta.url).resolve('telegram'));
const original = ofLibrary('@cryptography/aes') as Original;

describe('the cipher of packed programs', () => {
  it.each([16, 32, 48, 1024, 65_536])('encrypts and decrypts %i bytes as the original does', (length) => {
    const [key, vector, message] = [randomBytes(32), randomBytes(32), randomBytes(length)];
    expect(new IGE(key, vector).encrypt(message)).toEqual(new original.IGE(key, vector).encrypt(message));
    expect(new IGE(key, vector).decrypt(message)).toEqual(new original.IGE(key, vector).decrypt(message));
  });

  it('takes bytes that begin anywhere in their memory', () => {
    const [key, vector, message] = [randomBytes(32), randomBytes(32), randomBytes(65).subarray(1)];
    const words = new IGE(key, vector).encrypt(message);
    const bytes = Buffer.alloc(message.length);
    for (const [index, value] of words.entries()) bytes.writeUInt32BE(value, index * 4);
    const back = new IGE(key, vector).decrypt(bytes);
    expect(back[0]).toBe(message.readUInt32BE(0));
    expect(back.at(-1)).toBe(message.readUInt32BE(60));
  });

  it('encrypts one block as Node does', () => {
    const [key, block] = [randomBytes(32), randomBytes(16)];
    const expected = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false).update(block);
    const words = new Aes(key).encrypt(block);
    expect([...words]).toEqual([0, 4, 8, 12].map((at) => expected.readUInt32BE(at)));
    // The library hands over a key in words.
    const keyWords = Uint32Array.from({ length: 8 }, (_, index) => key.readUInt32BE(index * 4));
    expect(new Aes(keyWords).encrypt(block)).toEqual(words);
  });

  it('refuses a message that is not of whole blocks', () => {
    expect(() => new IGE(randomBytes(32), randomBytes(32)).decrypt(randomBytes(17))).toThrow('whole blocks');
  });
});
