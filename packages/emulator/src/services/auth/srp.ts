/*
 * The server's side of Telegram's 2FA check (core.telegram.org/api/srp): SRP 6a over the well-known 2048-bit prime with
 * g = 3; the password itself is never sent.
 */
import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { modPow, toBigInt, toBytes } from '../../mtproto/crypto.js';
import { DH_GENERATOR, DH_PRIME } from '../../mtproto/dh-prime.js';

const derive = promisify(pbkdf2);

const P = toBigInt(DH_PRIME);
const G = BigInt(DH_GENERATOR);
const SIZE = 256;

/** Salts of the password algorithm. */
export interface SrpSalts {
  readonly salt1: Uint8Array;
  readonly salt2: Uint8Array;
}

/** One challenge: what getPassword showed, and the secret behind it. */
export interface SrpChallenge {
  readonly srpId: bigint;
  readonly b: bigint;
  readonly B: Uint8Array;
  readonly verifier: bigint;
  readonly salts: SrpSalts;
}

/** The algorithm as account.password names it. */
export function kdfAlgo(salts: SrpSalts) {
  return {
    _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    salt1: salts.salt1,
    salt2: salts.salt2,
    g: Number(G),
    p: new Uint8Array(DH_PRIME),
  };
}

/** v = g^x mod p of a password. */
export async function verifierOf(password: string, salts: SrpSalts): Promise<bigint> {
  const first = sha256(salts.salt1, Buffer.from(password, 'utf8'), salts.salt1);
  const second = sha256(salts.salt2, first, salts.salt2);
  const stretched = await derive(second, salts.salt1, 100_000, 64, 'sha512');
  return power(G, toBigInt(sha256(salts.salt2, stretched, salts.salt2)));
}

/** A fresh challenge for a verifier. */
export function newChallenge(verifier: bigint, salts: SrpSalts): SrpChallenge {
  const b = toBigInt(randomBytes(SIZE));
  const B = (multiplier() * verifier + power(G, b)) % P;
  return { srpId: BigInt.asIntN(63, toBigInt(randomBytes(7))) + 1n, b, B: toBytes(B, SIZE), verifier, salts };
}

/** True when the client's A and M1 prove the password behind the challenge. */
export function provesPassword(challenge: SrpChallenge, a: Uint8Array, m1: Uint8Array): boolean {
  const A = toBigInt(a);
  if (A % P === 0n || A >= P) return false;
  const aBytes = toBytes(A, SIZE);
  const u = toBigInt(sha256(aBytes, challenge.B));
  const s = power((A * power(challenge.verifier, u)) % P, challenge.b);
  const prime = sha256(DH_PRIME);
  const generator = sha256(toBytes(G, SIZE));
  const mixed = prime.map((byte, index) => byte ^ (generator[index] ?? 0));
  const { salt1, salt2 } = challenge.salts;
  const wanted = sha256(mixed, sha256(salt1), sha256(salt2), aBytes, challenge.B, sha256(toBytes(s, SIZE)));
  return m1.length === wanted.length && timingSafeEqual(wanted, m1);
}

function multiplier(): bigint {
  return toBigInt(sha256(DH_PRIME, toBytes(G, SIZE)));
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const power = (base: bigint, exponent: bigint): bigint => modPow(base, exponent, P);
