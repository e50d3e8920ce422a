/*
 * Which messages of a session are taken (core.telegram.org/mtproto/service_messages_about_messages#notice-of-ignored-
 * error-message): message ids, time, order, and whether one was here before.
 */

/** What is known about a message before it is taken. */
export interface Arrival {
  readonly messageId: bigint;
  readonly sequence: number;
  /** Whether its sequence number must be odd, must be even, or may be either. */
  readonly parity: 'odd' | 'even' | 'any';
  /** Inside a container the time is not checked: the container's own id was. */
  readonly container?: bigint;
}

/** `fresh`: take it; `repeated`: it was taken before; a number: refuse it with this error code. */
export type Verdict = 'fresh' | 'repeated' | number;

const REMEMBERED = 400;
const MAX_AGE_S = 300n;
const MAX_AHEAD_S = 30n;

/** The messages a session has taken lately. */
export class Inbox {
  #taken: { readonly id: bigint; readonly sequence: number }[] = [];
  /** Ids up to this one are no longer remembered. */
  #forgottenTo = 0n;

  /** Judges a message; a fresh one is remembered. `now` is in milliseconds. */
  judge(arrival: Arrival, now: number): Verdict {
    const { messageId, sequence, parity, container } = arrival;
    const seconds = BigInt(Math.floor(now / 1000));
    if (messageId % 4n !== 0n) return 18;
    if (container === undefined) {
      if (messageId >> 32n < seconds - MAX_AGE_S) return 16;
      if (messageId >> 32n > seconds + MAX_AHEAD_S) return 17;
    } else if (messageId >= container) return 64;
    this.#dropFuture(seconds);
    if (this.#taken.some((known) => known.id === messageId)) return 'repeated';
    if (messageId <= this.#forgottenTo) return 20;
    const odd = sequence % 2 !== 0;
    if (parity === 'even' && odd) return 34;
    if (parity === 'odd' && !odd) return 35;
    for (const known of this.#taken) {
      const clash = known.sequence === sequence && odd;
      if (known.id < messageId && (known.sequence > sequence || clash)) return 32;
      if (known.id > messageId && (known.sequence < sequence || clash)) return 33;
    }
    this.#remember(messageId, sequence);
    return 'fresh';
  }

  /** Whether a message was taken and is still remembered. */
  has(messageId: bigint): boolean {
    return this.#taken.some((known) => known.id === messageId);
  }

  /** Forgets one message, as if it had never arrived. */
  forget(messageId: bigint): void {
    this.#taken = this.#taken.filter((known) => known.id !== messageId);
  }

  #remember(id: bigint, sequence: number): void {
    this.#taken.push({ id, sequence });
    if (this.#taken.length <= REMEMBERED) return;
    const oldest = this.#taken.shift();
    if (oldest !== undefined && oldest.id > this.#forgottenTo) this.#forgottenTo = oldest.id;
  }

  /** After the world's clock went back, what came before is not held against the client. */
  #dropFuture(seconds: bigint): void {
    const limit = (seconds + MAX_AHEAD_S + 1n) << 32n;
    if (this.#taken.some((known) => known.id > limit))
      this.#taken = this.#taken.filter((known) => known.id <= limit);
    if (this.#forgottenTo > limit) this.#forgottenTo = 0n;
  }
}
