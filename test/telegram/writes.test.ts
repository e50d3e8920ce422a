import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  done,
  readHistory,
  refuse,
  telegramLibrary,
  type CallOptions,
  type Outcome,
  type ResolvedPeer,
  type Telegram,
} from '@tgmcp/core';
import { unlockWrites, type ApprovedWrites } from '@tgmcp/core/unlock-writes';
import { GROUP } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';
import { arrivalsOf, untilSent } from './until-sent.js';

const METHODS = { 'messages.sendMessage': 'The test sends.' };
const APPROVED = { tool: 'tg_send_message', proposalId: 'p1', methods: ['messages.sendMessage'] };
const DEADLINE_MS = 500;

let bench: Bench;
let telegram: Telegram;
let peer: ResolvedPeer;
let writes: ApprovedWrites;
let randomId = 1n;
beforeAll(async () => {
  bench = await openBench();
  ({ telegram } = await bench.open('actions'));
  writes = unlockWrites(telegram, METHODS);
  const found = await telegram.peers.resolve(GROUP.id);
  if (!found.ok) throw new Error(found.refusal.message);
  peer = found.value;
});
afterEach(() => {
  bench.emulator.faults.clear();
  expect(bench.emulator.protocolErrors).toEqual([]);
});
afterAll(() => bench.close());

function message(text: string) {
  const { Api, helpers } = telegramLibrary();
  randomId += 1n;
  return new Api.messages.SendMessage({
    peer: peer.inputPeer,
    message: text,
    randomId: helpers.returnBigInt(randomId),
  });
}

const send = (request: ReturnType<typeof message>, options: CallOptions = {}): Promise<Outcome<unknown>> =>
  writes(APPROVED, (caller) => caller.call(request, options));
