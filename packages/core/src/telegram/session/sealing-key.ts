/** Makes sealing keys from what an operator keeps: 32 random bytes as text, or a passphrase. */
import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { KEY_BYTES, keyId } from './sealing.js';

/** Which key sealed a session: its id, and how it comes from a passphrase when it does. */
export interface KeyName {
  readonly id: string;
  readonly scrypt?: (typeof SCRYPT & { readonly salt: string }) | undefined;
}

/** A key with the name under which a sealed session mentions it. */
export interface SealingKey {
  readonly name: KeyName;
  readonly bytes: Uint8Array;
}

/** Costs of scrypt (RFC 7914): 32 MB and some tenths of a second for each guess at a passphrase. */
export const SCRYPT = { N: 32_768, r: 8, p: 3 } as const;

const MAX_MEMORY = 64 * 1024 * 1024;
const SALT_BYTES = 16;

/** The shortest passphrase that is taken. */
export const MIN_PASSPHRASE = 12;

// Bound when it is first asked for: naming it here would load all of Node's cryptography at every start.
const derive = (passphrase: string, salt: Buffer, bytes: number, costs: object): Promise<Buffer> =>
  promisify<string, Buffer, number, object, Buffer>(scrypt)(passphrase, salt, bytes, costs);

/** A new random key as text, to keep in a file, a keychain or a secret store. */
export function newKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** The key that a text of 32 bytes in base64 or hexadecimal stands for; undefined for any other text. */
export function keyFromText(text: string): SealingKey | undefined {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, /^[0-9a-fA-F]{64}$/.test(trimmed) ? 'hex' : 'base64');
  const whole = /^(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)$/.test(trimmed);
  return whole && bytes.length === KEY_BYTES ? { name: { id: keyId(bytes) }, bytes } : undefined;
}

/** The key of a passphrase under a salt of 32 hexadecimal digits; a fresh one when absent. */
export async function keyFromPassphrase(
  passphrase: string,
  salt: string = randomBytes(SALT_BYTES).toString('hex'),
): Promise<SealingKey> {
  const cost = { ...SCRYPT, maxmem: MAX_MEMORY };
  const bytes = await derive(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), KEY_BYTES, cost);
  return { name: { id: keyId(bytes), scrypt: { ...SCRYPT, salt } }, bytes };
}
