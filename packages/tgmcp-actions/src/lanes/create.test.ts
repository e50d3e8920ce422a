import { refuse } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { PROPOSALS } from '../approvals/proposal.js';
import { KITES, noForms, STRANGER } from '../gates/test-bench.js';
import type { WantedLane } from './create.js';
import { laneBench, WANTED, type LaneBench } from './test-bench.js';

const BOTH = { allowed: `${KITES.id},${STRANGER.id}` };

async function made(bench: LaneBench, change: Partial<WantedLane> = {}) {
  const answer = await bench.lanes.create({ ...WANTED, ...change }, noForms);
  if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
  return answer.value;
}

async function refused(bench: LaneBench, change: Partial<WantedLane>, refusal: object): Promise<void> {
  expect(await bench.lanes.create({ ...WANTED, ...change }, noForms)).toMatchObject({ ok: false, refusal });
  expect(await bench.store.keys(PROPOSALS)).toEqual([]);
}

describe('a lane that is asked for', () => {
  it('is shown to a person with all that bounds it, and that nobody sees the messages', async () => {
    const bench = laneBench(BOTH, { TG_ACTIONS_LANE_MAX_TARGETS: 3 });
    const { grant } = await made(bench, {
      name: ' Reports ',
      purpose: ' How the build went ',
      targets: ['@kites', KITES.id, STRANGER.id],
      max_messages_per_target: 2,
      min_interval_sec: 60,
      active_hours_start: '09:00',
      active_hours_end: '17:00',
      active_timezone: 'Europe/Berlin',
    });
    expect(grant).toMatchObject({
      account: { id: '1001' },
      ttlMs: 1_800_000,
      grant: {
        verb: 'write_lane',
        lifeMs: 86_400_000,
        scope: {
          version: 1,
          name: 'Reports',
          purpose: 'How the build went',
          targets: [KITES, STRANGER],
          ttl_sec: 86_400,
          max_messages: 3,
          max_messages_per_target: 2,
          min_interval_sec: 60,
          max_message_len: 100,
          allow_links: false,
          hours: { start: '09:00', end: '17:00', timezone: 'Europe/Berlin' },
        },
      },
      preview: {
        summary: 'write messages of its own wording to 2 chats',
        details: [
          { label: 'Name', text: 'Reports' },
          {
            label: 'Purpose, in the words of the agent; nothing checks that messages keep to it',
            text: 'How the build went',
          },
          {
            label: 'Messages',
            text: 'at most 3 in all, at most 2 to one chat, 60 s apart in one chat, up to 100 characters each',
          },
          { label: 'Links', text: 'refused' },
          { label: 'Hours', text: '09:00 to 17:00, Europe/Berlin' },
        ],
        items: [
          expect.stringMatching(/Kites & Code.*@kites.* supergroup, id -1000000000042$/),
          expect.stringMatching(/Stranger.* user, id 777$/),
        ],
        notes: ['You do not see the messages before they are sent.'],
      },
    });
    expect(bench.telegram.requests).toEqual([]);
  });

  it('to one chat, with links and at any time, says so', async () => {
    const { grant } = await made(laneBench(), { allow_links: true });
    expect(grant.preview).toMatchObject({
      summary: 'write messages of its own wording to 1 chat',
      details: [{}, {}, {}, { label: 'Links', text: 'allowed' }, { label: 'Hours', text: 'any' }],
    });
    expect(grant.grant.scope).not.toHaveProperty('hours');
    expect(grant.grant.scope).toMatchObject({ allow_links: true });
  });

  it('may have all that the operator allows, and nothing beyond', async () => {
    const most = {
      targets: [KITES.id, KITES.id],
      ttl_sec: 86_400,
      max_messages: 3,
      max_messages_per_target: 3,
      max_message_len: 100,
      min_interval_sec: 5,
    };
    const caps = { TG_ACTIONS_LANE_MIN_INTERVAL_SEC: 5 };
    await made(laneBench({}, caps), most);
    await refused(
      laneBench({}, caps),
      {
        name: ' ',
        targets: [KITES.id, KITES.id, KITES.id],
        ttl_sec: 86_401,
        max_messages: 4,
        max_messages_per_target: 5,
        max_message_len: 101,
        min_interval_sec: 4,
      },
      {
        code: 'INPUT_INVALID',
        data: {
          problems: [
            'targets: at most 2',
            'ttl_sec: at most 86400',
            'max_messages: at most 3',
            'max_messages_per_target: at most 4',
            'max_message_len: at most 100',
            'min_interval_sec: at least 5',
            'name: must not be empty',
          ],
        },
      },
    );
  });

  it('is refused, and nothing is stored, where any of it is not', async () => {
    await refused(laneBench(), { active_hours_start: '9' }, { code: 'INPUT_INVALID' });
    await refused(laneBench(), { targets: [KITES.id, 'Nobody'] }, { code: 'PEER_NOT_FOUND' });
    await refused(laneBench(), { targets: [KITES.id, STRANGER.id] }, { code: 'TARGET_NOT_ALLOWED' });
    await refused(laneBench({ allowed: `${KITES.id}:delete` }), {}, { code: 'TARGET_NOT_ALLOWED' });
    await refused(laneBench({ policy: { enabled: false } }), {}, { code: 'ACTIONS_DISABLED' });
    await refused(laneBench({ policy: { stopped: async () => true } }), {}, { code: 'WRITES_STOPPED' });
    const nobody = laneBench();
    Object.assign(nobody.parts, { account: async () => refuse('NOT_AUTHORIZED') });
    await refused(nobody, {}, { code: 'NOT_AUTHORIZED' });
    expect((await nobody.auditLines()).map((line) => JSON.parse(line) as object)).toMatchObject([
      { event: 'refusal', code: 'NOT_AUTHORIZED', detail: { tool: 'tg_create_write_lane' } },
    ]);
    expect(nobody.warnings).toEqual([]);
  });

  it('with unsafe settings tells the person', async () => {
    const policy = { issues: ['The phrase is short'], overridden: true };
    const { grant } = await made(laneBench({ policy }));
    expect(grant.preview.notes).toEqual([
      'You do not see the messages before they are sent.',
      expect.stringContaining('The phrase is short'),
    ]);
  });
});

