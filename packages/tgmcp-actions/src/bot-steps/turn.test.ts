import { manualClock } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { notYet, Patience } from './turn.js';

/** Pauses once, and gives how long that took; undefined where no pause was left. */
async function pause(patience: Patience, clock: ReturnType<typeof manualClock>): Promise<number | undefined> {
  const before = clock.monotonic();
  const paused = patience.pause();
  for (let n = 0; n < 40 && clock.sleeping === 0; n += 1) await clock.advance(0);
  while (clock.sleeping > 0) await clock.advance(1);
  return (await paused) ? clock.monotonic() - before : undefined;
}

describe('the patience of a call', () => {
  it('is for longer and longer pauses, five seconds in all, with what was slept before', async () => {
    const clock = manualClock();
    const slept = { ms: 250 };
    const patience = new Patience(clock, slept);
    const pauses: (number | undefined)[] = [];
    for (let n = 0; n < 5; n += 1) pauses.push(await pause(patience, clock));
    expect(pauses).toEqual([250, 500, 1_000, 1_500, 1_500]);
    expect(slept).toEqual({ ms: 5_000 });
    expect(await pause(patience, clock)).toBeUndefined();
    expect(slept).toEqual({ ms: 5_000 });
  });

  it('begins with short pauses at each wait', async () => {
    const clock = manualClock();
    const patience = new Patience(clock, { ms: 0 });
    await pause(patience, clock);
    await pause(patience, clock);
    patience.anew();
    expect(await pause(patience, clock)).toBe(250);
  });

  it('ends when the answer of the call is due', async () => {
    const clock = manualClock();
    const patience = new Patience(clock, { ms: 0 });
    await clock.advance(25_000);
    expect(patience.isOver()).toBe(false);
    expect(await pause(patience, clock)).toBe(250);
    expect(patience.isOver()).toBe(true);
    expect(await pause(patience, clock)).toBeUndefined();
  });

  it('tells that the bot has not replied, and when to ask again', () => {
    expect(notYet()).toMatchObject({
      ok: false,
      refusal: { code: 'UNFINISHED', message: 'The bot has not replied yet.', retry_after: 2 },
    });
  });
});
