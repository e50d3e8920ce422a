/*
 * The server's side of making an auth key (core.telegram.org/mtproto/auth_key). One handshake for each connection; a
 * client may begin anew at any time, and does: about one in 256 computes its key without a leading zero byte and finds
 * the result wrong.
 */
import { randomBytes } from 'node:crypto';
import { serviceCodec } from '../tl/codec.js';
import { TlReader } from '../tl/reader.js';
import type { TlObject } from '../tl/value.js';
import type { AuthKey, AuthKeys } from './auth-keys.js';
import { igeDecrypt, igeEncrypt, modPow, sha1, toBigInt, toBytes, xor } from './crypto.js';
import { DH_GENERATOR, DH_PRIME } from './dh-prime.js';
import { openHandshakeData, testPublicKey } from './rsa.js';

/**
 * The pq of Telegram's documentation. 63 bits: with the top bit set the client library's factoriser never ends, and
 * much smaller numbers it sometimes splits wrongly.
 */
const PQ = Buffer.from('17ed48941a08f981', 'hex');
const P = 0x494c553bn;
const Q = 0x53911073n;
const PRIME = toBigInt(DH_PRIME);

/** A step that breaks the rules; the connection is closed after it. */
export class HandshakeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HandshakeError';
  }
}

interface Progress {
  readonly nonce: Uint8Array;
  readonly serverNonce: Uint8Array;
  newNonce?: Uint8Array;
  /** Seconds that a temporary key is to live. */
  expiresIn?: number;
  secret?: bigint;
  tmp?: { readonly key: Buffer; readonly iv: Buffer };
}

/** One client's way to an auth key. */
export class Handshake {
  readonly #codec = serviceCodec();
  #progress: Progress | undefined;

  constructor(
    private readonly keys: AuthKeys,
    private readonly dc: number,
    private readonly now: () => number,
  ) {}

  /** Answers one unencrypted message. Throws {@link HandshakeError}. */
  answer(request: TlObject): TlObject {
    switch (request._) {
      case 'req_pq':
      case 'req_pq_multi':
        return this.#begin(request);
      case 'req_DH_params':
        return this.#exchange(request);
      case 'set_client_DH_params':
        return this.#finish(request);
      default:
        throw new HandshakeError(`${request._} is no step of a handshake`);
    }
  }

