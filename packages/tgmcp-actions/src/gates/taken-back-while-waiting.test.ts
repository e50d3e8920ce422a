import { done, type Outcome, type TelegramCaller } from '@tgmcp/core';
import { describe, expect, it } from 'vitest';
import { BATCH_ID, batchBench } from '../batch/test-bench.js';
import { lookingFirst } from './stoppable.js';
import type { GateParts } from './parts.js';
import { createWritePipeline } from './pipeline.js';
import { args, gateBench } from './test-bench.js';

/** Parts whose requests wait for their slot; `meanwhile` happens then. */
function waiting(parts: GateParts, meanwhile: () => Promise<unknown>): GateParts & { sent: () => number } {
  let sent = 0;
  const paced: TelegramCaller = {
    async call(_request, options) {
      await meanwhile();
      const may: Outcome<void> = (await options?.mayStart?.()) ?? done(undefined);
      if (!may.ok) return may;
      sent += 1;
      return done(undefined as never);
    },
  };
  return { ...parts, openWrites: async (_approved, run) => run(paced), sent: () => sent };
}

const request = {} as Parameters<TelegramCaller['call']>[0];

describe('what waits for its slot and was taken back meanwhile is surely not sent', () => {
  it('by a refusal of the proposal', async () => {
    const bench = gateBench();
    const code = await bench.ready();
    const proposal = await bench.approvals.byCode(code);
    const parts = waiting(bench.parts, async () => proposal && bench.approvals.refuse(proposal, 'terminal'));
    const spec = {
      ...bench.spec,
      perform: async (_order: unknown, caller: TelegramCaller) => {
        const answer = await caller.call(request);
        return answer.ok ? done({ result: { message_id: 1 } }) : answer;
      },
    };
    const answer = await createWritePipeline(parts).execute(spec, args({ approval_code: code }));
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: 'REFUSED_BY_OPERATOR', data: { sent: 'no' } },
    });
    expect(parts.sent()).toBe(0);
    expect(await bench.usage('group_msg')).toBe(0);
  });

  it.each(['revoked', 'paused'] as const)('as an item of a batch that was %s', async (how) => {
    const bench = await batchBench({ items: 2 });
    const { grant } = (await bench.book.find(BATCH_ID)) ?? {};
    const code = { revoked: 'GRANT_NOT_ACTIVE', paused: 'BATCH_PAUSED' }[how];
    const parts = waiting(bench.runParts.parts, async () => {
      if (how === 'revoked') await bench.grants.revoke('batch', grant?.grant.id ?? '', 'operator', '');
      if (how === 'paused') await bench.book.change(BATCH_ID, (now) => ({ ...now, held: 'paused' }));
    });
    Object.assign(bench.runParts, { parts });
    expect(await bench.run()).toMatchObject({ ok: true, value: { processed: 0, stop: { code } } });
    expect(parts.sent()).toBe(0);
    expect(bench.sent()).toEqual([0, 0]);
  });
});

it('asks whoever asked before, too', async () => {
  const asked: string[] = [];
  const ask = (name: string) => async () => {
    asked.push(name);
    return done(undefined);
  };
  const { sent, openWrites } = waiting(gateBench().parts, async () => asked.push('waited'));
  await openWrites({ tool: '', proposalId: '', methods: [] }, (caller) =>
    lookingFirst(lookingFirst(caller, ask('stop')), ask('leave')).call(request),
  );
  expect(asked).toEqual(['leave', 'stop', 'waited', 'leave', 'stop']);
  expect(sent()).toBe(1);
});
