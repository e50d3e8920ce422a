import { describe, expect, it } from 'vitest';
import { laneFields } from './summary.js';
import { laneBench, type LaneBench } from './test-bench.js';
import type { LaneCaps } from './scope.js';

/** The same lanes as a process sees them whose operator allows less. */
const lowered = ({ store, clock, telegram }: LaneBench, caps: Partial<LaneCaps>): LaneBench =>
  laneBench({ store, clock, telegram }, caps);

describe('a lane that was approved, once the operator allows less,', () => {
  it.each([
    [{ TG_ACTIONS_LANE_MAX_MESSAGES: 1 }, 'Two', 'LANE_EXHAUSTED', { bound: 'max_messages', limit: 1 }],
    [{ TG_ACTIONS_LANE_MAX_TARGETS: 0 }, 'Two', 'LANE_EXHAUSTED', { bound: 'max_messages', limit: 0 }],
    [{ TG_ACTIONS_MAX_MESSAGE_LEN: 3 }, 'Long', 'TEXT_INVALID', {}],
  ])('is used within %o', async (caps, text, code, data) => {
    const bench = laneBench();
    const lane = await bench.lane();
    await bench.send(lane, 'One');
    const today = lowered(bench, caps);
    expect(await today.send(lane, text)).toMatchObject({ ok: false, refusal: { code, data } });
    expect(bench.telegram.requests).toHaveLength(1);
    expect(await bench.send(lane, text)).toMatchObject({ ok: true });
  });

  it('waits between messages as long as today’s least says', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    const today = lowered(bench, { TG_ACTIONS_LANE_MIN_INTERVAL_SEC: 60 });
    expect(await today.send(lane, 'One')).toMatchObject({ ok: true });
    expect(await today.send(lane, 'Two')).toMatchObject({ refusal: { code: 'LANE_WAIT', retry_after: 60 } });
    expect(bench.telegram.requests).toHaveLength(1);
  });

  it('shows the bounds of today', async () => {
    const bench = laneBench();
    const lane = await bench.lane();
    const found = await lowered(bench, { TG_ACTIONS_LANE_MAX_MESSAGES: 2 }).lanes.get(lane);
    if (!found.ok) throw new Error(found.refusal.code);
    expect(laneFields(found.value)).toMatchObject({ max_messages: 2, max_messages_per_target: 2 });
  });
});
