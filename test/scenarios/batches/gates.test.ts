/** Every batch tool at every gate: with that gate alone failing nothing reaches the wire, and the refusal is that gate's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PHRASE } from '../../support/house.js';
import type { Answer } from '../../support/mcp-client.js';
import { OTHER } from '../../support/small-world.js';
import { deskOf } from '../../support/writing.js';
import { openBatchHouse, refused, type BatchHouse } from './bench.js';
import { ROWS, type BatchRow } from './rows.js';
import { CHATS, CLASSES, DORA, marked } from './world.js';

let bench: BatchHouse;
const made = new Map<string, Answer>();
const rows = ROWS.map((row) => [row.tool, row] as const);
const of = ({ tool }: BatchRow): Answer => {
  const answer = made.get(tool);
  if (answer === undefined) throw new Error(`${tool} made nothing`);
  return answer;
};
const idOf = (row: BatchRow): unknown => of(row).body['batch_id'];
const codeOf = (row: BatchRow): unknown => of(row).body['approval_code'];

beforeAll(async () => {
  bench = await openBatchHouse();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  expect(bench.house.emulator.protocolErrors).toEqual([]);
  await bench.house.close();
});

describe('making a batch', () => {
  it.each(rows)('%s asks for leave, and does nothing', async (tool, row) => {
    const answer = await bench.agent.call(tool, { ...(await row.args(bench)) });
    made.set(tool, answer);
    expect(answer).toMatchObject({
      refused: false,
      body: {
        batch_type: row.type,
        status: 'pending_approval',
        approved: false,
        approval: 'waiting',
        approval_code: expect.any(String),
        total: row.items + row.blocked.length,
        pending_count: row.items,
        blocked_policy_count: row.blocked.length,
        blocked_targets: row.blocked,
      },
    });
    expect(bench.writes()).toEqual([]);
  });

  it('shows the person every item before they say yes', async () => {
    const pending = await deskOf(bench.house).pending();
    const lines = pending.map((one) => one.lines.join('\n'));
    expect(lines.find((text) => text.includes('leave 2 chats'))).toMatch(
      /1 {2}"Crowd 2011" .*\n.*2 {2}"Crowd 2012"/,
    );
    expect(lines.find((text) => text.includes('delete 3 messages for everybody'))).toContain('old 3');
    expect(lines.find((text) => text.includes('@carolus'))).toContain('New pupil');
  });

  it.each([
    ['that is not there', 'tg_create_leave_dialog_batch_from_candidates', { candidates_path: 'none.json' }],
    ['outside', 'tg_create_delete_messages_batch_from_manifest', { manifest_path: '/etc/passwd' }],
    ['of no chats', 'tg_create_add_member_batch', { user: '@carolus', groups: [] }],
    ['with no time', 'tg_create_add_member_batch', { user: '@carolus', groups: ['a'], ttl_hours: 0 }],
  ])('from a list %s is refused', async (_what, tool, args) => {
    expect(await bench.agent.call(tool, args)).toMatchObject(refused('INPUT_INVALID'));
    expect(bench.writes()).toEqual([]);
  });

  it('for somebody who is not found, or not on the allowlist, is refused as a whole', async () => {
    const groups = [marked(CLASSES[0])];
    const tries = [
      ['@nobody_of_all', 'PEER_NOT_FOUND'],
      ['@bobby', 'TARGET_NOT_ALLOWED'],
    ] as const;
    for (const [user, code] of tries) {
      expect(await bench.agent.call('tg_create_add_member_batch', { user, groups })).toMatchObject(
        refused(code),
      );
    }
  });

  it('of which nothing is allowed is refused, with the reasons', async () => {
    const args = { user: '@carolus', groups: ['@theothers', '@nobody_of_all'] };
    expect(await bench.agent.call('tg_create_add_member_batch', args)).toMatchObject(
      refused('BATCH_EMPTY', {
        data: { blocked_targets: ['@theothers: TARGET_NOT_ALLOWED', '@nobody_of_all: PEER_NOT_FOUND'] },
      }),
    );
  });
});

describe('before a person said yes', () => {
  it.each(rows)('a batch of %s is neither taken into use nor run', async (_tool, row) => {
    const { agent } = bench;
    const batch_id = idOf(row);
    const approval_code = codeOf(row);
    expect(await agent.call('tg_approve_batch', { batch_id, approval_code })).toMatchObject(
      refused('APPROVAL_PENDING'),
    );
    expect(await agent.call(row.run, { batch_id })).toMatchObject(refused('APPROVAL_PENDING'));
    expect(await agent.call('tg_get_batch_status', { batch_id })).toMatchObject({
      body: { status: 'pending_approval', approved: false, pending_groups_preview: expect.any(Array) },
    });
    expect(bench.writes()).toEqual([]);
  });

  it.each(rows)('and at once after it, a batch of %s is too fresh', async (_tool, row) => {
    await bench.say(of(row), 'yes');
    const given = { batch_id: idOf(row), approval_code: codeOf(row) };
    expect(await bench.agent.call('tg_approve_batch', given)).toMatchObject(refused('TOO_FRESH'));
    expect(await bench.agent.call(row.run, { batch_id: idOf(row) })).toMatchObject(
      refused('APPROVAL_PENDING'),
    );
    expect(bench.writes()).toEqual([]);
  });
});

describe('with one gate failing', () => {
  beforeAll(async () => {
    await bench.grownOld();
  });

  it.each(rows)('codes that are another’s refuse %s', async (_tool, row) => {
    const another = ROWS.find((one) => one.tool !== row.tool) ?? row;
    const batch_id = idOf(row);
    const tries = [
      [{ batch_id, approval_code: codeOf(another) }, 'APPROVAL_MISMATCH'],
      [{ batch_id, approval_code: 'AAAAAAAAAAAA' }, 'APPROVAL_UNKNOWN'],
      [{ batch_id: 'batch_0123456789abcdef', approval_code: codeOf(row) }, 'GRANT_NOT_FOUND'],
    ] as const;
    for (const [args, code] of tries) {
      expect(await bench.agent.call('tg_approve_batch', args)).toMatchObject(refused(code));
    }
    expect(bench.writes()).toEqual([]);
  });

  const servers: readonly (readonly [string, Record<string, string>, string])[] = [
    ['policySafe', { TG_ACTIONS_CONFIRMATION_PHRASE: '' }, 'POLICY_UNSAFE'],
    ['actionsEnabled', { TG_ACTIONS_ENABLED: '0' }, 'ACTIONS_DISABLED'],
  ];
  it.each(servers)('%s refuses making, approving and running', async (_gate, changes, code) => {
    const agent = await bench.server(changes);
    for (const row of ROWS) {
      const batch_id = idOf(row);
      const calls = [
        agent.call(row.tool, { ...(await row.args(bench)) }),
        agent.call('tg_approve_batch', { batch_id, approval_code: codeOf(row) }),
        agent.call(row.run, { batch_id }),
      ];
      for (const call of calls) expect(await call, row.tool).toMatchObject(refused(code));
    }
    expect(bench.writes()).toEqual([]);
    await agent.close();
  });

  it('targetAllowed refuses making, by the chat and by the verb', async () => {
    for (const allowed of [
      `${OTHER.id},${DORA.id}`,
      CHATS.map((id) => `${id}:send`)
        .concat(`${DORA.id}:invite`)
        .join(','),
    ]) {
      const agent = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: allowed });
      for (const row of ROWS.filter(({ tool }) => tool.includes('report'))) {
        expect(await agent.call(row.tool, { ...(await row.args(bench)) })).toMatchObject(
          refused('BATCH_EMPTY'),
        );
      }
      await agent.close();
    }
    expect(bench.writes()).toEqual([]);
  });

  it('phraseMatches refuses taking into use where the channel asks for the phrase', async () => {
    const agent = await bench.server({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
    for (const row of ROWS) {
      const given = { batch_id: idOf(row), approval_code: codeOf(row) };
      expect(await agent.call('tg_approve_batch', given)).toMatchObject(refused('PHRASE_WRONG'));
      expect(await agent.call(row.run, { batch_id: idOf(row) })).toMatchObject(refused('APPROVAL_PENDING'));
    }
    expect(bench.writes()).toEqual([]);
    await agent.close();
  });

  it('no run tool runs a batch of another type', async () => {
    for (const row of ROWS) {
      for (const { run } of ROWS.filter(({ type }) => type !== row.type)) {
        expect(await bench.agent.call(run, { batch_id: idOf(row) })).toMatchObject(
          refused('BATCH_WRONG_TYPE', { data: { batch_type: row.type } }),
        );
      }
    }
    expect(bench.writes()).toEqual([]);
  });
});

describe('with every gate passed', () => {
  it.each(rows)('a batch of %s is done, each item once, and a repeat does nothing', async (_tool, row) => {
    const { agent, house } = bench;
    const batch_id = idOf(row);
    // In channel operator the person's yes names the batch; the code may be left out.
    const named = row.type === 'leave_dialog' ? {} : { approval_code: codeOf(row) };
    for (const tries of ['the first', 'a second']) {
      expect(await agent.call('tg_approve_batch', { batch_id, ...named }), tries).toMatchObject({
        refused: false,
        body: { status: 'approved', approved: true, approval_lease_sec: 86_400 },
      });
    }
    expect(bench.writes()).toEqual([]);
    expect(await agent.call(row.run, { batch_id, max_actions: 1 })).toMatchObject({
      refused: false,
      body: { processed_now: 1, stopped_reason: 'max_actions', pending_count: row.items - 1 },
    });
    expect(bench.writes()).toEqual([row.method]);
    const end = await agent.call(row.run, { batch_id });
    expect(end).toMatchObject({
      refused: false,
      body: { status: 'completed', processed_now: row.items - 1, success_count: row.items, failed_count: 0 },
    });
    expect(end.body['stopped_reason']).toBeUndefined();
    expect(bench.writes()).toEqual(Array(row.items - 1).fill(row.method));
    expect(row.done(house.emulator.world)).toBe(true);
    expect(await agent.call(row.run, { batch_id })).toMatchObject(refused('BATCH_OVER'));
    expect(await agent.call('tg_approve_batch', { batch_id, ...named })).toMatchObject(refused('BATCH_OVER'));
    expect(bench.writes()).toEqual([]);
  });

  it('the same members again are looked for, and who is there still is not added again', async () => {
    const row = ROWS.find(({ type }) => type === 'add_member');
    if (row === undefined) throw new Error('no row');
    const batch_id = await bench.approved(row.tool, await row.args(bench));
    expect(await bench.agent.call(row.run, { batch_id })).toMatchObject({
      refused: false,
      body: { status: 'completed', success_count: 0, already_member_count: row.items },
    });
    expect(bench.writes()).toEqual([]);
  });

  it('the audit log has each item, and is whole', async () => {
    expect(await bench.house.operator(['audit', 'verify'])).toMatchObject({ code: 0 });
  });
});

it('in channel preview the code and the phrase take a batch into use, once old enough', async () => {
  const agent = await bench.server({ TG_ACTIONS_APPROVAL_CHANNEL: 'preview' });
  const args = { user: '@doratha', groups: ['-1000000002004'] };
  const { body } = await agent.call('tg_create_add_member_batch', args);
  expect(body).toMatchObject({ approval: 'not_needed' });
  const { batch_id, approval_code } = body;
  const given = { batch_id, approval_code, confirmation_text: PHRASE };
  expect(await agent.call('tg_approve_batch', given)).toMatchObject(refused('TOO_FRESH'));
  await bench.grownOld();
  const lost = await agent.call('tg_approve_batch', { batch_id, confirmation_text: PHRASE });
  expect(lost).toMatchObject({ refused: false, body: { approved: false, approval: 'not_needed' } });
  const anew = { ...given, approval_code: lost.body['approval_code'] };
  expect(anew.approval_code).not.toBe(approval_code);
  expect(await agent.call('tg_approve_batch', anew)).toMatchObject(refused('TOO_FRESH'));
  await bench.grownOld();
  const wrong = { ...anew, confirmation_text: 'open sesame' };
  expect(await agent.call('tg_approve_batch', wrong)).toMatchObject(refused('PHRASE_WRONG'));
  expect(await agent.call('tg_run_add_member_batch', { batch_id })).toMatchObject(
    refused('APPROVAL_PENDING'),
  );
  expect(bench.writes()).toEqual([]);
  expect(await agent.call('tg_approve_batch', given)).toMatchObject({ refused: true });
  expect(await agent.call('tg_approve_batch', anew)).toMatchObject({ body: { approved: true } });
  expect(await agent.call('tg_run_add_member_batch', { batch_id })).toMatchObject({
    body: { status: 'completed', success_count: 1 },
  });
  expect(bench.writes()).toEqual(['channels.inviteToChannel']);
  await agent.close();
});
