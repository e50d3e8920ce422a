import { createPublicKey, constants, publicEncrypt, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { igeDecrypt, igeEncrypt, modPow, sha1, toBigInt, toBytes } from './crypto.js';
import { openHandshakeData, testPublicKey } from './rsa.js';

const load = createRequire(import.meta.url);

describe('AES-IGE', () => {
  it('agrees with the client library in both directions, over many blocks', () => {
    const { IGE } = load('telegram/crypto/IGE.js') as {
      IGE: new (
        key: Buffer,
        iv: Buffer,
      ) => { encryptIge(data: Buffer): Buffer; decryptIge(data: Buffer): Buffer };
    };
    for (const blocks of [1, 2, 3, 500]) {
      const [key, iv, data] = [randomBytes(32), randomBytes(32), randomBytes(16 * blocks)];
      const encrypted = igeEncrypt(data, key, iv);
      expect(encrypted.equals(Buffer.from(new IGE(key, iv).encryptIge(data)))).toBe(true);
      expect(igeDecrypt(encrypted, key, iv).equals(data)).toBe(true);
    }
  });
});

describe('numbers', () => {
  it('are raised to powers, and keep their leading zeros as bytes', () => {
    expect(modPow(3n, 200n, 1_000_007n)).toBe(3n ** 200n % 1_000_007n);
    expect(toBytes(258n, 4)).toEqual(Buffer.from([0, 0, 1, 2]));
    expect(toBigInt(Buffer.from([0, 0, 1, 2]))).toBe(258n);
    expect(toBigInt(new Uint8Array())).toBe(0n);
  });
});

describe('handshake data', () => {
  it('opens in the hashed form of older clients', () => {
    const data = randomBytes(96);
    const plain = Buffer.concat([Buffer.of(0), sha1(data), data, randomBytes(255 - 20 - 96)]);
    const n = Buffer.from(testPublicKey.n, 'hex').toString('base64url');
    const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
    const encrypted = publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, plain);
    expect(Buffer.from(openHandshakeData(encrypted) ?? []).subarray(0, 96)).toEqual(data);
  });

  it('stays shut when it is of another key or another size', () => {
    expect(openHandshakeData(toBytes(toBigInt(randomBytes(255)), 256))).toBeUndefined();
    expect(openHandshakeData(randomBytes(128))).toBeUndefined();
  });
});
