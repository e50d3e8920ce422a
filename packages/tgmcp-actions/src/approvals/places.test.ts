/** The places on the list of what waits: who takes one, who keeps it, and when what became of each is looked at. */
import { createMemoryStore, manualClock } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createWaitingList, MOST_WAITING, MOST_WAITING_GRANTS } from './waiting-list.js';

const LIFE_MS = 100_000;

function list() {
  const clock = manualClock();
  const asked: string[] = [];
  /** How much longer each counts, by id; others as long as they live. */
  const stay = new Map<string, number>();
  const waiting = createWaitingList(createMemoryStore({ clock }), clock, async (id) => {
    asked.push(id);
    return stay.get(id) ?? Number.POSITIVE_INFINITY;
  });
  const enter = async (count: number, kind: 'action' | 'grant' = 'action', prefix = 'p'): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      expect(await waiting.enter(`${prefix}${n}`, LIFE_MS, kind)).toEqual({ ok: true, value: undefined });
    }
  };
  return { clock, asked, stay, waiting, enter };
}

const tooMany = (waiting: number, retryAfter: number): object => ({
  ok: false,
  refusal: { code: 'TOO_MANY_PROPOSALS', retry_after: retryAfter, data: { waiting } },
});

describe('a list that is not full', () => {
  it('has room, also where it is empty, and asks nothing of anybody', async () => {
    const { waiting, enter, asked } = list();
    expect(await waiting.room()).toEqual({ ok: true, value: undefined });
    expect(await waiting.ids()).toEqual([]);
    await enter(MOST_WAITING);
    expect(asked).toEqual([]);
  });

  it('has room for grants however many actions wait, and for a few grants alone', async () => {
    const { waiting, enter } = list();
    await enter(MOST_WAITING_GRANTS + 5);
    await enter(MOST_WAITING_GRANTS, 'grant', 'g');
    expect(await waiting.enter('one more', LIFE_MS, 'grant')).toMatchObject(
      tooMany(MOST_WAITING_GRANTS, LIFE_MS / 1000),
    );
    expect(await waiting.enter('an action', LIFE_MS, 'action')).toMatchObject({ ok: true });
  });
});

describe('a full list', () => {
  it('has room again at the moment at which a life ends, and does not show who is over', async () => {
    const { waiting, enter, clock } = list();
    await enter(MOST_WAITING);
    expect(await waiting.room()).toMatchObject(tooMany(MOST_WAITING, LIFE_MS / 1000));
    await clock.advance(LIFE_MS - 1);
    expect(await waiting.ids()).toHaveLength(MOST_WAITING);
    expect(await waiting.enter('late', LIFE_MS, 'action')).toMatchObject({ ok: false });
    await clock.advance(1);
    expect(await waiting.ids()).toEqual([]);
    expect(await waiting.room()).toMatchObject({ ok: true });
    expect(await waiting.enter('late', LIFE_MS, 'action')).toMatchObject({ ok: true });
    expect(await waiting.ids()).toEqual(['late']);
  });

  it('has room where one of it is over before its time, and says when the next will be', async () => {
    const { waiting, enter, stay } = list();
    await enter(MOST_WAITING);
    stay.set('p7', 30_000);
    expect(await waiting.room()).toMatchObject(tooMany(MOST_WAITING, 30));
    expect(await waiting.enter('late', LIFE_MS, 'action')).toMatchObject(tooMany(MOST_WAITING, 30));
    stay.set('p7', 0);
    expect(await waiting.room()).toEqual({ ok: true, value: undefined });
    expect(await waiting.enter('late', LIFE_MS, 'action')).toMatchObject({ ok: true });
    expect(await waiting.ids()).not.toContain('p7');
    expect(await waiting.room()).toMatchObject({ ok: false });
  });
});
