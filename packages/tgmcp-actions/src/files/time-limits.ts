/** The times within which the files of one call are gathered. */
import type { Clock } from '@tgmcp/core';

/** A limit for all that is fetched. It runs from the beginning, and can be stopped while something else is waited for. */
export interface FetchTime {
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  stop(): void;
  goOn(): void;
}

/** A limit of so many milliseconds; whoever is done with it stops it. */
export function fetchTime(clock: Clock, ms: number): FetchTime {
  const over = new AbortController();
  let leftMs = ms;
  let since = 0;
  let running = new AbortController();
  const goOn = (): void => {
    since = clock.monotonic();
    running = new AbortController();
    clock.sleep(leftMs, running.signal).then(
      () => over.abort(new DOMException('The time for fetching is over', 'TimeoutError')),
      () => undefined,
    );
  };
  goOn();
  return {
    signal: over.signal,
    stop() {
      running.abort();
      leftMs -= clock.monotonic() - since;
    },
    goOn,
  };
}

/** How long copies wait, all of them together, for others that hold the last of the room while they are made. */
export interface RoomWait {
  /** Waits until one of these is over, or for as long as is left; false, at once, where nothing is. */
  forOneOf(ends: readonly Promise<void>[]): Promise<boolean>;
}

/** A wait of so many milliseconds in all; meanwhile nothing is asked of the hosts of what is fetched. */
export function roomWait(clock: Clock, ms: number, fetching?: Pick<FetchTime, 'stop' | 'goOn'>): RoomWait {
  let leftMs = ms;
  return {
    async forOneOf(ends) {
      if (leftMs <= 0) return false;
      fetching?.stop();
      const since = clock.monotonic();
      const over = new AbortController();
      const late = clock.sleep(leftMs, over.signal).catch(() => undefined);
      await Promise.race([late, ...ends]);
      over.abort();
      leftMs -= clock.monotonic() - since;
      fetching?.goOn();
      return true;
    },
  };
}
