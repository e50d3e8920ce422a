/** The gates that take something, each failing alone for every write tool: nothing reaches the wire, and no code is lost. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileStore, momentAfter, systemClock } from '@tgmcp/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSUMED } from '../../../packages/tgmcp-actions/src/approvals/proposal.js';
import type { Answer } from '../../support/mcp-client.js';
import { PERSON } from '../../support/small-world.js';
import { executed, openWriteBench, say, type WriteBench } from './bench.js';
import { ROWS } from './rows.js';
import type { WriteRow } from './write-row.js';

let bench: WriteBench;
let state: string;
const previews = new Map<string, Answer['body']>();

beforeAll(async () => {
  bench = await openWriteBench();
  state = join(bench.house.dir, 'state', String(PERSON.id));
  for (const { tool, again } of ROWS) {
    const { body } = await bench.agent.call(tool, again);
    await say(bench.house, body, 'yes');
    previews.set(tool, body);
  }
  await bench.grownOld();
  bench.writes();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

const execution = ({ tool, again }: WriteRow): Promise<Answer> =>
  executed(bench.agent, tool, again, previews.get(tool)?.['approval_code']);

/** While a file or folder is open to others, every tool is refused alike, and nothing is written. */
async function allAreRefused(
  path: string,
  modes: { open: number; closed: number },
  body: object,
): Promise<void> {
  await chmod(path, modes.open);
  try {
    for (const row of ROWS) {
      expect(await execution(row), row.tool).toMatchObject({ refused: true, body });
    }
  } finally {
    await chmod(path, modes.closed);
  }
  expect(bench.writes()).toEqual([]);
}

describe('with one gate failing', () => {
  it('consumeCode refuses every tool: the code was used for something else', async () => {
    const clock = systemClock();
    const store = createFileStore({ root: state, clock });
    const at = momentAfter(clock, 0);
    const codes = new Map<string, unknown>();
    for (const { tool, args } of ROWS) {
      const { body } = await bench.agent.call(tool, args);
      await say(bench.house, body, 'yes');
      const proposalId = String(body['proposal_id']);
      await store.create(CONSUMED, proposalId, { proposalId, intentId: 'another', at });
      codes.set(tool, body['approval_code']);
    }
    await bench.grownOld();
    for (const { tool, args } of ROWS) {
      expect(await executed(bench.agent, tool, args, codes.get(tool)), tool).toMatchObject({
        refused: true,
        body: { code: 'CODE_CONSUMED', data: { sent: 'no' } },
      });
    }
    expect(bench.writes()).toEqual([]);
  });

  it('claimIntent refuses every tool: the decision could not be put on disk', async () => {
    const intents = join(state, 'intents');
    // An intent is listed after it was written: what no list names was not attempted.
    await allAreRefused(
      intents,
      { open: 0o755, closed: 0o700 },
      { code: 'STATE_UNSAFE_MODE', data: { sent: 'no', file: expect.stringMatching(/intents$/) } },
    );
  });

  it('send refuses every tool: what is to be done could not be recorded', async () => {
    const log = join(state, 'logs', 'audit.jsonl');
    await allAreRefused(
      log,
      { open: 0o666, closed: 0o600 },
      { code: 'AUDIT_UNWRITABLE', data: { sent: 'no' } },
    );
    const { body } = await bench.agent.call('tg_get_actions_policy');
    const quotas = Object.values(body['quotas'] as Record<string, { readonly used: number }>);
    expect(quotas.map(({ used }) => used)).toEqual(quotas.map(() => 0));
  });

  it('after which each code still does what was approved, once', async () => {
    for (const row of ROWS) {
      expect(await execution(row), row.tool).toMatchObject({
        refused: false,
        body: { already_sent: false },
      });
      expect(bench.writes().length, row.tool).toBeGreaterThan(0);
      expect(row.done(bench.house.emulator.world, true), row.tool).toBe(true);
    }
  });
});
