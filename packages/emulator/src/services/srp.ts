/*
 * The server's side of Telegram's 2FA check (core.telegram.org/api/srp): SRP 6a over the well-known 2048-bit prime with
 * g = 3; the password itself is never sent.
 */
import { createHash, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** Telegram's well-known prime; clients accept no other. */
const PRIME = Buffer.from(
  'c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4db' +
    'fa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64' +
    '2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b41' +
    '0dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4' +
    'e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf' +
    '6f4fadf034b10403119cd8e3b92fcc5b',
  'hex',
);
const P = toNumber(PRIME);
const G = 3n;
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
    p: new Uint8Array(PRIME),
  };
}

/** v = g^x mod p of a password. */
export async function verifierOf(password: string, salts: SrpSalts): Promise<bigint> {
  const first = sha256(salts.salt1, Buffer.from(password, 'utf8'), salts.salt1);
  const second = sha256(salts.salt2, first, salts.salt2);
  const stretched = await derive(second, salts.salt1, 100_000, 64, 'sha512');
  return power(G, toNumber(sha256(salts.salt2, stretched, salts.salt2)));
}

/** A fresh challenge for a verifier. */
export function newChallenge(verifier: bigint, salts: SrpSalts): SrpChallenge {
  const b = toNumber(randomBytes(SIZE));
  const B = (multiplier() * verifier + power(G, b)) % P;
  return { srpId: BigInt.asIntN(63, toNumber(randomBytes(7))) + 1n, b, B: toBytes(B), verifier, salts };
}

/** True when the client's A and M1 prove the password behind the challenge. */
export function provesPassword(challenge: SrpChallenge, a: Uint8Array, m1: Uint8Array): boolean {
  const A = toNumber(a);
  if (A % P === 0n || A >= P) return false;
  const aBytes = toBytes(A);
  const u = toNumber(sha256(aBytes, challenge.B));
  const s = power((A * power(challenge.verifier, u)) % P, challenge.b);
  const prime = sha256(PRIME);
  const generator = sha256(toBytes(G));
  const mixed = prime.map((byte, index) => byte ^ (generator[index] ?? 0));
  const { salt1, salt2 } = challenge.salts;
  const wanted = sha256(mixed, sha256(salt1), sha256(salt2), aBytes, challenge.B, sha256(toBytes(s)));
  return m1.length === wanted.length && timingSafeEqual(wanted, m1);
}

function multiplier(): bigint {
  return toNumber(sha256(PRIME, toBytes(G)));
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function toNumber(bytes: Uint8Array): bigint {
  const digits = Buffer.from(bytes).toString('hex');
  return digits === '' ? 0n : BigInt(`0x${digits}`);
}

function toBytes(value: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(SIZE * 2, '0'), 'hex'));
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % P;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}
