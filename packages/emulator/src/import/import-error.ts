/** A file that cannot be imported; the message names the file, what is wrong with it, and the way out. */
export class ImportError extends Error {
  override name = 'ImportError';
}
