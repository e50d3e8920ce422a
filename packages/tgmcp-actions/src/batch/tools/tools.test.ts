/** What the batch tools take and answer. What becomes of batches is tried beside their source. */
import { done, readArguments, refuse, type Outcome, type Tool } from '@tgmcp/core';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateBench, KITES, noForms, PHRASE, STRANGER, type BenchOptions } from '../../gates/test-bench.js';
import type { ActionSpec, WriteArguments } from '../../gates/spec.js';
import type { ActionServices } from '../../services.js';
import { BATCHES } from '../records.js';
import { batchesOver } from '../test-bench.js';
import { BATCH_TOOLS } from './index.js';

const HOUR_MS = 3_600_000;
const PERSON = { content: { user: '778' } };
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'tgmcp-batch-tools-'));
  mkdirSync(join(dir, 'exports'));
  const list = (name: string, value: unknown): void =>
    writeFileSync(join(dir, 'exports', name), JSON.stringify(value));
  const failed = (error: string) => ({ success: false, error });
  list('report.json', {
    items: [
      { chat_id: KITES.id, result: failed('Join quota exceeded') },
      { chat_id: STRANGER.id, result: failed('other') },
    ],
  });
  list('manifest.json', [{ group: KITES.id, message_ids: [1, 2, 3] }]);
  list('candidates.json', [KITES.id, { target: STRANGER.id, leave_candidate: false }]);
});
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** The tools over the gates' bench: whatever an item says is its content. */
function open(options: BenchOptions = {}, account: Outcome<undefined> = done(undefined)) {
  const bench = gateBench({ allowed: `${KITES.id},${STRANGER.id}`, ...options });
  const { clock, parts } = bench;
  const spec: ActionSpec<WriteArguments> = {
    ...bench.spec,
    target: (args) => String(Reflect.get(args, 'group')),
    prepare: (args) => {
      const { group: _group, message_ids: ids, user, revoke } = args as unknown as Record<string, never>;
      const content = JSON.parse(JSON.stringify({ ids, user })) as Record<string, never>;
      return done({
        content,
        options: JSON.parse(JSON.stringify({ revoke })) as Record<string, never>,
        preview: { summary: 'do it' },
      });
    },
  };
  const { batches } = batchesOver(bench, { specOf: () => spec });
  const asked: (string | undefined)[] = [];
  const services = {
    policy: parts.policy,
    clock,
    settings: {
      TG_DATA_DIR: dir,
      TG_ACTIONS_FILE_ROOTS: [],
      TG_ACTIONS_BATCH_TTL_HOURS: 168,
      TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: 86_400,
    },
    async writes(what?: string) {
      asked.push(what);
      return account.ok || what === 'state' ? done({ batches }) : account;
    },
  } as unknown as ActionServices;
  const call = async (name: string, given: object): Promise<Outcome<Record<string, unknown>>> => {
    const tool = toolOf(name);
    const read = readArguments(tool.input, { ...given });
    if (!read.ok) return read;
    const answer = await tool.handle(read.value, services, noForms);
    if (answer.ok) expect(tool.output.parse(answer.value)).toEqual(answer.value);
    return answer;
  };
  return { bench, call, asked };
}

function toolOf(name: string): Tool<ActionServices> {
  const tool = BATCH_TOOLS.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`no ${name}`);
  return tool;
}

const ADD = 'tg_create_add_member_batch';
const FROM_REPORT = 'tg_create_add_member_batch_from_report';
const DELETE = 'tg_create_delete_messages_batch_from_manifest';
const LEAVE = 'tg_create_leave_dialog_batch_from_candidates';

