/** Every write tool at every gate: with that gate alone failing nothing reaches the wire, and the refusal is that gate's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent, Answer } from '../../support/mcp-client.js';
import { OTHER } from '../../support/small-world.js';
import { CHATS, executed, openWriteBench, say, type WriteBench } from './bench.js';
import { ROWS } from './rows.js';
import type { WriteRow } from './write-row.js';

let bench: WriteBench;
const previews = new Map<string, Answer['body']>();
const rows = ROWS.map((row) => [row.tool, row] as const);
const codeOf = ({ tool }: WriteRow): unknown => previews.get(tool)?.['approval_code'];
const refused = (code: string, more: object = {}): object => ({ refused: true, body: { code, ...more } });

beforeAll(async () => {
  bench = await openWriteBench();
});
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  expect(bench.house.emulator.protocolErrors).toEqual([]);
  await bench.house.close();
});

describe('a preview of', () => {
  it.each(rows)('%s shows what would be done, and does nothing', async (tool, { args, shows }) => {
    const shown = await bench.agent.call(tool, args);
    expect(shown).toMatchObject({
      refused: false,
      body: { dry_run: true, approval: 'waiting', approval_code: expect.any(String), ...shows },
    });
    expect(bench.writes()).toEqual([]);
  });

  it.each(rows)('%s that a person refuses is refused for good', async (tool, { args }) => {
    const { body } = await bench.agent.call(tool, args);
    await say(bench.house, body, 'no');
    expect(await executed(bench.agent, tool, args, body['approval_code'])).toMatchObject(
      refused('REFUSED_BY_OPERATOR', { data: { sent: 'no' } }),
    );
    expect(bench.writes()).toEqual([]);
  });

  it.each(rows)('%s has a code that is good for nothing until a person approved', async (tool, row) => {
    const { body } = await bench.agent.call(tool, row.args);
    previews.set(tool, body);
    expect(await executed(bench.agent, tool, row.args, codeOf(row))).toMatchObject(
      refused('APPROVAL_PENDING', { data: { sent: 'no' } }),
    );
    await say(bench.house, body, 'yes');
    expect(await executed(bench.agent, tool, row.args, codeOf(row))).toMatchObject(refused('TOO_FRESH'));
    expect(bench.writes()).toEqual([]);
  });
});

describe('with one gate failing', () => {
  beforeAll(async () => {
    await bench.grownOld();
  });

  it.each(rows)('inputValid refuses %s', async (tool, { args, invalid: [change, code] }) => {
    expect(await bench.agent.call(tool, { ...args, ...change })).toMatchObject(refused(code));
    expect(bench.writes()).toEqual([]);
  });

  it.each(rows)('confirmed refuses %s', async (tool, row) => {
    expect(await executed(bench.agent, tool, row.args, codeOf(row), { confirm: false })).toMatchObject(
      refused('CONFIRM_MISSING'),
    );
    expect(bench.writes()).toEqual([]);
  });

  it.each(rows)('codeMatches refuses %s', async (tool, row) => {
    const another = ROWS.find((one) => one.tool !== tool) ?? row;
    const tries = [
      [executed(bench.agent, tool, row.args, ''), 'APPROVAL_CODE_MISSING'],
      [executed(bench.agent, tool, row.args, 'AAAAAAAAAAAA'), 'APPROVAL_UNKNOWN'],
      [executed(bench.agent, tool, row.args, codeOf(another)), 'APPROVAL_MISMATCH'],
      [executed(bench.agent, tool, { ...row.args, ...row.changed }, codeOf(row)), 'APPROVAL_MISMATCH'],
    ] as const;
    for (const [answer, code] of tries) expect(await answer).toMatchObject(refused(code));
    expect(bench.writes()).toEqual([]);
  });

  const narrowedTo = (verb: string) => ({
    TG_ACTIONS_ALLOWED_GROUPS: CHATS.map((id) => `${id}:${verb}`).join(','),
  });
  interface Narrowed {
    readonly changes: Record<string, string>;
    readonly code: string;
    /** Whether previews are refused, too. */
    readonly previews: boolean;
    /** A tool that may do its work all the same. */
    readonly but?: string;
  }
  const servers: readonly (readonly [string, Narrowed])[] = [
    [
      'policySafe',
      { changes: { TG_ACTIONS_CONFIRMATION_PHRASE: '' }, code: 'POLICY_UNSAFE', previews: true },
    ],
    ['actionsEnabled', { changes: { TG_ACTIONS_ENABLED: '0' }, code: 'ACTIONS_DISABLED', previews: true }],
    [
      'targetAllowed',
      { changes: { TG_ACTIONS_ALLOWED_GROUPS: OTHER.id }, code: 'TARGET_NOT_ALLOWED', previews: true },
    ],
    // Every verb has a tool of its own, so two of them are tried.
    ...[
      ['pin', 'tg_pin_message'],
      ['react', 'tg_set_reaction'],
    ].map(
      ([verb = '', but = '']) =>
        [
          `targetAllowed, for ${verb} alone,`,
          { changes: narrowedTo(verb), code: 'TARGET_NOT_ALLOWED', previews: true, but },
        ] as const,
    ),
    [
      'phraseMatches',
      { changes: { TG_ACTIONS_APPROVAL_CHANNEL: 'preview' }, code: 'PHRASE_WRONG', previews: false },
    ],
  ];
  it.each(servers)('%s refuses every tool', async (_gate, { changes, code, previews: previewsToo, but }) => {
    const agent: Agent = await bench.server(changes);
    for (const row of ROWS.filter(({ tool }) => tool !== but)) {
      const answer = await executed(agent, row.tool, row.args, codeOf(row));
      expect(answer, row.tool).toMatchObject(refused(code));
      if (previewsToo) expect(await agent.call(row.tool, row.again), row.tool).toMatchObject(refused(code));
    }
    expect(bench.writes()).toEqual([]);
    await agent.close();
  });

  it('reserveQuota refuses every tool that counts, and the code stays good', async () => {
    const none = {
      MAX_GROUP_MSGS_PER_DAY: '0',
      MAX_JOINS_PER_DAY: '0',
      MAX_DM_PER_DAY: '0',
      MAX_PHONE_MSGS_PER_DAY: '0',
    };
    const agent = await bench.server(none);
    const counted = ROWS.filter(({ limit }) => limit !== undefined);
    for (const row of counted) {
      expect(await executed(agent, row.tool, row.args, codeOf(row)), row.tool).toMatchObject(
        refused('QUOTA_EXHAUSTED', { data: { sent: 'no' } }),
      );
    }
    expect(bench.writes()).toEqual([]);
    await agent.close();
  });
});

