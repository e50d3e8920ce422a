/** What a client is asked to do; `id` names a message that it sent before. */
export type Errand =
  | { readonly kind: 'state' | 'history' }
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'edit'; readonly id: number; readonly text: string }
  | { readonly kind: 'delete'; readonly id: number };

/** One account behind one client library. */
export interface Participant {
  readonly name: string;
  readonly account: bigint;
  /** Does an errand; a send answers with the id of the message. Rejects with whatever the library says. */
  run(errand: Errand): Promise<number | undefined>;
  close(): Promise<void>;
}

/** How a call ended. `overdue` is the test's own deadline, for libraries that have none. */
export type Ending = 'done' | 'failed' | 'overdue';

const TICK_MS = 50;

/**
 * The ending of a call within `deadlineMs`; nothing waits for it any longer afterwards. Counted in short waits, one after
 * the other: while this process is stopped, no time passes for the client in it either.
 */
export async function endingOf(call: Promise<unknown>, deadlineMs: number): Promise<Ending> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Ending>((resolve) => {
    let left = deadlineMs / TICK_MS;
    timer = setInterval(() => {
      left -= 1;
      if (left <= 0) resolve('overdue');
    }, TICK_MS);
  });
  const ending = call.then(
    (): Ending => 'done',
    (): Ending => 'failed',
  );
  try {
    return await Promise.race([ending, late]);
  } finally {
    clearInterval(timer);
  }
}
