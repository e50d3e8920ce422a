/*
 * The cryptography of MTProto 2.0 (core.telegram.org/mtproto/description). For an emulator only: nothing here is
 * constant-time.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';

/** Which end encrypted a message: it selects the part of the auth key in use. */
export type Side = 'client' | 'server';

/** SHA-1 of the parts in sequence, 20 bytes. */
export function sha1(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha1');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256 of the parts in sequence, 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** Exclusive or of two byte strings of one length. */
export function xor(left: Uint8Array, right: Uint8Array): Buffer {
  const mixed = Buffer.from(left);
  for (let index = 0; index < mixed.length; index += 1)
    mixed[index] = (mixed[index] ?? 0) ^ (right[index] ?? 0);
  return mixed;
}

/**
 * AES-256-IGE encryption. It is CBC over the differences p[i] ^ p[i-2], with p[i-1] mixed into the result, so that all
 * blocks go through the native cipher at once.
 */
export function igeEncrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  const before = Buffer.concat([iv.subarray(16, 32), data]).subarray(0, data.length);
  const twoBefore = Buffer.concat([Buffer.alloc(16), before]).subarray(0, data.length);
  const cipher = createCipheriv('aes-256-cbc', key, iv.subarray(0, 16)).setAutoPadding(false);
  return xor(cipher.update(xor(data, twoBefore)), before);
}

/** AES-256-IGE decryption; block by block, since each needs the plain text before it. */
export function igeDecrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const plain = Buffer.alloc(data.length);
  const block = Buffer.alloc(16);
  for (let at = 0; at < data.length; at += 16) {
    for (let index = 0; index < 16; index += 1) {
      const before = at === 0 ? iv[16 + index] : plain[at - 16 + index];
      block[index] = (data[at + index] ?? 0) ^ (before ?? 0);
    }
    const open = decipher.update(block);
    for (let index = 0; index < 16; index += 1) {
      const before = at === 0 ? iv[index] : data[at - 16 + index];
      plain[at + index] = (open[index] ?? 0) ^ (before ?? 0);
    }
  }
  return plain;
}

/** msg_key_large: a hash over part of the auth key and the padded plain text; its first word is the quick ack token. */
export function messageKeyLarge(authKey: Uint8Array, plain: Uint8Array, side: Side): Buffer {
  const from = side === 'client' ? 88 : 96;
  return sha256(authKey.subarray(from, from + 32), plain);
}

/** msg_key: the middle 128 bits of msg_key_large. */
export function messageKey(authKey: Uint8Array, plain: Uint8Array, side: Side): Buffer {
  return messageKeyLarge(authKey, plain, side).subarray(8, 24);
}

/** The AES key and IV of one message. */
export function messageCipher(
  authKey: Uint8Array,
  msgKey: Uint8Array,
  side: Side,
): { readonly key: Buffer; readonly iv: Buffer } {
  const x = side === 'client' ? 0 : 8;
  const a = sha256(msgKey, authKey.subarray(x, x + 36));
  const b = sha256(authKey.subarray(x + 40, x + 76), msgKey);
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  };
}

/**
 * The same by the rules of MTProto 1.0, which live on in the message that binds a temporary key
 * (core.telegram.org/mtproto/description_v1).
 */
export function firstVersionCipher(
  authKey: Uint8Array,
  msgKey: Uint8Array,
): { readonly key: Buffer; readonly iv: Buffer } {
  const a = sha1(msgKey, authKey.subarray(0, 32));
  const b = sha1(authKey.subarray(32, 48), msgKey, authKey.subarray(48, 64));
  const c = sha1(authKey.subarray(64, 96), msgKey);
  const d = sha1(msgKey, authKey.subarray(96, 128));
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)]),
    iv: Buffer.concat([a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)]),
  };
}

/** base ^ exponent mod modulus. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

/** A big-endian number. */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/** A number as `size` big-endian bytes. */
export function toBytes(value: bigint, size: number): Buffer {
  return Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex');
}
