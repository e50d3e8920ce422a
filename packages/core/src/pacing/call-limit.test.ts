import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { manualClock } from '../clock/manual-clock.js';
import { CallLimit, GivenUp } from './call-limit.js';

function neverAnswered(): Promise<never> {
  return new Promise(() => undefined);
}
const why = (reason: 'deadline' | 'cancelled') =>
  expect.objectContaining({ name: 'GivenUp', message: reason, why: reason });

describe('the time of a call', () => {
  it('runs down to nothing, and then neither a check nor a task is let through', async () => {
    const clock = manualClock();
    const limit = new CallLimit(clock, 1_000, undefined);
    const waiting = limit.race(neverAnswered());
    const outcome = expect(waiting).rejects.toEqual(why('deadline'));
    expect(limit.left).toBe(1_000);
    await clock.advance(999);
    expect(limit.left).toBe(1);
    expect(limit.signal.aborted).toBe(false);
    limit.check();
    await clock.advance(1);
    await outcome;
    expect(limit.left).toBe(0);
    await clock.advance(500);
    expect(limit.left).toBe(0);
    expect(limit.signal.reason).toBeInstanceOf(GivenUp);
    expect(() => limit.check()).toThrow(why('deadline'));
    await expect(limit.race(neverAnswered())).rejects.toEqual(why('deadline'));
  });

  it('leaves no sleep and no listener behind when the call ends in time', async () => {
    const clock = manualClock();
    const caller = new AbortController();
    const limit = new CallLimit(clock, 1_000, caller.signal);
    expect(await limit.race(Promise.resolve('answer'))).toBe('answer');
    await expect(limit.race(Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(getEventListeners(limit.signal, 'abort')).toEqual([]);
    expect(getEventListeners(caller.signal, 'abort')).toHaveLength(1);
    limit.close();
    expect(getEventListeners(caller.signal, 'abort')).toEqual([]);
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
    caller.abort();
    await clock.advance(2_000);
    expect(limit.signal.aborted).toBe(false);
  });

  it('ends when the caller cancels, even before it began', async () => {
    const caller = new AbortController();
    const limit = new CallLimit(manualClock(), 1_000, caller.signal);
    const outcome = expect(limit.race(neverAnswered())).rejects.toEqual(why('cancelled'));
    caller.abort();
    await outcome;
    expect(() => limit.check()).toThrow(why('cancelled'));
    const late = new CallLimit(manualClock(), 1_000, caller.signal);
    expect(late.signal.aborted).toBe(true);
    await expect(late.race(neverAnswered())).rejects.toEqual(why('cancelled'));
  });

  it('lets a task that may not be cancelled end, and hears the caller at the next check', async () => {
    const caller = new AbortController();
    const limit = new CallLimit(manualClock(), 1_000, caller.signal);
    let end: (answer: string) => void = () => undefined;
    const task = new Promise<string>((resolve) => {
      end = resolve;
    });
    const sent = limit.race(task, false);
    caller.abort();
    expect(limit.signal.aborted).toBe(false);
    end('sent');
    expect(await sent).toBe('sent');
    expect(limit.signal.aborted).toBe(false);
    expect(() => limit.check()).toThrow(why('cancelled'));
  });

  it('is over for a task that may not be cancelled as well, at its deadline', async () => {
    const clock = manualClock();
    const limit = new CallLimit(clock, 1_000, undefined);
    const outcome = expect(limit.race(neverAnswered(), false)).rejects.toEqual(why('deadline'));
    await clock.advance(1_000);
    await outcome;
  });
});
