import { createMemoryStore, manualClock } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { createLaneEvents, LANE_EVENTS } from './events.js';
import { laneBench } from './test-bench.js';
import { LANE_USAGE } from './usage.js';

function eventsBench(kept = 3) {
  const clock = manualClock(Date.UTC(2026, 10, 1));
  const events = createLaneEvents(createMemoryStore({ clock }), clock, kept);
  return { clock, events };
}

describe('a lane', () => {
  it('counts what is repeated, so that nothing that was sent is pushed out of its events', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    await bench.send(lane, 'One');
    for (let n = 0; n < 3; n += 1) {
      await bench.send(lane, 'example.com');
      await bench.send(lane, '');
    }
    expect(await bench.lanes.events(lane)).toMatchObject([
      { outcome: 'approved' },
      { outcome: 'sent', message_id: 1 },
      { outcome: 'refused', code: 'OUTSIDE_LANE', times: 3 },
      { outcome: 'refused', code: 'TEXT_INVALID', times: 3 },
    ]);
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('remembers each message that was sent, and what came of it, and that it was given up', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    await bench.send(lane, 'Größe');
    // As after the loss of the data folder: Telegram has the message already.
    const anew = laneBench({ clock: bench.clock, telegram: bench.telegram });
    const again = await anew.lane();
    await anew.send(again, 'Größe');
    const about = { target: '-1000000000042', message_id: 1, message_len: 5 };
    expect(await bench.lanes.events(lane)).toMatchObject([
      { outcome: 'approved' },
      { outcome: 'sent', ...about },
    ]);
    expect((await anew.lanes.events(again)).at(-1)).toMatchObject({ outcome: 'already_sent', ...about });
    expect(await bench.lanes.revoke(lane, 'enough')).toMatchObject({
      ok: true,
      value: { standing: { state: 'revoked', revocation: { reason: 'enough' } } },
    });
    expect((await bench.lanes.events(lane)).at(-1)).toMatchObject({ outcome: 'revoked' });
    expect(await bench.lanes.revoke('aaaaaaaaaaaa', '')).toMatchObject({
      refusal: { code: 'GRANT_NOT_FOUND' },
    });
    expect(await bench.store.keys(LANE_EVENTS)).toEqual([lane]);
  });

  it('has sent what it sent, where that cannot be kept among its events', async () => {
    const bench = laneBench({
      wrap: (store) => ({
        ...store,
        update: (kind, key, change) =>
          kind.folder === LANE_EVENTS.folder && bench.telegram.requests.length > 0
            ? Promise.reject(new Error('full'))
            : store.update(kind, key, change),
      }),
    });
    const lane = await bench.lane();
    expect(await bench.send(lane, 'One')).toMatchObject({ ok: true });
    expect(bench.warnings).toEqual(['an event of a lane could not be kept: Error: full']);
  });
});

describe('the events of a lane', () => {
  it('are the newest, with their time, oldest first', async () => {
    const { clock, events } = eventsBench();
    expect(await events.newest('lane', 9)).toEqual([]);
    for (let id = 1; id <= 4; id += 1) {
      await events.add('lane', { outcome: 'sent', message_id: id });
      await clock.advance(1_000);
    }
    const [second, third, fourth] = [2, 3, 4].map((id) => ({
      at: `2026-11-01T00:00:0${id - 1}.000Z`,
      outcome: 'sent',
      message_id: id,
    }));
    expect(await events.newest('lane', 9)).toEqual([second, third, fourth]);
    expect(await events.newest('lane', 2)).toEqual([third, fourth]);
    expect(await events.newest('other', 2)).toEqual([]);
  });

  it('are counted where they repeat, at the time of the last', async () => {
    const { clock, events } = eventsBench(9);
    for (const outcome of ['refused', 'revoked', 'refused', 'already_sent', 'already_sent'] as const) {
      await events.add('lane', { outcome, code: 'X' });
      await clock.advance(1_000);
    }
    await events.add('lane', { outcome: 'refused', code: 'Y' });
    expect(await events.newest('lane', 9)).toEqual([
      { at: '2026-11-01T00:00:01.000Z', outcome: 'revoked', code: 'X' },
      { at: '2026-11-01T00:00:02.000Z', outcome: 'refused', code: 'X', times: 2 },
      { at: '2026-11-01T00:00:03.000Z', outcome: 'already_sent', code: 'X' },
      { at: '2026-11-01T00:00:04.000Z', outcome: 'already_sent', code: 'X' },
      { at: '2026-11-01T00:00:05.000Z', outcome: 'refused', code: 'Y' },
    ]);
  });
});

describe('the records of lanes', () => {
  const at = '2026-11-01T00:00:00.000Z';
  const next = { boot: 'b', wall: 1, monotonic: 1, ms: 0 };
  const event = { at, outcome: 'sent', target: '1', code: 'X', message_id: 1, message_len: 1, times: 2 };

  it('lie where earlier versions put them', () => {
    expect([LANE_EVENTS, LANE_USAGE].map(({ folder, version }) => `${folder} ${version}`)).toEqual([
      'write-lane-events 1',
      'write-lanes 1',
    ]);
  });

  it.each([
    [LANE_EVENTS, { events: [event] }],
    [LANE_EVENTS, { events: [{ at, outcome: 'approved' }] }],
    [LANE_USAGE, { messages: [{ id: 'i', peer: '1', next }] }],
  ])('come back whole: %#', (kind, record) => {
    expect(kind.schema.parse(record)).toEqual(record);
    expect(kind.schema.safeParse({ ...record, further: 1 }).success).toBe(false);
  });

  it.each([
    [LANE_EVENTS, { events: [{ ...event, further: 1 }] }],
    [LANE_EVENTS, { events: [{ outcome: 'sent' }] }],
    [LANE_EVENTS, { events: [{ ...event, at: 'now' }] }],
    [LANE_EVENTS, { events: [{ ...event, message_id: 0.5 }] }],
    [LANE_EVENTS, { events: [{ ...event, message_len: 0.5 }] }],
    [LANE_EVENTS, { events: [{ ...event, times: 0.5 }] }],
    [LANE_USAGE, { messages: [{ id: 'i', peer: '1', next, further: 1 }] }],
    [LANE_USAGE, { messages: [{ id: 'i', next }] }],
  ])('are read as nothing else: %#', (kind, record) => {
    expect(kind.schema.safeParse(record).success).toBe(false);
  });
});