describe('a lane that waits', () => {
  it('sends nothing, and each call about it is on record', async () => {
    const bench = laneBench();
    const { grant, code, view } = await made(bench);
    expect(view).toMatchObject({ standing: { state: 'waiting' }, use: { total: 0 } });
    expect(await bench.send(grant.id, 'Hello')).toMatchObject({ refusal: { code: 'GRANT_NOT_ACTIVE' } });
    const given = { lane_id: grant.id, approval_code: code, confirmation_text: '' };
    expect(await bench.lanes.approve(given)).toMatchObject({ refusal: { code: 'APPROVAL_PENDING' } });
    expect(await bench.lanes.events(grant.id)).toMatchObject([
      { outcome: 'refused', code: 'GRANT_NOT_ACTIVE' },
      { outcome: 'refused', code: 'APPROVAL_PENDING' },
    ]);
    expect(bench.telegram.requests).toEqual([]);
  });

  it('is not approved while writing is off, nor under an id that is none', async () => {
    const bench = laneBench();
    const { grant, code } = await made(bench);
    await bench.approvals.approve(grant, 'terminal');
    await bench.clock.advance(30_000);
    const given = { lane_id: grant.id, approval_code: code, confirmation_text: '' };
    const off = laneBench({ ...bench, policy: { enabled: false } });
    expect(await off.lanes.approve(given)).toMatchObject({ refusal: { code: 'ACTIONS_DISABLED' } });
    expect(await bench.lanes.approve({ ...given, lane_id: 'aaaaaaaaaaaa' })).toMatchObject({
      refusal: { code: 'GRANT_NOT_FOUND' },
    });
    const records = (await bench.auditLines()).map((line) => JSON.parse(line) as object);
    const tool = 'tg_approve_write_lane';
    expect(records.slice(-2)).toMatchObject([
      {
        event: 'refusal',
        action: 'write_lane',
        account: '1001',
        proposal_id: grant.id,
        outcome: 'refused',
        code: 'ACTIONS_DISABLED',
        detail: { tool, channel: 'operator' },
      },
      { event: 'refusal', code: 'GRANT_NOT_FOUND', detail: { tool } },
    ]);
    expect(records.at(-1)).not.toHaveProperty('account');
    expect(await bench.lanes.approve(given)).toMatchObject({
      ok: true,
      value: { standing: { state: 'active' } },
    });
  });

  it('that cannot be recorded is refused all the same, and somebody is told', async () => {
    const bench = laneBench();
    Object.assign(bench.parts.audit, { append: async () => refuse('AUDIT_UNWRITABLE') });
    await refused(bench, { name: '' }, { code: 'INPUT_INVALID' });
    expect(bench.warnings).toEqual(['a refusal (INPUT_INVALID) could not be recorded in the audit log']);
  });
});