  #begin(request: TlObject): TlObject {
    const nonce = bytesOf(request, 'nonce');
    this.#progress = { nonce, serverNonce: new Uint8Array(randomBytes(16)) };
    return {
      _: 'resPQ',
      nonce,
      server_nonce: this.#progress.serverNonce,
      pq: PQ,
      server_public_key_fingerprints: [BigInt(testPublicKey.fingerprint)],
    };
  }

  #exchange(request: TlObject): TlObject {
    const progress = this.#checked(request);
    if (toBigInt(bytesOf(request, 'p')) !== P || toBigInt(bytesOf(request, 'q')) !== Q) {
      throw new HandshakeError('p and q are not the factors of pq');
    }
    if (request['public_key_fingerprint'] !== BigInt(testPublicKey.fingerprint)) {
      throw new HandshakeError('the client encrypted for another key');
    }
    const inner = this.#openInnerData(bytesOf(request, 'encrypted_data'), progress);
    const newNonce = bytesOf(inner, 'new_nonce');
    if (typeof inner['expires_in'] === 'number') progress.expiresIn = inner['expires_in'];
    const secret = toBigInt(randomBytes(32));
    progress.newNonce = newNonce;
    progress.secret = secret;
    progress.tmp = temporaryCipher(newNonce, progress.serverNonce);
    const answer = this.#codec.encode.object({
      _: 'server_DH_inner_data',
      nonce: progress.nonce,
      server_nonce: progress.serverNonce,
      g: DH_GENERATOR,
      dh_prime: DH_PRIME,
      g_a: toBytes(modPow(BigInt(DH_GENERATOR), secret, PRIME), 256),
      server_time: Math.floor(this.now() / 1000),
    });
    const padding = randomBytes(-(20 + answer.length) & 15);
    const plain = Buffer.concat([sha1(answer), answer, padding]);
    return {
      _: 'server_DH_params_ok',
      nonce: progress.nonce,
      server_nonce: progress.serverNonce,
      encrypted_answer: igeEncrypt(plain, progress.tmp.key, progress.tmp.iv),
    };
  }

  #finish(request: TlObject): TlObject {
    const progress = this.#checked(request);
    const { newNonce, secret, tmp } = progress;
    if (newNonce === undefined || secret === undefined || tmp === undefined) {
      throw new HandshakeError('set_client_DH_params came before req_DH_params');
    }
    const encrypted = bytesOf(request, 'encrypted_data');
    if (encrypted.length % 16 !== 0) throw new HandshakeError('encrypted_data is not of whole blocks');
    const plain = igeDecrypt(encrypted, tmp.key, tmp.iv);
    const inner = this.#openHashed(plain);
    if (inner._ !== 'client_DH_inner_data')
      throw new HandshakeError(`${inner._} in place of client_DH_inner_data`);
    sameNonces(inner, progress);
    const gB = toBigInt(bytesOf(inner, 'g_b'));
    if (gB <= 1n || gB >= PRIME - 1n) throw new HandshakeError('g_b is out of range');
    const salt = xor(newNonce.subarray(0, 8), progress.serverNonce.subarray(0, 8)).readBigInt64LE(0);
    const { expiresIn } = progress;
    const key = this.keys.add(toBytes(modPow(gB, secret, PRIME), 256), this.dc, {
      salt,
      ...(expiresIn !== undefined && { expiresAt: Math.floor(this.now() / 1000) + expiresIn }),
    });
    this.#progress = undefined;
    return {
      _: 'dh_gen_ok',
      nonce: progress.nonce,
      server_nonce: progress.serverNonce,
      new_nonce_hash1: nonceHash(newNonce, 1, key),
    };
  }

  #checked(request: TlObject): Progress {
    if (this.#progress === undefined) throw new HandshakeError(`${request._} came before req_pq`);
    sameNonces(request, this.#progress);
    return this.#progress;
  }

  #openInnerData(encrypted: Uint8Array, progress: Progress): TlObject {
    const data = openHandshakeData(encrypted);
    if (data === undefined) throw new HandshakeError('encrypted_data of req_DH_params cannot be opened');
    const inner = this.#codec.decode.next(new TlReader(data));
    if (!inner._.startsWith('p_q_inner_data'))
      throw new HandshakeError(`${inner._} in place of p_q_inner_data`);
    sameNonces(inner, progress);
    return inner;
  }

  #openHashed(plain: Buffer): TlObject {
    const body = plain.subarray(20);
    const reader = new TlReader(body);
    const inner = this.#codec.decode.next(reader);
    const size = body.length - reader.remaining;
    if (reader.remaining > 15 || !sha1(body.subarray(0, size)).equals(plain.subarray(0, 20))) {
      throw new HandshakeError('the hash of client_DH_inner_data is wrong');
    }
    return inner;
  }
}

function temporaryCipher(newNonce: Uint8Array, serverNonce: Uint8Array): { key: Buffer; iv: Buffer } {
  const a = sha1(newNonce, serverNonce);
  const b = sha1(serverNonce, newNonce);
  const c = sha1(newNonce, newNonce);
  return {
    key: Buffer.concat([a, b.subarray(0, 12)]),
    iv: Buffer.concat([b.subarray(12, 20), c, newNonce.subarray(0, 4)]),
  };
}

function nonceHash(newNonce: Uint8Array, outcome: number, key: AuthKey): Uint8Array {
  return sha1(newNonce, Uint8Array.of(outcome), key.auxHash).subarray(4, 20);
}

function sameNonces(value: TlObject, progress: Progress): void {
  const same =
    Buffer.compare(bytesOf(value, 'nonce'), progress.nonce) === 0 &&
    Buffer.compare(bytesOf(value, 'server_nonce'), progress.serverNonce) === 0;
  if (!same) throw new HandshakeError(`${value._} carries other nonces`);
}

function bytesOf(value: TlObject, field: string): Uint8Array {
  const bytes = value[field];
  if (!(bytes instanceof Uint8Array)) throw new HandshakeError(`${value._}.${field} is missing`);
  return bytes;
}
