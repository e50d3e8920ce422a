import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER } from '../../support/small-world.js';
import { openWriteBench, type WriteBench } from './bench.js';
import { NEWCOMERS, WORKSHOP } from './world.js';

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

  it('names a used-up cap for one chat, and for people the account never talked to', async () => {
    const agent = await bench.server({ MAX_MSGS_PER_PEER_PER_DAY: '0', MAX_FIRST_CONTACTS_PER_DAY: '0' });
    for (const [group, quota] of [
      [WORKSHOP.id, /this one chat/],
      [`@${NEWCOMERS[0].username}`, /never talked to/],
    ] as const) {
      const { body } = await agent.call('tg_get_send_status', { group });
      expect(body).toMatchObject({
        ready: false,
        missing: expect.arrayContaining([expect.objectContaining({ code: 'QUOTA_EXHAUSTED' })]),
      });
      expect(JSON.stringify(body)).toMatch(quota);
    }
    await agent.close();
  });

  it('says that too many wrong phrases were typed, and for how long', async () => {
    const agent = await bench.server({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    const args = { group: WORKSHOP.id, message_id: 8 };
    const { body } = await agent.call('tg_pin_message', args);
    await bench.grownOld();
    for (let tries = 0; tries < 5; tries += 1) {
      await agent.call('tg_pin_message', {
        ...args,
        dry_run: false,
        confirm: true,
        approval_code: body['approval_code'],
        confirmation_text: 'a wrong guess',
      });
    }
    expect(await agent.call('tg_get_send_status', { group: WORKSHOP.id, verb: 'pin' })).toMatchObject({
      body: { ready: false, missing: [{ code: 'PHRASE_LOCKED', retry_after: expect.any(Number) }] },
    });
    await agent.close();
    expect(bench.writes()).toEqual([]);
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
