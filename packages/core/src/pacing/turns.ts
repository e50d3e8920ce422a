import type Bottleneck from 'bottleneck';
import type { Lane } from '../telegram/caller.js';

const PRIORITY: Readonly<Record<Lane, number>> = { interactive: 3, background: 7 };
const MOST_WAITING = 1_000;

/** The order of calls inside this process: an interactive call goes before every background call that still waits. */
export class Turns {
  #busy = 0;
  #queue: Promise<Bottleneck> | undefined;
  /** The turn that began alone, without the queue: who comes next waits for it all the same. */
  #alone: Promise<unknown> | undefined;

  /** Calls that are waiting or taking their turn. */
  get ahead(): number {
    return this.#busy;
  }

  /** True when no further call may wait. */
  get full(): boolean {
    return this.#busy >= MOST_WAITING;
  }

  /**
   * Runs `task` when it is its turn, one at a time, so that a process that dies has reserved no more than one slot. Alone
   * it goes at once, because the queue costs a timer.
   */
  async take<T>(lane: Lane, task: () => Promise<T>): Promise<T> {
    const isAlone = this.#busy === 0;
    this.#busy += 1;
    try {
      if (isAlone) {
        const turn = task();
        this.#alone = turn.catch(() => undefined);
        return await turn;
      }
      this.#queue ??= makeQueue();
      return await (
        await this.#queue
      ).schedule({ priority: PRIORITY[lane] }, async () => {
        await this.#alone;
        return task();
      });
    } finally {
      this.#busy -= 1;
    }
  }
}

/** One for the life of the process, as bottleneck's limiters are never collected; loaded when calls first meet. */
async function makeQueue(): Promise<Bottleneck> {
  const { default: Queue } = await import('bottleneck');
  return new Queue({ maxConcurrent: 1 });
}