describe('a tool that makes a batch', () => {
  it.each<[string, object, object, object]>([
    [ADD, { user: '778', groups: [KITES.id, KITES.id] }, { batch_type: 'add_member', user: '778' }, PERSON],
    [
      FROM_REPORT,
      { report_path: 'report.json', user: '778' },
      { batch_type: 'add_member', user: '778' },
      PERSON,
    ],
    [
      DELETE,
      { manifest_path: 'manifest.json' },
      { batch_type: 'delete_messages' },
      { content: { ids: [1, 2, 3] }, options: { revoke: true } },
    ],
    [LEAVE, { candidates_path: 'candidates.json' }, { batch_type: 'leave_dialog' }, { content: {} }],
  ])('%s answers with it, its approval and the way on', async (name, given, fields, action) => {
    const { bench, call, asked } = open();
    const answer = await call(name, { ...given, note: 'tidy' });
    const now = Math.floor(bench.clock.now() / 1000);
    expect(answer).toEqual({
      ok: true,
      value: {
        batch_id: expect.stringMatching(/^batch_/),
        status: 'pending_approval',
        approved: false,
        note: 'tidy',
        created_at_ts: now,
        expires_at_ts: now + 168 * 3600,
        total: 1,
        pending_count: 1,
        success_count: 0,
        already_member_count: 0,
        failed_count: 0,
        blocked_rights_count: 0,
        blocked_policy_count: 0,
        pending_groups_preview: [`${KITES.id} ${KITES.title}`],
        failures: [],
        blocked_targets: [],
        proposal_id: expect.any(String),
        approval: 'waiting',
        approval_code: expect.any(String),
        approval_min_age_sec: 30,
        approval_expires_in_sec: 86_400,
        next_step: expect.stringContaining('Ask the person to run "tgmcp approve"'),
        ...fields,
      },
    });
    expect(asked).toEqual([undefined]);
    const [id = ''] = await bench.store.keys(BATCHES);
    expect((await bench.store.get(BATCHES, id))?.value.items).toMatchObject([{ action }]);
    expect(bench.telegram.requests).toEqual([]);
  });

  it('takes the life, the portions, the words and the reach that it is given', async () => {
    const { bench, call } = open();
    const made = await call(DELETE, {
      manifest_path: 'manifest.json',
      max_ids_per_action: 2,
      revoke: false,
      ttl_hours: 2,
    });
    const now = Math.floor(bench.clock.now() / 1000);
    expect(made).toMatchObject({ ok: true, value: { total: 2, expires_at_ts: now + 7200 } });
    expect(
      await call(FROM_REPORT, { report_path: 'report.json', user: '778', error_contains: 'other' }),
    ).toMatchObject({ ok: true, value: { pending_groups_preview: [`${STRANGER.id} ${STRANGER.title}`] } });
  });

  it('names what it leaves out', async () => {
    const { call } = open({ allowed: KITES.id });
    expect(await call(ADD, { user: '778', groups: [KITES.id, STRANGER.id, 'Nobody'] })).toMatchObject({
      ok: true,
      value: {
        total: 3,
        pending_count: 1,
        failed_count: 1,
        blocked_policy_count: 1,
        failures: [`${STRANGER.id}: TARGET_NOT_ALLOWED`, 'Nobody: PEER_NOT_FOUND'],
        blocked_targets: [
          { target: STRANGER.id, code: 'TARGET_NOT_ALLOWED' },
          { target: 'Nobody', code: 'PEER_NOT_FOUND' },
        ],
      },
    });
  });

  it.each([
    [FROM_REPORT, { report_path: 'none.json', user: '778' }, 'report_path'],
    [DELETE, { manifest_path: 'none.json' }, 'manifest_path'],
    [LEAVE, { candidates_path: 'none.json' }, 'candidates_path'],
  ])('%s is refused without its list', async (name, given, argument) => {
    const answer = await open().call(name, given);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'INPUT_INVALID' } });
    expect(JSON.stringify(answer)).toContain(`${argument}: there is no such file`);
  });
});

