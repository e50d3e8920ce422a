import { describe, expect, it } from 'vitest';
import { laneBench } from './test-bench.js';

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
});
