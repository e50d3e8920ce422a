/* Packets as a client makes them, written apart from the emulator's own code. */
import { createCipheriv, createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Chance } from './chance.js';

/** An auth key as far as a client knows it. */
export interface Key {
  readonly bytes: Uint8Array;
  readonly id: string;
  readonly salt: bigint;
}

/** What stands before a message's body. */
export interface Head {
  readonly salt: bigint;
  readonly sessionId: bigint;
  readonly messageId: bigint;
  readonly sequence: number;
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The encrypted packet of one message. */
export function sealed(key: Key, head: Head, body: Uint8Array, claimedLength = body.length): Buffer {
  const padding = 12 + (-(32 + body.length + 12) & 15);
  const plain = Buffer.alloc(32 + body.length + padding);
  plain.writeBigInt64LE(head.salt, 0);
  plain.writeBigInt64LE(head.sessionId, 8);
  plain.writeBigInt64LE(head.messageId, 16);
  plain.writeInt32LE(head.sequence, 24);
  plain.writeInt32LE(claimedLength, 28);
  plain.set(body, 32);
  const msgKey = sha256(key.bytes.subarray(88, 120), plain).subarray(8, 24);
  const a = sha256(msgKey, key.bytes.subarray(0, 36));
  const b = sha256(key.bytes.subarray(40, 76), msgKey);
  const aesKey = Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24)]);
  const iv = Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24)]);
  return Buffer.concat([Buffer.from(key.id, 'hex'), msgKey, ige(plain, aesKey, iv)]);
}

function ige(plain: Buffer, key: Buffer, iv: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const out = Buffer.alloc(plain.length);
  const mixed = Buffer.alloc(16);
  let [lastCipher, lastPlain] = [iv.subarray(0, 16), iv.subarray(16)];
  for (let at = 0; at < plain.length; at += 16) {
    const block = plain.subarray(at, at + 16);
    for (let index = 0; index < 16; index += 1) mixed[index] = (block[index] ?? 0) ^ (lastCipher[index] ?? 0);
    const made = cipher.update(mixed);
    for (let index = 0; index < 16; index += 1)
      out[at + index] = (made[index] ?? 0) ^ (lastPlain[index] ?? 0);
    lastCipher = out.subarray(at, at + 16);
    lastPlain = block;
  }
  return out;
}

/** A message in the clear. */
export function plain(messageId: bigint, body: Uint8Array): Buffer {
  const head = Buffer.alloc(20);
  head.writeBigInt64LE(messageId, 8);
  head.writeInt32LE(body.length, 16);
  return Buffer.concat([head, body]);
}

/** One connection's framing: what it begins with, and how packets are framed. */
export interface Framing {
  readonly hello: Buffer;
  frame(packet: Buffer): Buffer;
}

/** A framing of any transport. */
export function anyFraming(chance: Chance): Framing {
  const kind = chance.one(['full', 'abridged', 'intermediate', 'padded'] as const);
  let sent = 0;
  const inner = (packet: Buffer): Buffer => {
    if (kind === 'full') {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(packet.length + 12, 0);
      head.writeUInt32LE(sent++, 4);
      const sum = Buffer.alloc(4);
      sum.writeUInt32LE(crc32(Buffer.concat([head, packet])), 0);
      return Buffer.concat([head, packet, sum]);
    }
    const mark = chance.below(8) === 0;
    if (kind === 'abridged') {
      const words = packet.length >> 2;
      const bit = mark ? 0x80 : 0;
      const head =
        words < 127 ? [words | bit] : [127 | bit, words & 255, (words >> 8) & 255, (words >> 16) & 255];
      return Buffer.concat([Buffer.from(head), packet]);
    }
    const padding = kind === 'padded' ? chance.bytes(chance.below(16)) : Buffer.alloc(0);
    const head = Buffer.alloc(4);
    head.writeUInt32LE((packet.length + padding.length + (mark ? 0x80000000 : 0)) >>> 0, 0);
    return Buffer.concat([head, packet, padding]);
  };
  const tag = { full: '', abridged: 'ef', intermediate: 'eeeeeeee', padded: 'dddddddd' }[kind];
  if (kind === 'full' || chance.below(3) > 0) return { hello: Buffer.from(tag, 'hex'), frame: inner };
  return obfuscated(chance, Buffer.alloc(4, Buffer.from(tag, 'hex')), inner);
}

function obfuscated(chance: Chance, tag: Buffer, inner: (packet: Buffer) => Buffer): Framing {
  const header = Buffer.concat([
    Buffer.from('0102030405060708', 'hex'),
    chance.bytes(48),
    tag,
    chance.bytes(4),
  ]);
  const cipher = createCipheriv('aes-256-ctr', header.subarray(8, 40), header.subarray(40, 56));
  const hello = Buffer.concat([header.subarray(0, 56), cipher.update(header).subarray(56)]);
  return { hello, frame: (packet) => cipher.update(inner(packet)) };
}
