/** The guard kept something from leaving the process. */
export class GuardRefusal extends Error {
  constructor(
    /** TL name of the method, or what the bytes were instead of one. */
    readonly method: string,
    readonly why: 'not listed' | 'not with this argument' | 'no open ticket' | 'unreadable' | 'shut',
  ) {
    super(`${method} may not be sent: ${why}`);
    this.name = 'GuardRefusal';
  }
}
