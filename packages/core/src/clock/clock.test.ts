import { describe, expect, it } from 'vitest';
import { manualClock } from './manual-clock.js';
import { momentAfter, permissionLeft, requiredWaitLeft } from './moment.js';
import { systemClock } from './system-clock.js';

describe('the system clock', () => {
  it('reads one boot and a monotonic time that goes on', async () => {
    const clock = systemClock();
    expect(clock.bootId()).toBe(systemClock().bootId());
    const before = clock.monotonic();
    await clock.sleep(5);
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(3);
  });

  it('ends a sleep early with the reason of the signal', async () => {
    const gone = new Error('the client went away');
    await expect(systemClock().sleep(60_000, AbortSignal.abort(gone))).rejects.toBe(gone);
    const control = new AbortController();
    const sleep = systemClock().sleep(60_000, control.signal);
    control.abort(gone);
    await expect(sleep).rejects.toBe(gone);
  });
});

describe('the manual clock', () => {
  it('wakes sleepers in the order of their times, also those that sleep again', async () => {
    const clock = manualClock();
    const woken: string[] = [];
    const twice = (async () => {
      await clock.sleep(10);
      woken.push('first');
      await clock.sleep(15);
      woken.push('third');
    })();
    const once = clock.sleep(20).then(() => woken.push('second'));
    await clock.advance(25);
    await Promise.all([twice, once]);
    expect(woken).toEqual(['first', 'second', 'third']);
  });

  it('forgets a sleep that was aborted', async () => {
    const clock = manualClock();
    const control = new AbortController();
    const sleep = clock.sleep(10, control.signal);
    control.abort(new Error('stop'));
    await expect(sleep).rejects.toThrow('stop');
    expect(clock.sleeping).toBe(0);
  });
});

describe('a stored moment', () => {
  it('lets a required wait end only when both clocks say so', () => {
    const clock = manualClock();
    const moment = momentAfter(clock, 1_000);
    clock.stepWall(3_600_000);
    expect(requiredWaitLeft(clock, moment)).toBe(1_000);
  });

  it('does not stretch a required wait when the wall clock is stepped back', async () => {
    const clock = manualClock();
    const moment = momentAfter(clock, 1_000);
    clock.stepWall(-3_600_000);
    await clock.advance(1_000);
    expect(requiredWaitLeft(clock, moment)).toBe(0);
  });

  it('ends a permission when the first of both clocks says so', async () => {
    const clock = manualClock();
    const moment = momentAfter(clock, 1_000);
    clock.stepWall(2_000);
    expect(permissionLeft(clock, moment)).toBe(0);
    const other = momentAfter(clock, 1_000);
    clock.stepWall(-5_000);
    await clock.advance(1_000);
    expect(permissionLeft(clock, other)).toBe(0);
  });

  it('goes by the wall clock after a reboot, for the good of caution when that was stepped back', () => {
    const clock = manualClock();
    const moment = momentAfter(clock, 60_000);
    clock.reboot(20_000);
    expect(requiredWaitLeft(clock, moment)).toBe(40_000);
    expect(permissionLeft(clock, moment)).toBe(40_000);
    clock.stepWall(-3_600_000);
    expect(requiredWaitLeft(clock, moment)).toBe(60_000);
    expect(permissionLeft(clock, moment)).toBe(0);
  });
});
