/** From the wish for a lane to its end: who may do what with it, and what each tool shows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PHRASE } from '../../support/house.js';
import type { Answer } from '../../support/mcp-client.js';
import { FRIEND, GROUP, OTHER } from '../../support/small-world.js';
import { WORKSHOP } from '../write-tools/world.js';
import { openLaneBench, say, WIDE, type LaneBench } from './bench.js';

let bench: LaneBench;
beforeAll(async () => {
  bench = await openLaneBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  expect(bench.writes()).toEqual([]);
  await bench.house.close();
});

const create = (change: object = {}): Promise<Answer> =>
  bench.agent.call('tg_create_write_lane', { ...WIDE, ...change });

const refused = (code: string, data?: object) => ({
  refused: true,
  body: { code, ...(data === undefined ? {} : { data }) },
});

describe('a lane', () => {
  it('is created inert, approved by a person, taken into use by its code, and revoked', async () => {
    const hours = {
      active_hours_start: '08:00',
      active_hours_end: '20:00',
      active_timezone: 'Europe/Berlin',
    };
    const created = await create({ name: 'Life', ...hours });
    const { lane_id, approval_code } = created.body;
    expect(created).toMatchObject({
      refused: false,
      body: {
        status: 'pending_approval',
        active_hours: '08:00-20:00 Europe/Berlin',
        targets: [
          { id: GROUP.id, messages_used: 0 },
          { id: WORKSHOP.id, title: WORKSHOP.title, messages_used: 0 },
        ],
        ttl_sec: 3600,
        max_messages: 20,
        allow_links: false,
        approval: 'waiting',
        note: expect.stringContaining('tgmcp approve'),
      },
    });
    expect(JSON.stringify(created.body)).not.toContain(PHRASE);
    const given = { lane_id, approval_code };
    const approve = (more: object = {}) => bench.agent.call('tg_approve_write_lane', { ...given, ...more });
    await bench.house.passTime(2);
    expect(await approve()).toMatchObject(refused('APPROVAL_PENDING', { proposal_id: lane_id }));
    expect(await approve({ confirmation_text: PHRASE })).toMatchObject(refused('APPROVAL_PENDING'));
    expect(await bench.send(lane_id, 'Too early')).toMatchObject(
      refused('GRANT_NOT_ACTIVE', { state: 'waiting' }),
    );
    const listed = await bench.house.operator(['approve', '--json']);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      proposals: [
        { id: lane_id, verb: 'write_lane', preview: { items: [expect.any(String), expect.any(String)] } },
      ],
    });
    await say(bench.house, lane_id, 'yes');
    expect(await approve({ approval_code: '' })).toMatchObject(refused('APPROVAL_CODE_MISSING'));
    expect(await approve({ approval_code: 'AAAAAAAAAAAA' })).toMatchObject(refused('APPROVAL_UNKNOWN'));
    expect(await approve()).toMatchObject({
      refused: false,
      body: { status: 'active', approved_at: expect.any(String), delegated_actions: ['send_message'] },
    });
    expect((await bench.agent.call('tg_get_actions_policy')).body).toMatchObject({
      lanes: { max_ttl_sec: 86_400, max_targets: 20, max_messages: 50, min_interval_sec: 0, active: 1 },
    });
    const revoke = () => bench.agent.call('tg_revoke_write_lane', { lane_id, reason: 'done\u202E' });
    expect(await revoke()).toMatchObject({ body: { status: 'revoked', revoked_reason: 'done\\u{202E}' } });
    expect(await revoke()).toMatchObject({ refused: false, body: { status: 'revoked' } });
    expect(await approve()).toMatchObject(refused('GRANT_NOT_ACTIVE', { state: 'revoked' }));
    expect(await bench.send(lane_id, 'Too late')).toMatchObject(
      refused('GRANT_NOT_ACTIVE', { state: 'revoked' }),
    );
    const { body } = await bench.agent.call('tg_get_write_lane', { lane_id, include_audit: true });
    expect(
      (body['audit'] as { outcome: string; code?: string }[]).map(({ outcome, code }) => code ?? outcome),
    ).toEqual([
      'APPROVAL_PENDING',
      'APPROVAL_CODE_MISSING',
      'APPROVAL_UNKNOWN',
      'approved',
      'revoked',
      'GRANT_NOT_ACTIVE',
    ]);
    expect(body['audit']).toMatchObject([{ times: 2 }, {}, {}, {}, { times: 2 }, { times: 3 }]);
    expect(await bench.house.operator(['audit', 'verify'])).toMatchObject({ code: 0 });
  });

  it('has a code that is too fresh at first, and that sends nothing by itself', async () => {
    const { body } = await create({ name: 'Fresh' });
    const { lane_id, approval_code } = body;
    await say(bench.house, lane_id, 'yes');
    const slow = await bench.server({ TG_ACTIONS_APPROVAL_MIN_AGE_SEC: '600' });
    expect(await slow.call('tg_approve_write_lane', { lane_id, approval_code })).toMatchObject(
      refused('TOO_FRESH'),
    );
    await slow.close();
    await bench.house.passTime(2);
    const message = { group: GROUP.id, message_text: 'By a lane code', dry_run: false, confirm: true };
    expect(await bench.agent.call('tg_send_message', { ...message, approval_code })).toMatchObject(
      refused('APPROVAL_UNKNOWN'),
    );
    expect(await bench.agent.call('tg_approve_write_lane', { lane_id, approval_code })).toMatchObject({
      refused: false,
    });
  });

  it('that a person refuses is refused, and no code of the same scope works', async () => {
    const first = await create({ name: 'Refused' });
    await say(bench.house, first.body['lane_id'], 'no');
    await bench.house.passTime(2);
    const { lane_id, approval_code } = first.body;
    expect(await bench.agent.call('tg_approve_write_lane', { lane_id, approval_code })).toMatchObject(
      refused('REFUSED_BY_OPERATOR'),
    );
    expect((await bench.agent.call('tg_get_write_lane', { lane_id })).body).toMatchObject({
      status: 'refused',
    });
  });

  it('waits for its approval no longer than the settings say, and is in use no longer than its scope', async () => {
    const { body } = await create({ name: 'Late' });
    const lane = await bench.lane({ name: 'Short', ttl_sec: 60 });
    await bench.house.passTime(61);
    expect((await bench.agent.call('tg_get_write_lane', { lane_id: lane })).body['status']).toBe('expired');
    expect(await bench.send(lane, 'Too late')).toMatchObject(refused('GRANT_NOT_ACTIVE', { state: 'ended' }));
    await bench.house.passTime(1800);
    const { lane_id, approval_code } = body;
    expect(await bench.agent.call('tg_approve_write_lane', { lane_id, approval_code })).toMatchObject(
      refused('EXPIRED'),
    );
    const late = await bench.house.operator(['approve', String(lane_id), '--phrase-stdin'], PHRASE);
    expect([late.code, late.stderr]).toEqual([3, expect.stringContaining('EXPIRED')]);
  });

  it('is listed with all others, newest first, and by status', async () => {
    const names = async (args: object = {}): Promise<string[]> => {
      const { body } = await bench.agent.call('tg_list_write_lanes', { ...args });
      return (body['lanes'] as { name: string }[]).map(({ name }) => name);
    };
    expect(await names()).toEqual(['Short', 'Late', 'Refused', 'Fresh', 'Life']);
    expect(await names({ status: 'refused' })).toEqual(['Refused']);
    expect(await names({ status: 'expired' })).toEqual(['Short', 'Late']);
    for (const lane_id of ['no', '../state', 'aaaaaaaaaaaa']) {
      expect(await bench.agent.call('tg_get_write_lane', { lane_id })).toMatchObject(
        refused('GRANT_NOT_FOUND', { id: lane_id }),
      );
    }
  });

  it('can be approved in a form of the client, which shows all of it', async () => {
    let shown = '';
    const agent = await bench.server(
      {},
      {
        answerForm: ({ message }) => {
          shown = message;
          return { action: 'accept', content: { number: /number: (\d{6})/.exec(message)?.[1] ?? '' } };
        },
      },
    );
    const { body } = await agent.call('tg_create_write_lane', { ...WIDE, name: 'Formed' });
    expect(body).toMatchObject({ approval: 'approved' });
    for (const part of [
      GROUP.id,
      WORKSHOP.id,
      'Formed',
      WIDE.purpose,
      'at most 20 in all',
      'Links',
      'refused',
    ]) {
      expect(shown).toContain(part);
    }
    await bench.house.passTime(2);
    const { lane_id, approval_code } = body;
    expect(await agent.call('tg_approve_write_lane', { lane_id, approval_code })).toMatchObject({
      body: { status: 'active' },
    });
    await agent.close();
  });
});

describe('creating a lane is refused', () => {
  it.each([
    [{ ttl_sec: 86_401 }, 'ttl_sec: at most 86400'],
    [{ max_messages: 51 }, 'max_messages: at most 50'],
    [{ max_messages: 3, max_messages_per_target: 4 }, 'max_messages_per_target: at most 3'],
    [{ max_message_len: 2001 }, 'max_message_len: at most 2000'],
    [{ targets: Array.from({ length: 21 }, () => GROUP.id) }, 'targets: at most 20'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(81) }, 'name'],
    [{ active_hours_start: '09:00', active_timezone: 'UTC' }, 'active_hours_end'],
    [{ active_hours_start: '09:00', active_hours_end: '10:00', active_timezone: 'Mars' }, 'active_timezone'],
    [{ force_resend: true }, 'force_resend'],
  ])('for %j', async (change, problem) => {
    const answer = await create(change);
    expect(answer).toMatchObject(refused('INPUT_INVALID'));
    expect(JSON.stringify(answer.body)).toContain(problem);
  });

  it('with an interval below the operator’s', async () => {
    const strict = await bench.server({ TG_ACTIONS_LANE_MIN_INTERVAL_SEC: '30' });
    const answer = await strict.call('tg_create_write_lane', { ...WIDE, min_interval_sec: 29 });
    expect(JSON.stringify(answer.body)).toContain('min_interval_sec: at least 30');
    await strict.close();
  });

  it('with one target that is not on the allowlist, or not for sending', async () => {
    expect(await create({ targets: [GROUP.id, `@${OTHER.username}`] })).toMatchObject(
      refused('TARGET_NOT_ALLOWED', { verb: 'send' }),
    );
    expect(await create({ targets: [GROUP.id, '@nobody_here'] })).toMatchObject(refused('PEER_NOT_FOUND'));
    const narrowed = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${GROUP.id}:edit` });
    expect(await narrowed.call('tg_create_write_lane', { ...WIDE, targets: [GROUP.id] })).toMatchObject(
      refused('TARGET_NOT_ALLOWED', { verb: 'send' }),
    );
    await narrowed.close();
  });

  it('while settings are unsafe, writing is off, or the operator stopped it; so is taking one into use', async () => {
    const { body } = await create({ name: 'Stopped', targets: [String(FRIEND.id)] });
    await say(bench.house, body['lane_id'], 'yes');
    await bench.house.passTime(2);
    const { lane_id, approval_code } = body;
    for (const [changes, code] of [
      [{ TG_ACTIONS_CONFIRMATION_PHRASE: '' }, 'POLICY_UNSAFE'],
      [{ TG_ACTIONS_ENABLED: '0' }, 'ACTIONS_DISABLED'],
    ] as const) {
      const agent = await bench.server(changes);
      expect(await agent.call('tg_create_write_lane', WIDE)).toMatchObject(refused(code));
      expect(await agent.call('tg_approve_write_lane', { lane_id, approval_code })).toMatchObject(
        refused(code),
      );
      await agent.close();
    }
    await bench.house.operator(['stop-writes']);
    expect(await create()).toMatchObject(refused('WRITES_STOPPED'));
    expect(await bench.agent.call('tg_approve_write_lane', { lane_id, approval_code })).toMatchObject(
      refused('WRITES_STOPPED'),
    );
    await bench.house.operator(['resume-writes']);
    expect(await bench.agent.call('tg_approve_write_lane', { lane_id, approval_code })).toMatchObject({
      refused: false,
    });
  });
});

describe('in channel preview', () => {
  it('a lane is taken into use by the phrase and its aged code, and by nothing less', async () => {
    const agent = await bench.server({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    const { body } = await agent.call('tg_create_write_lane', { ...WIDE, name: 'Phrase' });
    expect(body).toMatchObject({ approval: 'not_needed' });
    await bench.house.passTime(2);
    const { lane_id, approval_code } = body;
    const approve = (confirmation_text: string) =>
      agent.call('tg_approve_write_lane', { lane_id, approval_code, confirmation_text });
    expect(await approve('')).toMatchObject(refused('PHRASE_WRONG'));
    expect(await approve('please')).toMatchObject(refused('PHRASE_WRONG', { tries_left: 4 }));
    expect(await approve(PHRASE)).toMatchObject({ body: { status: 'active' } });
    await agent.close();
  });
});
