/**
 * The confirmation phrase as a salted hash, so that the settings file need not hold the phrase itself. Who reads the
 * hash can still guess at it, each guess at the cost of scrypt (RFC 7914); a long phrase is what counts.
 */
import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const FORM = /^scrypt:32768:8:1:([0-9a-f]{32}):([0-9a-f]{64})$/;

/** Phrases are compared without regard to case and to white space around; a person at a terminal is glad of it. */
export function comparablePhrase(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** What to put into the settings in place of a phrase. */
export function hashPhrase(phrase: string): string {
  const salt = randomBytes(SALT_BYTES);
  return `scrypt:${COST.N}:${COST.r}:${COST.p}:${salt.toString('hex')}:${derive(phrase, salt).toString('hex')}`;
}

/** Whether a setting holds a hash, or means to: then it is never compared as a phrase. */
export function isPhraseHash(setting: string): boolean {
  return setting.trim().startsWith('scrypt:');
}

/** Whether a hash is one that {@link hashPhrase} made. */
export function isWholePhraseHash(setting: string): boolean {
  return FORM.test(setting.trim());
}

/** Whether a phrase is the one that was hashed, in constant time; false for a hash that is not whole. */
export function fitsPhraseHash(setting: string, phrase: string): boolean {
  const [, salt, hash] = FORM.exec(setting.trim()) ?? [];
  if (salt === undefined || hash === undefined) return false;
  return timingSafeEqual(derive(phrase, Buffer.from(salt, 'hex')), Buffer.from(hash, 'hex'));
}

function derive(phrase: string, salt: Buffer): Buffer {
  return scryptSync(comparablePhrase(phrase), salt, HASH_BYTES, COST);
}