/** How often a message arrived; by default, the newest. */
const arrivals = (id = randomId): number => arrivalsOf(bench, id);
const sent = (): number => bench.wire().filter((method) => method === 'messages.sendMessage').length;
async function inChat(text: string): Promise<number> {
  const page = await readHistory(telegram, peer, { before: 0, after: 0, limit: 50 });
  if (!page.ok) throw new Error(page.refusal.message);
  return page.value.items.filter(({ record }) => record?.text === text).length;
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('writing', () => {
  it('is blocked outside an approved action, with nothing on the wire', async () => {
    const before = bench.wire().length;
    expect(await telegram.call(message('no'))).toMatchObject({
      ok: false,
      refusal: { code: 'WRITE_BLOCKED', data: { method: 'messages.sendMessage', reached_wire: false } },
    });
    expect(bench.wire()).toHaveLength(before);
  });

  it('passes inside one, and only what that action may send', async () => {
    expect(await send(message('yes'))).toMatchObject({ ok: true });
    expect(await inChat('yes')).toBe(1);
    const { Api } = telegramLibrary();
    const other = await writes(APPROVED, (caller) =>
      caller.call(new Api.messages.DeleteMessages({ id: [1], revoke: true })),
    );
    expect(other).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED' } });
    expect(bench.wire()).not.toContain('messages.deleteMessages');
  });

  it('opens only the methods that its kind of action needs, and of these only those on the list', async () => {
    const none = { ...APPROVED, methods: ['messages.deleteMessages'] };
    const before = sent();
    const outcome = await writes(none, (caller) => caller.call(message('not needed')));
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED' } });
    expect(sent()).toBe(before);
    const { Api } = telegramLibrary();
    const other = await writes(none, (caller) =>
      caller.call(new Api.messages.DeleteMessages({ id: [1], revoke: true })),
    );
    expect(other).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED' } });
  });

  it('is blocked again when the action has ended, through the same caller', async () => {
    const kept = await writes(APPROVED, async (caller) => caller);
    const before = sent();
    expect(await kept.call(message('late'))).toMatchObject({ ok: false, refusal: { code: 'WRITE_BLOCKED' } });
    expect(sent()).toBe(before);
  });

  it('cannot be unlocked for the reading program, nor without a proposal', async () => {
    const read = await bench.open('read');
    expect(() => unlockWrites(read.telegram, METHODS)).toThrow('opened for reading');
    await expect(writes({ tool: 't', proposalId: '', methods: [] }, async () => 1)).rejects.toThrow(
      'approved proposal',
    );
  });

  it('is held back by the last look after a flood was slept off, with nothing more on the wire', async () => {
    const flood = { kind: 'error', code: 420, message: 'FLOOD_WAIT_1' } as const;
    bench.emulator.faults.add({ method: 'messages.sendMessage', ...flood });
    const before = sent();
    let looks = 0;
    const mayStart = async (): Promise<Outcome<void>> =>
      (looks += 1) === 1 ? done(undefined) : refuse('WRITES_STOPPED');
    const outcome = await writes(APPROVED, (caller) => caller.call(message('stopped'), { mayStart }));
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'WRITES_STOPPED' } });
    expect(looks).toBe(2);
    expect(sent()).toBe(before + 1);
    expect(await inChat('stopped')).toBe(0);
  });

  it('sends two messages of one moment independently of each other', async () => {
    bench.emulator.faults.add({
      method: 'messages.sendMessage',
      kind: 'error',
      code: 400,
      message: 'TEST_ERROR',
    });
    const outcomes = await Promise.all([send(message('one')), send(message('two'))]);
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  });

  it.each(['silence', 'lose_answer', 'close_before'] as const)(
    'is never sent again after its deadline (%s), not even over a new connection',
    async (kind) => {
      const last = randomId;
      bench.emulator.faults.add({ method: 'messages.sendMessage', kind, times: 100 });
      const outcome = await untilSent(
        DEADLINE_MS,
        (deadlineMs) => send(message(kind), { deadlineMs }),
        () => arrivals() > 0,
      );
      expect(outcome).toMatchObject({ ok: false, refusal: { code: 'DEADLINE' } });
      if (!outcome.ok) expect(outcome.refusal.data).not.toHaveProperty('reached_wire');
      const reached = sent();
      expect(arrivals()).toBeGreaterThan(0);
      bench.emulator.faults.clear();
      bench.emulator.disconnect();
      await pause(1300);
      expect(await telegram.account()).toMatchObject({ ok: true });
      await pause(300);
      expect(sent()).toBe(reached);
      // Those whose deadline passed before they left have not arrived later either.
      for (let id = last + 1n; id < randomId; id += 1n) expect(arrivals(id)).toBe(0);
    },
  );

  it('that was carried out although the connection broke is repeated with its random_id and stands once', async () => {
    bench.emulator.faults.add({ method: 'messages.sendMessage', kind: 'close_after' });
    expect(await send(message('once'))).toMatchObject({ ok: true });
    expect(await inChat('once')).toBe(1);
  });

  it('that is slowed down by the account check alone is known not to have left', async () => {
    await bench.cutOff(telegram);
    bench.emulator.faults.add({ method: 'users.getUsers', kind: 'silence' });
    const before = sent();
    const outcome = await untilSent(
      DEADLINE_MS,
      (deadlineMs) => send(message('checked'), { deadlineMs }),
      () => bench.emulator.faults.pending.length === 0,
    );
    expect(outcome).toMatchObject({
      ok: false,
      refusal: { code: 'DEADLINE', data: { reached_wire: false } },
    });
    expect(sent()).toBe(before);
  });

  it('is never said to have stayed here when an earlier try of it left', async () => {
    const tries: number[] = [];
    const outcome = await untilSent(
      1200,
      async (deadlineMs) => {
        bench.emulator.faults.clear();
        bench.emulator.faults.add(
          { method: 'messages.sendMessage', kind: 'error', code: 500, message: 'INTERNAL' },
          { method: 'messages.sendMessage', kind: 'silence', times: 9 },
        );
        const ended = await send(message('twice'), { deadlineMs, repeatable: true });
        if (!ended.ok && arrivals() > 0) expect(ended.refusal.data).not.toHaveProperty('reached_wire');
        return ended;
      },
      () => {
        tries.push(arrivals());
        return arrivals() > 1;
      },
    );
    if (!outcome.ok) expect(outcome.refusal.data).not.toHaveProperty('reached_wire');
    // Nothing more of the earlier ones came in the meantime.
    const first = randomId - BigInt(tries.length) + 1n;
    expect(tries.map((_, n) => arrivals(first + BigInt(n)))).toEqual(tries);
    expect(tries.at(-1)).toBeGreaterThan(1);
  });

  it('says when no byte of it left', async () => {
    bench.emulator.faults.add({ method: 'help.getConfig', kind: 'silence', times: 10 });
    await bench.cutOff(telegram);
    const before = sent();
    const outcome = await send(message('unsent'), { deadlineMs: DEADLINE_MS });
    expect(outcome).toMatchObject({ ok: false, refusal: { data: { reached_wire: false } } });
    expect(sent()).toBe(before);
  });
});