describe('with every gate passed', () => {
  it.each(rows)('%s does what was approved, once, and a repeat does nothing', async (tool, row) => {
    const { world } = bench.house.emulator;
    const answer = await executed(bench.agent, tool, row.args, codeOf(row));
    expect(answer).toMatchObject({
      refused: false,
      body: { dry_run: false, already_sent: false, ...row.answers },
    });
    expect(bench.writes()).toEqual(row.writes);
    expect(row.done(world, false)).toBe(true);
    expect(await executed(bench.agent, tool, row.args, codeOf(row))).toMatchObject({
      refused: false,
      body: { already_sent: true, ...row.answers },
    });
    expect(bench.writes()).toEqual([]);
    expect(row.done(world, false)).toBe(true);
  });
});

describe('an outcome that nobody knows', () => {
  it.each(rows)('of %s is settled by the same call, and it was done once', async (tool, row) => {
    const { agent, house } = bench;
    const { body } = await agent.call(tool, row.again);
    await say(house, body, 'yes');
    await bench.grownOld();
    const { decisive: method = row.writes[0] ?? '' } = row;
    house.emulator.faults.add({ method, kind: 'error_after', code: 500, message: 'INTERNAL', times: 1 });
    expect(await executed(agent, tool, row.again, body['approval_code'])).toMatchObject(
      refused('OUTCOME_UNKNOWN', { data: { sent: 'unknown' } }),
    );
    expect(row.done(house.emulator.world, true)).toBe(true);
    bench.writes();
    if (row.settledByPerson === true) {
      expect(await executed(agent, tool, row.again, body['approval_code'])).toMatchObject(
        refused('OUTCOME_UNKNOWN'),
      );
      expect(bench.writes()).toEqual([]);
      const id = String(body['proposal_id']);
      expect(await house.operator(['settle', id, '--done'])).toMatchObject({ code: 0 });
    }
    expect(await executed(agent, tool, row.again, body['approval_code'])).toMatchObject({
      refused: false,
      body: { already_sent: row.resumes !== true },
    });
    if (row.settledByPerson === true) expect(bench.writes()).toEqual([]);
    expect(row.done(house.emulator.world, true)).toBe(true);
  });
});

describe('the shared scenarios', () => {
  it('have a row for every write tool', async () => {
    const { tools } = await bench.agent.client.listTools();
    // Batches have scenarios of their own.
    const writing = tools.filter(
      ({ annotations, inputSchema }) =>
        annotations?.destructiveHint === true && 'force_resend' in (inputSchema.properties ?? {}),
    );
    expect(writing.map(({ name }) => name).toSorted()).toEqual(ROWS.map(({ tool }) => tool).toSorted());
  });
});
