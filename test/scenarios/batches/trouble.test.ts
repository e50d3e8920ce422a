/** What goes wrong with batches, and what a person and an agent can do about it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../support/mcp-client.js';
import { FRIEND } from '../../support/small-world.js';
import { deskOf } from '../../support/writing.js';
import { openBatchHouse, refused, type BatchHouse } from './bench.js';
import { ARCHIVES, CARL, CLASSES, CLOSED, DORA, isMember, marked, SHY, textsOf } from './world.js';

const ADD = 'tg_create_add_member_batch';
const DELETE = 'tg_create_delete_messages_batch_from_manifest';
const method = 'channels.deleteMessages';
let bench: BatchHouse;

beforeAll(async () => {
  bench = await openBatchHouse();
});
beforeEach(() => {
  bench.writes();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const runAdds = (batch_id: string, more: object = {}): Promise<Answer> =>
  bench.agent.call('tg_run_add_member_batch', { batch_id, ...more });
const runDeletes = (batch_id: string, more: object = {}): Promise<Answer> =>
  bench.agent.call('tg_run_delete_messages_batch', { batch_id, ...more });
const status = (batch_id: string): Promise<Answer> => bench.agent.call('tg_get_batch_status', { batch_id });
const control = (batch_id: string, action: string): Promise<Answer> =>
  bench.agent.call('tg_control_batch', { batch_id, action });

/** An approved batch that deletes some messages of an archive, one with each item. */
async function deleting(ids: readonly number[]): Promise<string> {
  const list = [{ group: marked(ARCHIVES[0]), message_ids: ids }];
  const manifest_path = await bench.list(`delete-${ids.join('-')}.json`, list);
  return bench.approved(DELETE, { manifest_path, max_ids_per_action: 1 });
}

describe('an item of its own trouble', () => {
  it('whom Telegram leaves out is failed with the reason, who is there already is counted apart', async () => {
    const { world } = bench.house.emulator;
    const here = world.channels.get(CLASSES[0]);
    if (here !== undefined) world.addMember(here, CARL.id, {});
    const carl = await bench.approved(ADD, {
      user: `@${CARL.username}`,
      groups: CLASSES.slice(0, 2).map(marked),
    });
    expect(await runAdds(carl)).toMatchObject({
      body: { status: 'completed', success_count: 1, already_member_count: 1, failed_count: 0 },
    });
    const shy = await bench.approved(ADD, { user: `@${SHY.username}`, groups: [marked(CLASSES[0])] });
    expect(await runAdds(shy)).toMatchObject({
      body: {
        status: 'completed',
        success_count: 0,
        failed_count: 1,
        last_error: expect.stringContaining('privacy'),
      },
    });
    expect(isMember(world, CLASSES[0], SHY.id)).toBe(false);
    expect(await status(shy)).toMatchObject({ body: { failures: [expect.stringContaining('NO_RIGHTS')] } });
  });

  it('for which the account lacks the rights is blocked, and the others go on', async () => {
    const closed = bench.house.emulator.world.channels.get(CLOSED);
    if (closed !== undefined) closed.defaultBanned = { invite_users: true };
    const groups = [marked(CLOSED), marked(CLASSES[0])];
    const id = await bench.approved(ADD, { user: `@${DORA.username}`, groups });
    expect(await runAdds(id)).toMatchObject({
      body: { status: 'completed', success_count: 1, blocked_rights_count: 1, failed_count: 0 },
    });
  });

  it('can be tried again, without a new approval and only while the old one holds', async () => {
    const groups = [marked(CLASSES[2])];
    const fault = {
      method: 'channels.inviteToChannel',
      kind: 'error',
      code: 400,
      message: 'CHAT_INVALID',
    } as const;
    bench.house.emulator.faults.add({ ...fault, times: 1 });
    const id = await bench.approved(ADD, { user: `@${DORA.username}`, groups });
    expect(await runAdds(id)).toMatchObject({ body: { status: 'completed', failed_count: 1 } });
    expect(await runAdds(id)).toMatchObject(refused('BATCH_OVER'));
    expect(await control(id, 'retry_failed')).toMatchObject({
      body: { status: 'approved', pending_count: 1 },
    });
    expect(await runAdds(id)).toMatchObject({
      body: { status: 'completed', success_count: 1, failed_count: 0 },
    });
    expect(bench.writes()).toEqual([fault.method, fault.method]);
  });
});

