import process from 'node:process';
import { endSignals } from '@tgmcp/core';
import { EXIT } from '../console/exit.js';

const SIGNALS = endSignals();

/** Runs work that Ctrl-C asks to end in good order; a second Ctrl-C ends the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const asked = new AbortController();
  // Listeners that stay: libraries that tidy up on a signal raise it again once nobody else listens.
  const stop = (): void => {
    if (asked.signal.aborted) process.exit(EXIT.interrupted);
    asked.abort();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(asked.signal);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
  }
}
