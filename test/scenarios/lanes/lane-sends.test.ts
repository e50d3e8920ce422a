/** Messages in a lane: each bound alone refuses, nothing of a refused one leaves, and what is sent is sent once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../support/mcp-client.js';
import { FRIEND, GROUP, OTHER } from '../../support/small-world.js';
import { approve, execute, preview } from '../../support/writing.js';
import { WORKSHOP } from '../write-tools/world.js';
import { openLaneBench, WIDE, type LaneBench } from './bench.js';

const SEND = 'messages.sendMessage';
let bench: LaneBench;
let wide: string;
beforeAll(async () => {
  bench = await openLaneBench();
  wide = await bench.lane({ max_messages: 50, max_messages_per_target: 40 });
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const refused = (code: string, data?: object) => ({
  refused: true,
  body: { code, ...(data === undefined ? {} : { data }) },
});

async function refusedAlone(answer: Answer, code: string, data?: object): Promise<void> {
  expect(answer).toMatchObject(refused(code, data));
  expect(bench.writes()).toEqual([]);
}

const used = async (lane_id: string): Promise<unknown> =>
  (await bench.agent.call('tg_get_write_lane', { lane_id })).body['messages_used'];

describe('a message in a lane', () => {
  it('is checked by default, sent on request, counted, and never sent twice', async () => {
    const args = { lane_id: wide, group: '@thegroup', message_text: ' The build is green ' };
    const shown = await bench.agent.call('tg_send_message_with_lane', args);
    expect(shown).toMatchObject({
      refused: false,
      body: { dry_run: true, target: { id: GROUP.id }, text: 'The build is green' },
    });
    expect(bench.writes()).toEqual([]);
    const sent = await bench.agent.call('tg_send_message_with_lane', { ...args, dry_run: false });
    expect(sent).toMatchObject({
      refused: false,
      body: { dry_run: false, already_sent: false, message_id: expect.any(Number) },
    });
    expect(bench.writes()).toEqual([SEND]);
    for (const dry_run of [false, true]) {
      const again = await bench.agent.call('tg_send_message_with_lane', { ...args, dry_run });
      await refusedAlone(again, 'DUPLICATE', { message_id: sent.body['message_id'] });
    }
    const { body } = await bench.agent.call('tg_get_write_lane', { lane_id: wide, include_audit: true });
    expect(body).toMatchObject({ messages_used: 1, targets: [{ messages_used: 1 }, { messages_used: 0 }] });
    expect(body['audit']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ outcome: 'sent', target: GROUP.id, message_len: 18 }),
        expect.objectContaining({ outcome: 'refused', code: 'DUPLICATE' }),
      ]),
    );
    expect(JSON.stringify(body['audit'])).not.toContain('green');
  });

  it('and one that was approved by itself are duplicates of each other', async () => {
    const args = { group: GROUP.id, message_text: 'Once only' };
    const shown = await preview(bench.agent, args);
    await approve(bench.house, shown);
    expect(await bench.send(wide, 'Once only')).toMatchObject({ refused: false });
    bench.writes();
    await bench.house.passTime(2);
    const executed = await execute(bench.agent, shown['approval_code'], args);
    expect(executed).toMatchObject({ refused: false, body: { already_sent: true } });
    expect(bench.writes()).toEqual([]);
    await refusedAlone(await bench.agent.call('tg_send_message', args), 'DUPLICATE');
  });

  it.each([
    ['', 'TEXT_INVALID'],
    [' \n ', 'TEXT_INVALID'],
    ['x'.repeat(1001), 'TEXT_INVALID'],
    ['pay\u200Bload', 'OUTSIDE_LANE'],
    ['see https://example.com', 'OUTSIDE_LANE'],
    ['see example.com', 'OUTSIDE_LANE'],
    ['join t.me/+AbCdEfGh', 'OUTSIDE_LANE'],
    ['tg://join?invite=AbC', 'OUTSIDE_LANE'],
    ['exаmple.рф', 'OUTSIDE_LANE'],
  ])('%j is refused', async (text, code) => {
    const before = await used(wide);
    for (const dry_run of [true, false]) {
      await refusedAlone(await bench.send(wide, text, { dry_run }), code);
    }
    expect(await used(wide)).toBe(before);
  });

  it('with a link goes where the lane allows links', async () => {
    const lane = await bench.lane({ allow_links: true });
    expect(await bench.send(lane, 'see https://example.com')).toMatchObject({ refused: false });
    bench.writes();
    await refusedAlone(await bench.send(lane, 'hid\u200Bden'), 'OUTSIDE_LANE', {
      bound: 'hidden_characters',
    });
  });

  it('to a chat outside the lane, or outside the allowlist, is refused', async () => {
    const narrow = await bench.lane({ targets: [GROUP.id] });
    for (const group of [WORKSHOP.id, String(FRIEND.id)]) {
      await refusedAlone(await bench.send(narrow, 'Elsewhere', { group }), 'OUTSIDE_LANE', {
        bound: 'targets',
      });
    }
    await refusedAlone(
      await bench.send(narrow, 'Elsewhere', { group: `@${OTHER.username}` }),
      'TARGET_NOT_ALLOWED',
    );
    const less = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: WORKSHOP.id });
    await refusedAlone(await bench.send(narrow, 'Delisted', {}, less), 'TARGET_NOT_ALLOWED');
    await less.close();
  });

  it('beyond the counts of the lane is refused, and there is no way to more', async () => {
    const lane = await bench.lane({ max_messages: 3, max_messages_per_target: 2 });
    for (const text of ['One', 'Two']) expect(await bench.send(lane, text)).toMatchObject({ refused: false });
    bench.writes();
    for (const dry_run of [true, false]) {
      await refusedAlone(await bench.send(lane, 'Three', { dry_run }), 'LANE_EXHAUSTED', {
        bound: 'max_messages_per_target',
        used: 2,
        limit: 2,
      });
    }
    expect(await bench.send(lane, 'Three', { group: WORKSHOP.id })).toMatchObject({ refused: false });
    bench.writes();
    await refusedAlone(await bench.send(lane, 'Four', { group: WORKSHOP.id }), 'LANE_EXHAUSTED', {
      bound: 'max_messages',
    });
    expect((await bench.agent.call('tg_get_write_lane', { lane_id: lane })).body['status']).toBe('exhausted');
  });

  it('waits for its turn in one chat, and not for another chat', async () => {
    const lane = await bench.lane({ min_interval_sec: 300 });
    const { clock } = bench.house.emulator;
    const begun = clock.now();
    expect(await bench.send(lane, 'Now')).toMatchObject({ refused: false });
    bench.writes();
    const early = await bench.send(lane, 'At once');
    await refusedAlone(early, 'LANE_WAIT', { bound: 'min_interval_sec' });
    expect(early.body['retry_after']).toBeGreaterThanOrEqual(300 - (clock.now() - begun) / 1000);
    expect(await bench.send(lane, 'Over there', { group: WORKSHOP.id })).toMatchObject({ refused: false });
    await bench.house.passTime(301);
    expect(await bench.send(lane, 'At once')).toMatchObject({ refused: false });
    bench.writes();
  });

  it('outside the hours of the lane is refused', async () => {
    const hour = (ahead: number): string => {
      const at = new Date(bench.house.emulator.clock.now() + ahead * 3_600_000);
      return `${at.toISOString().slice(11, 13)}:00`;
    };
    const lane = await bench.lane({
      active_hours_start: hour(2),
      active_hours_end: hour(4),
      active_timezone: 'UTC',
      ttl_sec: 86_400,
    });
    const early = await bench.send(lane, 'By night');
    await refusedAlone(early, 'LANE_WAIT', { bound: 'active_hours' });
    await bench.house.passTime(Number(early.body['retry_after']));
    expect(await bench.send(lane, 'By day')).toMatchObject({ refused: false });
    bench.writes();
  });

  it('is refused while writing is off, unsafe or stopped', async () => {
    const lane = await bench.lane({ name: 'Off' });
    for (const [changes, code] of [
      [{ TG_ACTIONS_CONFIRMATION_PHRASE: '' }, 'POLICY_UNSAFE'],
      [{ TG_ACTIONS_ENABLED: '0' }, 'ACTIONS_DISABLED'],
    ] as const) {
      const agent = await bench.server(changes);
      await refusedAlone(await bench.send(lane, 'Off', {}, agent), code);
      await agent.close();
    }
    await bench.house.operator(['stop-writes']);
    await refusedAlone(await bench.send(lane, 'Off'), 'WRITES_STOPPED');
    await bench.house.operator(['resume-writes']);
    expect(await bench.send(lane, 'On')).toMatchObject({ refused: false });
    bench.writes();
  });

  it('that Telegram refuses, or for which the day has no more, gives its place in the lane back', async () => {
    const lane = await bench.lane({ name: 'Given back' });
    const fault = { method: SEND, kind: 'error', times: 1 } as const;
    bench.house.emulator.faults.add({ ...fault, code: 403, message: 'CHAT_WRITE_FORBIDDEN' });
    expect(await bench.send(lane, 'Forbidden')).toMatchObject(refused('NO_RIGHTS', { sent: 'no' }));
    expect(await used(lane)).toBe(0);
    const poor = await bench.server({ MAX_GROUP_MSGS_PER_DAY: '1' });
    bench.writes();
    await refusedAlone(await bench.send(lane, 'Beyond the day', {}, poor), 'QUOTA_EXHAUSTED', { sent: 'no' });
    await poor.close();
    expect(await used(lane)).toBe(0);
    expect(await bench.send(lane, 'Forbidden')).toMatchObject({ refused: false });
    expect(await used(lane)).toBe(1);
    bench.writes();
  });

  it('of unknown outcome keeps its place, and is settled by repeating the call', async () => {
    const lane = await bench.lane({ ...WIDE, name: 'Unknown', max_messages: 1, max_messages_per_target: 1 });
    const fault = { method: SEND, kind: 'error_after', times: 1 } as const;
    bench.house.emulator.faults.add({ ...fault, code: 500, message: 'INTERNAL' });
    expect(await bench.send(lane, 'Lost answer')).toMatchObject(
      refused('OUTCOME_UNKNOWN', { sent: 'unknown' }),
    );
    expect(await used(lane)).toBe(1);
    bench.writes();
    await refusedAlone(await bench.send(lane, 'Another'), 'LANE_EXHAUSTED');
    expect(await bench.send(lane, 'Lost answer')).toMatchObject({
      refused: false,
      body: { already_sent: true },
    });
    expect(await used(lane)).toBe(1);
    const channel = bench.house.emulator.world.channels.get(GROUP.bare);
    const copies = (channel?.history.messages ?? []).filter(({ text }) => text === 'Lost answer');
    expect(copies).toHaveLength(1);
    const listed = await bench.house.operator(['audit', 'verify']);
    expect(listed.code).toBe(0);
  });
});
