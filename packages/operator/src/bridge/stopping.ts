import process from 'node:process';
import { endSignals } from '@tgmcp/core';
import type { Console } from '../console/console.js';
import { EXIT, Stop } from '../console/exit.js';
import { BridgeError } from './bridge-error.js';

const SIGNALS = endSignals();
/** Where it is seen why a server is gone. */
export const LOOK = 'Look at: tgmcp doctor. ';

/** A write whose end is told of, however it ends. */
export interface Stoppable {
  /** How to go on, once there is a preview. */
  goOn: string | undefined;
  /** Makes the call that writes. Ctrl-C waits for its answer, which alone says what came of it; a second one does not. */
  carryOut<T>(call: () => Promise<T>): Promise<T>;
}

/** What is true when this run did nothing of a write that an earlier one may have carried out; `again` repeats it, after `first`. */
export function didNothingMore(again: string, first = ''): string {
  return `This run did nothing; what became of an earlier one is not told by that. ${first}Again: ${again}`;
}

/**
 * Runs a write that Ctrl-C or a dead server may cut off: whoever called learns what is done and how to go on. `again`
 * repeats a write that an earlier run may have carried out.
 */
export async function stoppable<T>(
  console: Console,
  again: string | undefined,
  work: (write: Stoppable) => Promise<T>,
): Promise<T> {
  let stage: 'before' | 'on its way' | 'given up' = 'before';
  const unknown = (): string =>
    `Whether it was carried out is not known. This settles it and never sends twice: ${write.goOn}`;
  const further = (): string => (write.goOn === undefined ? '' : ` To go on: ${write.goOn}`);
  const nothing = (said: string, first = ''): string =>
    again === undefined ? `${said}${first.trimEnd()}${further()}` : didNothingMore(again, first);
  const write: Stoppable = {
    goOn: again,
    async carryOut(call) {
      stage = 'on its way';
      const answer = await call();
      stage = 'before';
      return answer;
    },
  };
  const stop = (): void => {
    if (stage === 'on its way') {
      stage = 'given up';
      console.note('The write is on its way; waiting for what comes of it. To not wait: Ctrl-C once more.');
      return;
    }
    console.note(stage === 'given up' ? unknown() : nothing('Stopped; nothing was done.'));
    process.exit(EXIT.interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(write);
  } catch (error) {
    if (error instanceof Stop && error.exitCode === EXIT.interrupted)
      throw new Stop(error.exitCode, `${error.message}${further()}`);
    if (!(error instanceof BridgeError) || error.code !== 'SERVER_ENDED') throw error;
    const isOut = stage !== 'before' && error.mayHaveCalled;
    const next = isOut ? unknown() : nothing('Nothing was done. ', LOOK);
    throw new BridgeError(error.code, error.message, next, error.log, isOut);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
  }
}
