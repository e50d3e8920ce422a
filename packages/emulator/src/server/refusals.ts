/** Transport errors that the service answers connections with: too many of them, an unknown key, a bad request. */
export const TRANSPORT_CODES: readonly number[] = [-429, -404, -403, -444];

/** Connections that are turned away before anything is read of what they say. */
export class Refusals {
  #code = 0;
  #left = 0;

  /** Answers the next connections with a transport error and closes them; 0 times takes it back. */
  arm(code: number, times: number): void {
    this.#code = code;
    this.#left = times;
  }

  /** How many connections are still to be turned away. */
  get left(): number {
    return this.#left;
  }

  /** The error for a connection that has sent its first packet, counted as used; undefined when it is welcome. */
  take(): number | undefined {
    if (this.#left <= 0) return undefined;
    this.#left -= 1;
    return this.#code;
  }
}
