/** How pictures begin that clients can show: bytes in hex, `..` for any. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['image/jpeg', 'ffd8ff'],
  ['image/png', '89504e470d0a1a0a'],
  ['image/gif', '47494638'],
  ['image/webp', '52494646........57454250'],
];

/** The type of a picture by its bytes, whatever its sender says; undefined for what is none. */
export function pictureType(bytes: Buffer): string | undefined {
  const head = bytes.toString('hex', 0, 16);
  return BEGINNINGS.find(([, beginning]) => new RegExp(`^${beginning}`).test(head))?.[0];
}
