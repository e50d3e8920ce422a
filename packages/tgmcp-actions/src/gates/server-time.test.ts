import { manualClock, momentAfter } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { serverTimeOf } from './server-time.js';

describe('a stored moment', () => {
  it('is told by the clock of Telegram', async () => {
    const clock = manualClock();
    const moment = momentAfter(clock, 0);
    const begun = clock.now();
    await clock.advance(60_000);
    const parts = { clock, serverNow: () => clock.now() + 7_000 };
    expect(serverTimeOf(moment, parts)).toEqual({ fromMs: begun + 7_000, toMs: begun + 7_000 });
  });

  it.each([-3_600_000, 3_600_000])('may be any that either clock says after a step of %i ms', (ms) => {
    const clock = manualClock();
    const moment = momentAfter(clock, 0);
    const begun = clock.now();
    clock.stepWall(ms);
    const { fromMs, toMs } = serverTimeOf(moment, { clock, serverNow: () => clock.now() });
    expect([fromMs, toMs]).toEqual([begun, begun + ms].toSorted((one, another) => one - another));
  });

  it('is told by the wall clock alone after a reboot, to a day', () => {
    const clock = manualClock();
    const moment = momentAfter(clock, 0);
    const begun = clock.now();
    clock.reboot(60_000);
    const parts = { clock, serverNow: () => clock.now() };
    expect(serverTimeOf(moment, parts)).toEqual({
      fromMs: begun - 86_400_000,
      toMs: begun + 86_400_000,
    });
  });
});
