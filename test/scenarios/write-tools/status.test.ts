import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER } from '../../support/small-world.js';
import { openWriteBench, type WriteBench } from './bench.js';
import { WORKSHOP } from './world.js';

let bench: WriteBench;
beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  await bench.house.close();
});

const missing = (...codes: string[]): object => ({
  refused: false,
  body: { ready: false, missing: codes.map((code): unknown => expect.objectContaining({ code })) },
});

describe('tg_get_send_status', () => {
  it('says that nothing is missing but the approval', async () => {
    expect(await bench.agent.call('tg_get_send_status', { group: WORKSHOP.id, verb: 'pin' })).toMatchObject({
      refused: false,
      body: { ready: true, missing: [], target: WORKSHOP.id },
    });
  });

  it('names who is not on the allowlist, and for which verb', async () => {
    const group = `@${OTHER.username}`;
    expect(await bench.agent.call('tg_get_send_status', { group })).toMatchObject(
      missing('TARGET_NOT_ALLOWED'),
    );
    const only = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${WORKSHOP.id}:send` });
    const args = { group: WORKSHOP.id };
    expect(await only.call('tg_get_send_status', args)).toMatchObject({ body: { ready: true } });
    expect(await only.call('tg_get_send_status', { ...args, verb: 'delete' })).toMatchObject(
      missing('TARGET_NOT_ALLOWED'),
    );
    await only.close();
  });

  it('names all that is missing, not just the first', async () => {
    const agent = await bench.server({
      TG_ACTIONS_ENABLED: '0',
      MAX_GROUP_MSGS_PER_DAY: '0',
      TG_ACTIONS_ALLOWED_GROUPS: OTHER.id,
    });
    expect(await agent.call('tg_get_send_status', { group: WORKSHOP.id })).toMatchObject(
      missing('ACTIONS_DISABLED', 'TARGET_NOT_ALLOWED', 'QUOTA_EXHAUSTED'),
    );
    expect(await agent.call('tg_get_send_status', { group: WORKSHOP.id, verb: 'delete' })).toMatchObject(
      missing('ACTIONS_DISABLED', 'TARGET_NOT_ALLOWED'),
    );
    await agent.close();
  });

  it('says how long Telegram wants to be left alone', async () => {
    const { house, agent } = bench;
    house.emulator.faults.add({
      method: 'messages.getHistory',
      kind: 'error',
      code: 420,
      message: 'FLOOD_WAIT_600',
      times: 1,
    });
    await agent.call('tg_clear_history', { group: WORKSHOP.id });
    expect(await agent.call('tg_get_send_status', { group: WORKSHOP.id })).toMatchObject({
      body: { ready: false, missing: [{ code: 'BREAKER_OPEN', retry_after: expect.any(Number) }] },
    });
    expect(bench.writes()).toEqual([]);
  });
});
