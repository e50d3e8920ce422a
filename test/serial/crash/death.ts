/** How a server of a test is made to die at one step, and what is known of it afterwards. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '../../support/house.js';

const PRELOAD = fileURLToPath(new URL('../../support/crash-preload.cjs', import.meta.url));

/** Idempotency windows are days by default. */
export const WINDOW_MS = 86_400_000;

/** The settings of a server that dies at a moment. */
export function deathSettings(house: House, moment: object): Record<string, string> {
  return {
    NODE_OPTIONS: `${house.emulator.env['NODE_OPTIONS']} --require "${PRELOAD}"`,
    TGMCP_CRASH: JSON.stringify(moment),
  };
}

/** The step at which it died by itself; undefined when it did not. */
export function stepOf(hit: string): string | undefined {
  return existsSync(hit) ? readFileSync(hit, 'utf8') : undefined;
}

/** Milliseconds from now to the middle of an idempotency window, so that no cell crosses into the next one. */
export function toMidWindow(): number {
  return WINDOW_MS * 1.5 - (Date.now() % WINDOW_MS);
}

/** Waits until a process has left the table of processes. */
export async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(5);
  }
}
