/*
 * Perfect forward secrecy (core.telegram.org/api/pfs): a client speaks with a temporary key, which it binds to its
 * permanent one by a message that only the holder of both can make.
 */
import type { AuthKeys } from '../mtproto/auth-keys.js';
import { firstVersionCipher, igeDecrypt, sha1 } from '../mtproto/crypto.js';
import type { Session } from '../mtproto/session.js';
import { RpcError } from '../rpc/handler.js';
import { serviceCodec } from '../tl/codec.js';
import { TlReader } from '../tl/reader.js';
import type { TlObject } from '../tl/value.js';

/** Length of random bytes, message id, sequence number and body length before the body. */
const HEAD = 32;

/** Answers auth.bindTempAuthKey. Throws TEMP_AUTH_KEY_*, ENCRYPTED_MESSAGE_INVALID and EXPIRES_AT_INVALID. */
export function bindTemporaryKey(
  keys: AuthKeys,
  session: Session,
  messageId: bigint,
  request: TlObject,
): boolean {
  const { key } = session;
  if (key.expiresAt === undefined) throw new RpcError(400, 'TEMP_AUTH_KEY_EMPTY');
  const permanent = keys.get(keyIdOf(request['perm_auth_key_id']));
  if (permanent === undefined || permanent.dc !== key.dc || permanent.expiresAt !== undefined) {
    throw new RpcError(400, 'ENCRYPTED_MESSAGE_INVALID');
  }
  if (key.permanent !== undefined && key.permanent !== permanent) {
    throw new RpcError(400, 'TEMP_AUTH_KEY_ALREADY_BOUND');
  }
  const inner = open(permanent.bytes, request['encrypted_message'], messageId);
  const isSame =
    inner?.['nonce'] === request['nonce'] &&
    inner?.['expires_at'] === request['expires_at'] &&
    inner?.['temp_session_id'] === session.id &&
    keyIdOf(inner?.['temp_auth_key_id']) === key.id &&
    keyIdOf(inner?.['perm_auth_key_id']) === permanent.id;
  if (!isSame) throw new RpcError(400, 'ENCRYPTED_MESSAGE_INVALID');
  if (Number(request['expires_at']) > key.expiresAt + LATITUDE) throw new RpcError(400, 'EXPIRES_AT_INVALID');
  keys.bind(key.id, permanent.id);
  return true;
}

/** Seconds by which the clocks of both ends may differ. */
const LATITUDE = 60;

/** The inner message, when it was made with the permanent key for this very request. */
function open(key: Uint8Array, encrypted: unknown, messageId: bigint): TlObject | undefined {
  if (!(encrypted instanceof Uint8Array) || encrypted.length % 16 !== 8) return undefined;
  const msgKey = encrypted.subarray(8, 24);
  const cipher = firstVersionCipher(key, msgKey);
  const plain = igeDecrypt(encrypted.subarray(24), cipher.key, cipher.iv);
  const length = plain.length < HEAD ? -1 : plain.readInt32LE(HEAD - 4);
  if (length < 0 || length > plain.length - HEAD) return undefined;
  const whole = plain.subarray(0, HEAD + length);
  if (!sha1(whole).subarray(4, 20).equals(msgKey) || plain.readBigInt64LE(16) !== messageId) return undefined;
  return serviceCodec().decode.next(new TlReader(whole.subarray(HEAD)));
}

function keyIdOf(value: unknown): string {
  const bytes = Buffer.alloc(8);
  if (typeof value === 'bigint') bytes.writeBigInt64LE(value);
  return bytes.toString('hex');
}
