import { createMemoryStore, manualClock } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createTryCounter, type TryCounter } from './tries.js';

function counter(): { tries: TryCounter; clock: ReturnType<typeof manualClock>; again: () => TryCounter } {
  const clock = manualClock();
  const store = createMemoryStore({ clock });
  return { tries: createTryCounter(store, clock), clock, again: () => createTryCounter(store, clock) };
}

const dies = (): boolean => {
  throw new Error('killed');
};
const wrong = (): boolean => false;
const right = (): boolean => true;

describe('wrong tries', () => {
  it('shut their place after five, for an hour, without asking whether the sixth is right', async () => {
    const { tries, clock } = counter();
    for (let n = 0; n < 5; n += 1) {
      expect(await tries.attempt('terminal', wrong)).toStrictEqual({ ok: true, value: false });
    }
    let asked = false;
    const sixth = await tries.attempt('terminal', () => (asked = true));
    expect(sixth).toMatchObject({ ok: false, refusal: { code: 'PHRASE_LOCKED', retry_after: 3600 } });
    expect(asked).toBe(false);
    await clock.advance(3_599_999);
    expect(await tries.attempt('terminal', right)).toMatchObject({ ok: false });
    await clock.advance(1);
    expect(await tries.attempt('terminal', right)).toStrictEqual({ ok: true, value: true });
    expect(await tries.left('terminal')).toBe(5);
  });

  it('shut their place for an hour from the last one, however long the first is ago', async () => {
    const { tries, clock } = counter();
    for (let n = 0; n < 5; n += 1) {
      await tries.attempt('terminal', wrong);
      await clock.advance(600_000);
    }
    await clock.advance(1_200_000);
    const shut = { ok: false, refusal: { code: 'PHRASE_LOCKED', retry_after: 1_800 } };
    expect(await tries.open('terminal')).toMatchObject(shut);
    expect(await tries.attempt('terminal', right)).toMatchObject(shut);
    expect(await tries.left('terminal')).toBe(0);
    await clock.advance(1_800_000);
    expect(await tries.open('terminal')).toStrictEqual({ ok: true, value: undefined });
    expect(await tries.left('terminal')).toBe(5);
  });

  it('stay counted when a right one follows, which forgets itself alone', async () => {
    const { tries } = counter();
    for (let n = 0; n < 3; n += 1) await tries.attempt('terminal', wrong);
    expect(await tries.attempt('terminal', right)).toStrictEqual({ ok: true, value: true });
    expect(await tries.left('terminal')).toBe(2);
  });

  it('of one place leave the others open', async () => {
    const { tries } = counter();
    for (let n = 0; n < 5; n += 1) await tries.attempt('confirmation_text', wrong);
    expect(await tries.open('confirmation_text')).toMatchObject({ ok: false });
    expect(await tries.open('terminal')).toMatchObject({ ok: true });
    expect(await tries.open('forms')).toMatchObject({ ok: true });
  });

  it('are on disk before the comparison, so a process that dies in it has spent its try', async () => {
    const { tries, again } = counter();
    for (let n = 0; n < 5; n += 1) await expect(tries.attempt('terminal', dies)).rejects.toThrow('killed');
    expect(await again().attempt('terminal', right)).toMatchObject({
      ok: false,
      refusal: { code: 'PHRASE_LOCKED' },
    });
  });

  it('are not counted for right ones', async () => {
    const { tries } = counter();
    for (let n = 0; n < 20; n += 1) expect((await tries.attempt('terminal', right)).ok).toBe(true);
    expect(await tries.left('terminal')).toBe(5);
  });

  it('let no more than five through at once', async () => {
    const { tries } = counter();
    let compared = 0;
    const guesses = Array.from({ length: 30 }, () =>
      tries.attempt('terminal', () => {
        compared += 1;
        return false;
      }),
    );
    const answers = await Promise.all(guesses);
    expect(compared).toBe(5);
    expect(answers.filter((answer) => !answer.ok)).toHaveLength(25);
  });

  it('are forgotten one by one after an hour while the place is open', async () => {
    const { tries, clock } = counter();
    await tries.attempt('terminal', wrong);
    await clock.advance(1_800_000);
    await tries.attempt('terminal', wrong);
    expect(await tries.left('terminal')).toBe(3);
    await clock.advance(1_800_000);
    expect(await tries.left('terminal')).toBe(4);
  });

  it('are forgotten at every place when the operator opens them', async () => {
    const { tries } = counter();
    for (let n = 0; n < 5; n += 1) await tries.attempt('forms', wrong);
    await tries.unlatch();
    expect(await tries.left('forms')).toBe(5);
  });
});