describe('a batch', () => {
  it('is approved, run, looked at, retried and cancelled by its tools', async () => {
    const { bench, call, asked } = open({ channel: 'preview' });
    const made = await call(LEAVE, { candidates_path: 'candidates.json' });
    if (!made.ok) throw new Error(made.refusal.code);
    expect(made.value).toMatchObject({ approval: 'not_needed' });
    const batch_id = String(made.value['batch_id']);
    const approval_code = made.value['approval_code'];
    expect(await call('tg_run_leave_dialog_batch', { batch_id })).toMatchObject({
      refusal: { code: 'APPROVAL_PENDING' },
    });
    expect(await call('tg_run_add_member_batch', { batch_id })).toMatchObject({
      refusal: { code: 'BATCH_WRONG_TYPE' },
    });
    await bench.clock.advance(31_000);
    const confirmation_text = PHRASE;
    const approved = await call('tg_approve_batch', { batch_id, approval_code, confirmation_text });
    expect(approved).toMatchObject({
      ok: true,
      value: {
        status: 'approved',
        approved: true,
        approval_lease_sec: 86_400,
        next_step: 'Call its run tool until status is completed.',
      },
    });
    expect(approved.ok && approved.value).not.toHaveProperty('approval_code');
    expect(await call('tg_control_batch', { batch_id, action: 'pause' })).toMatchObject({
      value: { status: 'paused', next_step: 'It goes on by tg_control_batch with action resume.' },
    });
    expect(await call('tg_control_batch', { batch_id, action: 'resume' })).toMatchObject({
      value: { status: 'approved' },
    });
    bench.telegram.faults.push({ kind: 'before', code: 'FLOOD_WAIT', retryAfter: 30.2 });
    expect(await call('tg_run_leave_dialog_batch', { batch_id })).toMatchObject({
      value: {
        status: 'paused_flood',
        processed_now: 0,
        stopped_reason: 'flood',
        retry_after: expect.any(Number),
        last_error: 'FLOOD_WAIT',
        next_step: 'Wait until not_before_ts, then call its run tool; do not loop.',
      },
    });
    expect(await call('tg_get_batch_status', { batch_id })).toMatchObject({
      value: {
        status: 'paused_flood',
        pending_groups_preview: [`${KITES.id} ${KITES.title}`],
        stopped_reason: 'flood',
        last_error: 'FLOOD_WAIT',
      },
    });
    await bench.clock.advance(HOUR_MS);
    bench.telegram.faults.push({ kind: 'before', code: 'NO_RIGHTS' });
    const ran = await call('tg_run_leave_dialog_batch', { batch_id, max_actions: 1 });
    expect(ran).toMatchObject({
      value: { status: 'completed', processed_now: 1, blocked_rights_count: 1 },
    });
    expect(ran.ok && ran.value).not.toHaveProperty('stopped_reason');
    expect(await call('tg_get_batch_status', { batch_id })).toMatchObject({
      value: { failures: [`${KITES.id} ${KITES.title}: NO_RIGHTS`], pending_groups_preview: [] },
    });
    expect(await call('tg_control_batch', { batch_id, action: 'retry_failed' })).toMatchObject({
      value: { status: 'approved', pending_count: 1 },
    });
    expect(await call('tg_control_batch', { batch_id, action: 'cancel' })).toMatchObject({
      value: { status: 'cancelled', next_step: 'It was cancelled for good.' },
    });
    expect(asked.filter((what) => what === 'state')).toHaveLength(6);
    expect(await call('tg_get_batch_status', { batch_id: 'batch_none' })).toMatchObject({
      refusal: { code: 'GRANT_NOT_FOUND', data: { id: 'batch_none' } },
    });
  });
});

describe('without a session', () => {
  const RUN = { batch_id: 'batch_none' };
  it.each([
    [ADD, { user: '778', groups: ['a'] }],
    ['tg_approve_batch', RUN],
    ['tg_run_leave_dialog_batch', RUN],
  ])('%s is refused, and for a weak policy first', async (name, given) => {
    const nobody = refuse('NOT_AUTHORIZED');
    expect(await open({}, nobody).call(name, given)).toMatchObject({ refusal: { code: 'NOT_AUTHORIZED' } });
    expect(await open({ policy: { enabled: false } }, nobody).call(name, given)).toMatchObject({
      refusal: { code: 'ACTIONS_DISABLED' },
    });
  });
});
