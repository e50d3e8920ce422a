/** The operator's stop: it works at once, in servers that run, and lets nothing through that was approved before. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { ROWS } from './rows.js';

let bench: WriteBench;
beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  await bench.house.close();
});

const STOPPED = {
  refused: true,
  body: { code: 'WRITES_STOPPED', next_step: expect.stringContaining('operator') },
};

describe('tgmcp stop-writes', () => {
  it('refuses every write tool in a server that runs, previews included, until it is taken back', async () => {
    const { agent, house } = bench;
    const codes = new Map<string, unknown>();
    for (const { tool, args } of ROWS) {
      const { body } = await agent.call(tool, args);
      await say(house, body, 'yes');
      codes.set(tool, body['approval_code']);
    }
    await bench.grownOld();
    expect(await house.operator(['stop-writes'])).toMatchObject({ code: 0 });
    for (const { tool, args, again } of ROWS) {
      expect(await executed(agent, tool, args, codes.get(tool)), tool).toMatchObject(STOPPED);
      expect(await agent.call(tool, again), tool).toMatchObject(STOPPED);
    }
    expect(bench.writes()).toEqual([]);
    expect((await agent.call('tg_get_actions_policy')).body).toMatchObject({ enabled: false, stopped: true });

    expect(await house.operator(['resume-writes'])).toMatchObject({ code: 0 });
    const [{ tool, args, writes } = { tool: '', args: {}, writes: [''] }] = ROWS;
    expect(await executed(agent, tool, args, codes.get(tool))).toMatchObject({ refused: false });
    expect(bench.writes()).toEqual(writes);
    expect(await house.operator(['audit', 'verify'])).toMatchObject({ code: 0 });
  });
});
