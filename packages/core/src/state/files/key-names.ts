import { createHash } from 'node:crypto';

const PLAIN = /[a-z0-9-]/;
const LONGEST_NAME = 120;
/** A key that is its own name, as most are. */
const OWN_NAME = /^[a-z0-9-]{1,120}$/;
const HASHED = '__';

/**
 * The file name of a key: lower-case letters, digits and `-` stand for themselves, every other byte is `_` and two
 * hexadecimal digits. So no key leaves its folder, and keys that differ in case differ on every file system.
 */
export function nameOfKey(key: string): string {
  if (key === '') throw new TypeError('a document needs a key');
  if (OWN_NAME.test(key)) return key;
  let name = '';
  for (const character of key) {
    name += PLAIN.test(character)
      ? character
      : [...Buffer.from(character)].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join('');
  }
  return name.length <= LONGEST_NAME ? name : HASHED + createHash('sha256').update(key).digest('hex');
}

/** The key of a file name; undefined when the name holds only a hash and the document itself must say. */
export function keyOfName(name: string): string | undefined {
  if (name.startsWith(HASHED)) return undefined;
  const bytes = name.replaceAll(/_[0-9a-f]{2}|./g, (part) =>
    part.length === 3 ? part.slice(1) : Buffer.from(part).toString('hex'),
  );
  return Buffer.from(bytes, 'hex').toString();
}
