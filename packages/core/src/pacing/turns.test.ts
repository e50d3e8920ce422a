import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns } from './turns.js';

/** A task that ends when told to. */
function held(started: string[], name: string): { task: () => Promise<string>; end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    task: async () => {
      started.push(name);
      await ended;
      return name;
    },
    end: () => end(),
  };
}

// The queue passes its tasks on by timers of its own, which come late when the machine is busy.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** What is seen when the queue has no more to do. */
async function atRest<T>(seen: () => T): Promise<T> {
  await vi.runAllTimersAsync();
  return seen();
}

describe('the turns of calls inside a process', () => {
  it('are taken at once by a call that is alone', async () => {
    const turns = new Turns();
    const started: string[] = [];
    for (const name of ['a', 'b']) {
      const one = held(started, name);
      const taken = turns.take('background', one.task);
      expect(started.at(-1)).toBe(name);
      expect(turns.ahead).toBe(1);
      one.end();
      expect(await taken).toBe(name);
      expect(turns.ahead).toBe(0);
    }
  });

  it('are taken one at a time, interactive before background, otherwise in the order they came', async () => {
    const turns = new Turns();
    const started: string[] = [];
    const tasks = ['alone', 'b1', 'b2', 'i1', 'i2'].map((name) => held(started, name));
    const taken = tasks.map(({ task }, n) => turns.take(n > 2 ? 'interactive' : 'background', task));
    expect(turns.ahead).toBe(5);
    // The first that queued has its turn in the queue already, and waits there for the one that went alone.
    const order = ['alone', 'b1', 'i1', 'i2', 'b2'];
    for (const [n, name] of order.entries()) {
      await expect.poll(() => atRest(() => started), { interval: 1 }).toEqual(order.slice(0, n + 1));
      expect(await atRest(() => started)).toHaveLength(n + 1);
      tasks[['alone', 'b1', 'b2', 'i1', 'i2'].indexOf(name)]?.end();
    }
    await expect.poll(() => atRest(() => turns.ahead), { interval: 1 }).toBe(0);
    expect(await Promise.all(taken)).toEqual(['alone', 'b1', 'b2', 'i1', 'i2']);
  });

  it('go on after one that failed, alone or queued', async () => {
    const turns = new Turns();
    const fails = (): Promise<never> => Promise.reject(new Error('failed'));
    const taken = Promise.allSettled([
      turns.take('interactive', fails),
      turns.take('interactive', fails),
      turns.take('interactive', async () => 'went'),
    ]);
    await expect.poll(() => atRest(() => turns.ahead), { interval: 1 }).toBe(0);
    const outcomes = await taken;
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await turns.take('interactive', async () => 'again')).toBe('again');
  });

  it('are full at a thousand calls', () => {
    const turns = new Turns();
    const never = (): Promise<never> => new Promise(() => undefined);
    while (turns.ahead < 999) void turns.take('interactive', never);
    expect(turns.full).toBe(false);
    void turns.take('interactive', never);
    expect(turns.full).toBe(true);
  });
});
