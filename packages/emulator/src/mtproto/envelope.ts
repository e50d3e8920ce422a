import { randomBytes } from 'node:crypto';
import type { AuthKey } from './auth-keys.js';
import { igeDecrypt, igeEncrypt, messageCipher, messageKey, messageKeyLarge } from './crypto.js';

/** What an encrypted packet holds: one message of a session, which may be a container. */
export interface Envelope {
  readonly salt: bigint;
  readonly sessionId: bigint;
  readonly messageId: bigint;
  readonly sequence: number;
  readonly body: Buffer;
}

/** An envelope that has arrived, and the token of its quick acknowledgement. */
export interface Opened extends Envelope {
  readonly ackToken: number;
}

/** Salt, session, message id, sequence number, length. */
const HEADER = 32;

/** Opens a client's packet (auth_key_id, msg_key, encrypted data); a string says which rule it breaks. */
export function openEnvelope(key: AuthKey, packet: Buffer): Opened | string {
  const encrypted = packet.subarray(24);
  if (encrypted.length < HEADER + 16 || encrypted.length % 16 !== 0) {
    return `${encrypted.length} encrypted bytes are too few or not of whole blocks`;
  }
  const msgKey = packet.subarray(8, 24);
  const cipher = messageCipher(key.bytes, msgKey, 'client');
  const plain = igeDecrypt(encrypted, cipher.key, cipher.iv);
  const large = messageKeyLarge(key.bytes, plain, 'client');
  if (!large.subarray(8, 24).equals(msgKey)) return 'msg_key does not match the content';
  const length = plain.readInt32LE(28);
  const padding = plain.length - HEADER - length;
  if (length < 0 || length % 4 !== 0 || padding < 12 || padding > 1024) {
    return `${padding} bytes of padding around ${length} bytes of content`;
  }
  return {
    salt: plain.readBigInt64LE(0),
    sessionId: plain.readBigInt64LE(8),
    messageId: plain.readBigInt64LE(16),
    sequence: plain.readInt32LE(24),
    body: Buffer.from(plain.subarray(HEADER, HEADER + length)),
    ackToken: large.readUInt32LE(0),
  };
}

/** Encrypts a message for the client. */
export function sealEnvelope(key: AuthKey, envelope: Envelope): Buffer {
  const size = HEADER + envelope.body.length;
  const padding = 12 + (-(size + 12) & 15);
  const plain = Buffer.alloc(size + padding);
  plain.writeBigInt64LE(envelope.salt, 0);
  plain.writeBigInt64LE(envelope.sessionId, 8);
  plain.writeBigInt64LE(BigInt.asIntN(64, envelope.messageId), 16);
  plain.writeInt32LE(envelope.sequence, 24);
  plain.writeInt32LE(envelope.body.length, 28);
  plain.set(envelope.body, HEADER);
  plain.set(randomBytes(padding), size);
  const msgKey = messageKey(key.bytes, plain, 'server');
  const cipher = messageCipher(key.bytes, msgKey, 'server');
  return Buffer.concat([Buffer.from(key.id, 'hex'), msgKey, igeEncrypt(plain, cipher.key, cipher.iv)]);
}
