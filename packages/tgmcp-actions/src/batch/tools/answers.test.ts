/** What the batch tools answer where something is missing, too much, or as it should be. */
import { readArguments, done, refuse, type Outcome, type Tool } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { gateBench, KITES, noForms, PHRASE, type BenchOptions } from '../../gates/test-bench.js';
import type { ActionSpec, WriteArguments } from '../../gates/spec.js';
import type { ActionServices } from '../../services.js';
import { batchesOver } from '../test-bench.js';
import { BATCH_TOOLS } from './index.js';

const ADD = 'tg_create_add_member_batch';
const RUN = 'tg_run_add_member_batch';
const APPROVE = 'tg_approve_batch';
const STATUS = 'tg_get_batch_status';

function toolOf(name: string): Tool<ActionServices> {
  const tool = BATCH_TOOLS.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`no ${name}`);
  return tool;
}

/** The tools over the gates' bench, in which every chat `c0`, `c1`, … is a chat of its own, and `x…` none. */
function open(options: BenchOptions = {}, state: Outcome<undefined> = done(undefined)) {
  const chat = (n: string) => `-10000000001${n.padStart(2, '0')}`;
  const allowed = [KITES.id, ...Array.from({ length: 60 }, (_, n) => chat(String(n)))].join(',');
  const bench = gateBench({ channel: 'preview', groupLimit: 1000, peerLimit: 1000, allowed, ...options });
  const { parts, clock } = bench;
  const resolve: typeof parts.resolve = async (name) => {
    const id = /^c(\d+)$/.exec(name)?.[1];
    const wanted = id === undefined ? name : chat(id);
    if (name.startsWith('x')) return refuse('PEER_NOT_FOUND');
    return done({ ...KITES, id: wanted, title: `Chat ${wanted.slice(-2)}` });
  };
  const spec: ActionSpec<WriteArguments> = {
    ...bench.spec,
    target: (args) => String(Reflect.get(args, 'group')),
    prepare: (args) =>
      done({
        content: { user: String(Reflect.get(args, 'user')) },
        options: {},
        preview: { summary: 'add' },
      }),
  };
  const { batches } = batchesOver(bench, { parts: { ...parts, resolve }, specOf: () => spec });
  const services = {
    policy: parts.policy,
    clock,
    settings: { TG_ACTIONS_BATCH_TTL_HOURS: 168, TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: 86_400 },
    writes: async () => (state.ok ? done({ batches }) : state),
  } as unknown as ActionServices;
  const call = async (name: string, given: object): Promise<Outcome<Record<string, unknown>>> => {
    const tool = toolOf(name);
    const read = readArguments(tool.input, { ...given });
    return read.ok ? tool.handle(read.value, services, noForms) : read;
  };
  /** Makes a batch for these chats, and takes it into use. */
  const approved = async (groups: readonly string[]): Promise<string> => {
    const made = await call(ADD, { user: '778', groups });
    if (!made.ok) throw new Error(made.refusal.code);
    await clock.advance(31_000);
    const { batch_id, approval_code } = made.value;
    expect(await call(APPROVE, { batch_id, approval_code, confirmation_text: PHRASE })).toMatchObject({
      value: { status: 'approved' },
    });
    return String(batch_id);
  };
  return { bench, call, approved };
}

const chats = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${letter}${n}`);

describe('a batch tool', () => {
  it('tells of a batch in which all went well no error', async () => {
    const { call, approved } = open();
    const batch_id = await approved(['c1', 'c2']);
    const ran = await call(RUN, { batch_id });
    expect(ran).toMatchObject({ ok: true, value: { status: 'completed', processed_now: 2 } });
    const status = await call(STATUS, { batch_id });
    expect(status).toMatchObject({ ok: true, value: { failures: [], pending_groups_preview: [] } });
    for (const answer of [ran, status])
      expect(answer.ok && Object.keys(answer.value)).not.toContain('last_error');
  });

  it('tells the first of what is left and of what was left out', async () => {
    const { call } = open();
    const made = await call(ADD, { user: '778', groups: [...chats('c', 25), ...chats('x', 60)] });
    if (!made.ok) throw new Error(made.refusal.code);
    expect(made.value).toMatchObject({ total: 85, pending_count: 25, failed_count: 60 });
    expect(made.value['blocked_targets']).toHaveLength(50);
    const status = await call(STATUS, { batch_id: made.value['batch_id'] });
    expect(status).toMatchObject({
      value: { pending_groups_preview: { length: 20 }, failures: { length: 20 } },
    });
  });

  it('that approves asks a person anew where the code was lost, and knows no other batch', async () => {
    const { call, bench } = open();
    const made = await call(ADD, { user: '778', groups: ['c1'] });
    if (!made.ok) throw new Error(made.refusal.code);
    const { batch_id, approval_code } = made.value;
    await bench.clock.advance(31_000);
    const anew = await call(APPROVE, { batch_id });
    expect(anew).toMatchObject({
      ok: true,
      value: {
        status: 'pending_approval',
        approval: 'not_needed',
        approval_code: expect.stringMatching(/./),
      },
    });
    expect(anew.ok && anew.value['approval_code']).not.toBe(approval_code);
    expect(await call(APPROVE, { batch_id: 'batch_none' })).toMatchObject({
      ok: false,
      refusal: { code: 'GRANT_NOT_FOUND' },
    });
  });

  it.each([STATUS, 'tg_control_batch'])('%s is refused where the state cannot be opened', async (name) => {
    const { call } = open({}, refuse('STATE_BUSY'));
    const given = name === STATUS ? { batch_id: 'batch_none' } : { batch_id: 'batch_none', action: 'cancel' };
    expect(await call(name, given)).toMatchObject({ ok: false, refusal: { code: 'STATE_BUSY' } });
  });
});
