/** A value that does not fit its TL schema, or bytes that do not; `path` leads from the root to the fault. */
export class TlError extends Error {
  path: string;

  constructor(
    readonly reason: string,
    path = '',
  ) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'TlError';
    this.path = path;
  }

  /** The same fault seen from one level further out. */
  under(step: string): TlError {
    const joint = this.path === '' || this.path.startsWith('[') ? '' : '.';
    return new TlError(this.reason, `${step}${joint}${this.path}`);
  }
}
