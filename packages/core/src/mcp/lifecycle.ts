/**
 * The life of a server process. It ends within two seconds when the client goes away, however that shows: end of
 * input, a broken pipe, a signal, or the death of the parent while somebody else still holds the pipe.
 */
import process from 'node:process';
import { endSignals } from '../platform/platform.js';
import { isOrphan } from '../state/process-life.js';
import type { Log } from './log.js';
import { printToStderr } from './stderr.js';

/** Milliseconds after which a shutdown is no longer waited for. */
const PATIENCE_MS = 1200;
const PARENT_CHECK_MS = 500;

/** Makes the process private and its stdout the protocol's own. Call it before anything else runs. */
export function claimProcess(): void {
  process.umask(0o077);
  printToStderr();
}

/** Ends the process once, after `close` or when patience is over. */
export function endWithClient(log: Log, close: () => Promise<void>): (reason: string, code?: number) => void {
  let ending = false;
  const end = (reason: string, code = 0): void => {
    if (ending) return;
    ending = true;
    log.info(`ending: ${reason}`);
    setTimeout(() => process.exit(code), PATIENCE_MS).unref();
    close()
      .catch((error: unknown) => log.error(`closing: ${String(error)}`))
      .finally(() => process.exit(code));
  };
  process.stdin.once('end', () => end('end of input'));
  process.stdin.once('close', () => end('input closed'));
  process.stdin.once('error', () => end('input broken'));
  process.stdout.once('error', () => end('output broken'));
  // Listeners that stay: libraries that tidy up on a signal raise it again once nobody else listens, and the process dies.
  for (const signal of endSignals()) process.on(signal, () => end(signal));
  const parent = process.ppid;
  setInterval(() => {
    if (isOrphan(parent)) end('the parent is gone');
  }, PARENT_CHECK_MS).unref();
  process.on('unhandledRejection', (reason) => log.error(`unhandled rejection: ${details(reason)}`));
  process.on('uncaughtException', (error) => {
    log.error(`uncaught exception: ${details(error)}`);
    end('an uncaught exception', 1);
  });
  return end;
}

function details(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? String(reason)) : String(reason);
}
