/** What a person waits for goes before an export that runs in the same process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileStore, createPacer, systemClock } from '@tgmcp/core';
import { expect, it } from 'vitest';

const RATE = 20;
const EXPORT = 60;
const READS = 8;

it(
  'an interactive call waits for one slot, however many background calls are in line',
  { retry: 4 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tgmcp-priorities-'));
    try {
      const clock = systemClock();
      const store = createFileStore({ root: join(folder, 'state'), clock });
      const settings = {
        rateRps: RATE,
        mode: 'shared',
        breakerThresholdSec: 300,
        breakerCooldownSec: 900,
      } as const;
      const pacer = createPacer({ store, clock, settings });
      const order: string[] = [];
      const call = async (lane: 'interactive' | 'background'): Promise<number> => {
        const begun = clock.monotonic();
        const outcome = await pacer.run(
          { method: 'messages.getHistory', kind: 'read', lane, deadlineMs: 60_000 },
          async () => order.push(lane),
          (error) => ({ kind: 'bug', error }),
        );
        expect(outcome.ok).toBe(true);
        return clock.monotonic() - begun;
      };
      const exporting = Promise.all(Array.from({ length: EXPORT }, () => call('background')));
      const waits: number[] = [];
      for (let n = 0; n < READS; n += 1) {
        await clock.sleep(100);
        waits.push(await call('interactive'));
      }
      const inLine = EXPORT - order.filter((lane) => lane === 'background').length;
      await exporting;
      process.stdout.write(
        `priorities: an interactive call waited ${Math.max(...waits).toFixed(0)} ms at most, ${inLine} background calls behind it\n`,
      );
      expect(inLine).toBeGreaterThan(EXPORT / 4);
      // The slot that is being waited for by another, its own, and what a busy machine adds.
      expect(waits.toSorted((one, other) => one - other)[READS / 2]).toBeLessThan((2.5 * 1_000) / RATE);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
