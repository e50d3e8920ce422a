import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';
import type { Clock } from './clock.js';

const LONGEST_TIMER_MS = 2_147_483_647;
const BOOT_TIME_GRAIN_MS = 60_000;

/** The machine's own clocks. `process.hrtime` counts from boot and is the same for all processes of one boot. */
export function systemClock(): Clock {
  let boot: string | undefined;
  return {
    now: () => Date.now(),
    monotonic: () => Number(process.hrtime.bigint()) / 1e6,
    bootId: () => (boot ??= readBootId()),
    sleep: sleepOnTimer,
  };
}

function readBootId(): string {
  try {
    if (process.platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    if (process.platform === 'darwin') {
      return execFileSync('/usr/sbin/sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim();
    }
  } catch {
    return derivedBootId();
  }
  return derivedBootId();
}

/** The minute of the boot. A wrong guess only means "another boot", where the wall clock decides. */
function derivedBootId(): string {
  return `boot-${Math.round((Date.now() - uptime() * 1000) / BOOT_TIME_GRAIN_MS)}`;
}

function sleepOnTimer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortReason(signal));
      return;
    }
    let left = Math.max(0, Math.ceil(ms));
    let timer: NodeJS.Timeout;
    const abort = (): void => {
      clearTimeout(timer);
      if (signal !== undefined) reject(abortReason(signal));
    };
    const next = (): void => {
      if (left <= 0) {
        signal?.removeEventListener('abort', abort);
        resolve();
        return;
      }
      const part = Math.min(left, LONGEST_TIMER_MS);
      left -= part;
      timer = setTimeout(next, part);
    };
    signal?.addEventListener('abort', abort, { once: true });
    next();
  });
}

/** The reason of an aborted signal, always an Error. */
export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
}
