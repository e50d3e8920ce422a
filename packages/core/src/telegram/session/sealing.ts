/**
 * Seals a text with AES-256-GCM. The head that stands in the clear is authenticated with it (AAD), so that nothing of a
 * sealed file can be changed, exchanged with another file's, or cut.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
/** The full tag; Node would also take a shorter one, which is easier to guess. */
const TAG_BYTES = 16;

/** Bytes of a sealing key. */
export const KEY_BYTES = 32;

/** A nonce, and the sealed bytes with their tag at the end; both base64. */
export interface Sealed {
  readonly nonce: string;
  readonly sealed: string;
}

/** Names a key without telling anything about it: 16 hexadecimal digits. */
export function keyId(key: Uint8Array): string {
  return createHash('sha256').update('tgmcp session key id\0').update(key).digest('hex').slice(0, 16);
}

/** Seals `text`; each sealing uses a fresh random nonce. */
export function seal(key: Uint8Array, head: string, text: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(head, 'utf8'));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}

/** Opens what was sealed with this key under this head; undefined when anything of it was changed. */
export function unseal(key: Uint8Array, head: string, { nonce, sealed }: Sealed): string | undefined {
  const iv = exactBytes(nonce);
  const bytes = exactBytes(sealed);
  if (iv?.length !== NONCE_BYTES || bytes === undefined || bytes.length < TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(head, 'utf8'));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    // The only thing `final` says is that the tag does not fit.
    return undefined;
  }
}

/** The bytes of base64 in its one canonical form; other writings of the same bytes are refused. */
function exactBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