describe('a batch', () => {
  it('is paused by a quota that is used up, with the time from which there is more', async () => {
    const few = await bench.server({ MAX_JOINS_PER_DAY: '1', TG_DATA_DIR: bench.house.dir });
    const id = await bench.approved(ADD, { user: `@${DORA.username}`, groups: [marked(CLASSES[3])] });
    const answer = await few.call('tg_run_add_member_batch', { batch_id: id });
    expect(answer).toMatchObject({
      refused: false,
      body: {
        status: 'paused_quota',
        stopped_reason: 'join_quota_exceeded',
        processed_now: 0,
        failed_count: 0,
        pending_count: 1,
        not_before_ts: expect.any(Number),
        retry_after: expect.any(Number),
      },
    });
    expect(bench.writes()).toEqual([]);
    await few.close();
    expect(await runAdds(id)).toMatchObject({ body: { status: 'completed', success_count: 1 } });
  });

  it('stops at an outcome that nobody knows, and looks before it goes on', async () => {
    const id = await deleting([1, 2, 3]);
    const { faults, world } = bench.house.emulator;
    faults.add({ method, kind: 'error_after', code: 500, message: 'INTERNAL', times: 1, after: 1 });
    expect(await runDeletes(id)).toMatchObject({
      body: { status: 'paused_unknown', processed_now: 1, stopped_reason: 'outcome_unknown' },
    });
    expect(await status(id)).toMatchObject({ body: { last_error: 'OUTCOME_UNKNOWN', success_count: 1 } });
    expect(await runDeletes(id)).toMatchObject({ body: { status: 'completed', processed_now: 2 } });
    expect(bench.writes()).toEqual([method, method, method]);
    expect(textsOf(world, ARCHIVES[0])).not.toContain('old 2');
  });

  it('is settled by the person where nothing can be read, by the id of the item', async () => {
    const id = await deleting([4, 5]);
    const { faults } = bench.house.emulator;
    faults.add({ method, kind: 'error', code: 500, message: 'INTERNAL', times: 1 });
    expect(await runDeletes(id)).toMatchObject({ body: { status: 'paused_unknown', processed_now: 0 } });
    const waiting = await bench.house.operator(['approve', '--json']);
    expect(waiting.stdout).toContain(`${id}-0`);
    expect(await bench.house.operator(['settle', `${id}-0`, '--done'])).toMatchObject({ code: 0 });
    expect(await runDeletes(id)).toMatchObject({ body: { status: 'completed', success_count: 2 } });
    expect(bench.writes()).toEqual([method, method]);
  });

  it('is paused and resumed by a call, and cancelled for good', async () => {
    const id = await deleting([6, 7]);
    expect(await runDeletes(id, { max_actions: 1 })).toMatchObject({ body: { processed_now: 1 } });
    expect(await control(id, 'pause')).toMatchObject({ body: { status: 'paused' } });
    expect(await runDeletes(id)).toMatchObject(refused('BATCH_PAUSED'));
    expect(await control(id, 'resume')).toMatchObject({ body: { status: 'approved' } });
    expect(await control(id, 'cancel')).toMatchObject({ body: { status: 'cancelled', pending_count: 1 } });
    for (const action of ['resume', 'retry_failed', 'pause', 'cancel']) {
      expect(await control(id, action), action).toMatchObject(refused('BATCH_OVER'));
    }
    expect(await runDeletes(id)).toMatchObject(refused('BATCH_OVER'));
    expect(await bench.agent.call('tg_approve_batch', { batch_id: id })).toMatchObject(refused('BATCH_OVER'));
    expect(bench.writes()).toEqual([method]);
    expect(await control('batch_none', 'pause')).toMatchObject(refused('GRANT_NOT_FOUND'));
  });

  it('that is cancelled before anybody approved it waits for nobody', async () => {
    const list = [{ group: marked(ARCHIVES[1]), message_ids: [9] }];
    const manifest_path = await bench.list('given-up.json', list);
    const { body } = await bench.agent.call(DELETE, { manifest_path });
    const waiting = async (): Promise<string[]> => (await deskOf(bench.house).pending()).map(({ id }) => id);
    expect(await waiting()).toContain(body['proposal_id']);
    expect(await control(String(body['batch_id']), 'cancel')).toMatchObject({
      body: { status: 'cancelled' },
    });
    expect(await waiting()).not.toContain(body['proposal_id']);
  });

  it('that a person refuses, before or after, does nothing any more', async () => {
    const { agent } = bench;
    const list = [{ group: marked(ARCHIVES[0]), message_ids: [8, 9] }];
    const manifest_path = await bench.list('refused.json', list);
    const made = await agent.call(DELETE, { manifest_path, max_ids_per_action: 1 });
    await bench.say(made, 'no');
    const { batch_id, approval_code } = made.body;
    expect(await agent.call('tg_approve_batch', { batch_id, approval_code })).toMatchObject(
      refused('REFUSED_BY_OPERATOR'),
    );
    expect(await runDeletes(String(batch_id))).toMatchObject(refused('REFUSED_BY_OPERATOR'));

    const again = await agent.call(DELETE, { manifest_path, max_ids_per_action: 1 });
    await bench.say(again, 'yes');
    await bench.grownOld();
    const id = String(again.body['batch_id']);
    expect(await agent.call('tg_approve_batch', { batch_id: id })).toMatchObject({
      body: { approved: true },
    });
    expect(await runDeletes(id, { max_actions: 1 })).toMatchObject({ body: { processed_now: 1 } });
    await bench.say(again, 'no');
    expect(await runDeletes(id)).toMatchObject(refused('REFUSED_BY_OPERATOR'));
    expect(await status(id)).toMatchObject({ body: { status: 'refused', approved: false } });
    expect(bench.writes()).toEqual([method]);
  });

  it('ends before its next item when the operator stops all writing', async () => {
    const id = await deleting([9, 10]);
    const { faults } = bench.house.emulator;
    faults.add({ method, kind: 'hold' });
    const running = runDeletes(id);
    while (!bench.house.wire().slice(-1).includes(method)) await sleep(5);
    expect(await bench.house.operator(['stop-writes'])).toMatchObject({ code: 0 });
    faults.clear();
    expect(await running).toMatchObject({ body: { processed_now: 1, stopped_reason: 'writes_stopped' } });
    expect(await runDeletes(id)).toMatchObject(refused('WRITES_STOPPED'));
    expect(bench.writes()).toEqual([method]);
    expect(await bench.house.operator(['resume-writes'])).toMatchObject({ code: 0 });
    expect(await runDeletes(id)).toMatchObject({ body: { status: 'completed' } });
  });

  it('whose approval is over asks anew, for the same items', async () => {
    const short = await bench.server({ TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: '3600' });
    const list = [{ group: marked(ARCHIVES[1]), message_ids: [1, 2] }];
    const manifest_path = await bench.list('twice.json', list);
    const made = await short.call(DELETE, { manifest_path, max_ids_per_action: 1 });
    const { batch_id } = made.body;
    await bench.say(made, 'yes');
    await bench.grownOld();
    expect(await short.call('tg_approve_batch', { batch_id })).toMatchObject({ body: { approved: true } });
    expect(await short.call('tg_run_delete_messages_batch', { batch_id, max_actions: 1 })).toMatchObject({
      body: { processed_now: 1 },
    });
    await bench.house.passTime(3_601);
    expect(await short.call('tg_run_delete_messages_batch', { batch_id })).toMatchObject(
      refused('APPROVAL_PENDING'),
    );
    expect(await status(String(batch_id))).toMatchObject({
      body: { status: 'pending_approval', approved: false },
    });
    const anew = await short.call('tg_approve_batch', { batch_id });
    expect(anew).toMatchObject({ refused: false, body: { approval: 'waiting', status: 'pending_approval' } });
    await bench.say(anew, 'yes');
    await bench.grownOld();
    expect(await short.call('tg_approve_batch', { batch_id })).toMatchObject({ body: { approved: true } });
    expect(await short.call('tg_run_delete_messages_batch', { batch_id })).toMatchObject({
      body: { status: 'completed', success_count: 2 },
    });
    expect(bench.writes()).toEqual([method, method]);
    await short.close();
  });

  it('that has outlived its time is over', async () => {
    const list = [{ group: marked(ARCHIVES[1]), message_ids: [3] }];
    const manifest_path = await bench.list('late.json', list);
    const id = await bench.approved(DELETE, { manifest_path, ttl_hours: 1 });
    await bench.house.passTime(3_600);
    expect(await runDeletes(id)).toMatchObject(refused('BATCH_OVER', { data: { status: 'expired' } }));
    expect(await bench.agent.call('tg_approve_batch', { batch_id: id })).toMatchObject(refused('BATCH_OVER'));
    expect(bench.writes()).toEqual([]);
  });
});

it('a chat that leaves the allowlist after the approval is blocked at the run', async () => {
  const groups = CLASSES.slice(2).map(marked);
  const id = await bench.approved(ADD, { user: `@${CARL.username}`, groups });
  const narrow = await bench.server({ TG_ACTIONS_ALLOWED_GROUPS: `${groups[0]},${CARL.id},${FRIEND.id}` });
  expect(await narrow.call('tg_run_add_member_batch', { batch_id: id })).toMatchObject({
    body: { status: 'completed', success_count: 1, blocked_policy_count: 1 },
  });
  await narrow.close();
});
