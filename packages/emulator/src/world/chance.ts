import { createHash } from 'node:crypto';

/** 64 bits that depend on nothing but the given parts: stable hashes and secrets for a seeded world. */
export function stable64(...parts: readonly (string | number | bigint)[]): bigint {
  return createHash('sha256').update(parts.join('\u0000')).digest().readBigInt64BE(0);
}

const MIX = 0x9e3779b97f4a7c15n;

/** The access hash under which one account knows a peer: each account has its own, as on Telegram. */
export function accessHashFor(viewer: bigint, hashSeed: bigint): bigint {
  let mixed = BigInt.asUintN(64, hashSeed ^ (viewer * MIX));
  mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 29n)) * 0xbf58476d1ce4e5b9n);
  return BigInt.asIntN(64, mixed ^ (mixed >> 32n)) | 1n;
}
