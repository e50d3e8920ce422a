/** The audit log against the wire: after random actions each says what the other does, and no record can be changed unseen. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createFileStore,
  systemClock,
  verifyAuditLines,
  type AuditRecord,
  type AuditVerdict,
} from '@tgmcp/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWriteBench, type WriteBench } from '../../scenarios/write-tools/bench.js';
import { ROWS } from '../../scenarios/write-tools/rows.js';
import { seededChance } from '../../support/hostile-agent.js';
import { PERSON } from '../../support/small-world.js';
import { randomActions, type Call } from './random-actions.js';

const ACTIONS = process.env['TGMCP_SOAK'] === '1' ? 1_000 : 120;
const SEED = 20_261_127;
const LIMIT = '10000';

let bench: WriteBench;
let calls: Call[];
let lines: string[];
let records: AuditRecord[];
let anchor: string | undefined;
let log: string;

beforeAll(async () => {
  bench = await openWriteBench();
  const agent = await bench.server({
    MAX_GROUP_MSGS_PER_DAY: LIMIT,
    MAX_JOINS_PER_DAY: LIMIT,
    MAX_DM_PER_DAY: LIMIT,
    MAX_FIRST_CONTACTS_PER_DAY: LIMIT,
    MAX_MSGS_PER_PEER_PER_DAY: LIMIT,
  });
  const root = join(bench.house.dir, 'state', String(PERSON.id));
  const store = createFileStore({ root, clock: systemClock() });
  calls = await randomActions(bench, agent, store, { actions: ACTIONS, seed: SEED });
  log = join(root, 'logs', 'audit.jsonl');
  lines = await store.readLog('audit');
  records = lines.map((line) => JSON.parse(line) as AuditRecord);
  anchor = await store.logAnchor('audit');
}, 600_000);
afterAll(async () => {
  expect(bench.house.emulator.unimplemented).toEqual([]);
  await bench.house.close();
});

/** What the log has of an attempt to write: how it ended. */
function attemptsIn({ records: [from, to] }: Call): (string | undefined)[] {
  const written = records.slice(from, to).filter(({ event }) => event === 'write');
  return written.flatMap(({ outcome }, index) =>
    outcome === 'sending' ? [written[index + 1]?.outcome] : [],
  );
}

/** How an attempt ends whose last request ended so at Telegram. */
function endingsOf(outcome: string): string[] {
  if (outcome === 'ok' || outcome === 'repeated') return ['sent', 'already_sent'];
  // An error of the kind 4xx says that nothing was done, or that it was so before.
  return outcome.startsWith('4') ? ['not_sent', 'already_sent'] : ['unknown'];
}

describe(`after ${ACTIONS} random actions over every write tool`, () => {
  it('much was written, by most tools, and much was refused', () => {
    const wrote = new Set(calls.filter(({ writes }) => writes.length > 0).map(({ row }) => row.tool));
    expect(wrote.size).toBeGreaterThan(ROWS.length / 2);
    expect(calls.flatMap(({ writes }) => writes).length).toBeGreaterThan(ACTIONS / 3);
    expect(calls.filter(({ answer }) => answer.refused).length).toBeGreaterThan(ACTIONS / 10);
  });

  it('each write on the wire has its attempt in the log, and each attempt its write, with the same end', () => {
    for (const call of calls) {
      const { row, writes } = call;
      const attempts = attemptsIn(call);
      const about = JSON.stringify({ ...call, row: row.tool, attempts });
      // What was so already, or cannot be, may be seen by reading: then nothing is written for an attempt.
      const surelyWrote = attempts.filter((end) => end === 'sent' || end === 'unknown').length;
      expect(writes.length, about).toBeGreaterThanOrEqual(surelyWrote);
      if (attempts.length === 0) expect(writes, about).toEqual([]);
      if (row.writes.length > 1) continue;
      expect(writes.length, about).toBeLessThanOrEqual(attempts.length);
      if (writes.length < attempts.length) continue;
      for (const [index, { outcome }] of writes.entries()) {
        expect(endingsOf(outcome), about).toContain(attempts[index]);
      }
    }
  });

  it('each refusal has its record, with the code that the agent was told, and each preview has one', () => {
    for (const { answer, kind, records: span, row } of calls) {
      const last = records[span[1] - 1];
      if (answer.refused) {
        const refusal = { event: 'refusal', code: answer.body['code'], detail: { tool: row.tool } };
        expect(last).toMatchObject(refusal);
      } else if (kind === 'preview') {
        expect(last).toMatchObject({ event: 'proposal', detail: { tool: row.tool } });
      }
    }
  });

  it('nothing was written outside of the calls, and no record is without one', () => {
    const told = calls.reduce((sum, { records: [from, to] }) => sum + to - from, 0);
    const approvals = records.filter(({ event }) => event === 'approval').length;
    expect(told + approvals).toBe(records.length);
    expect(bench.writes().length).toBe(calls.flatMap(({ writes }) => writes).length);
  });
});

describe('of a log in which somebody', () => {
  const chance = seededChance(SEED + 1);
  const TRIES = 25;
  const bad = (line: number, reason: string): AuditVerdict =>
    ({ ok: false, line, seq: line, reason }) as AuditVerdict;

  it('flipped a character, the record is named', () => {
    for (let n = 0; n < TRIES; n += 1) {
      const at = chance(lines.length);
      const changed = lines.with(at, flipped(lines[at] ?? '', chance));
      expect(verifyAuditLines(changed, anchor)).toEqual(bad(at + 1, 'edited'));
    }
  });

  it('dropped a record, the one after it is named, or the place of the last', () => {
    for (let n = 0; n < TRIES; n += 1) {
      const at = n === 0 ? lines.length - 1 : chance(lines.length);
      const reason = at === lines.length - 1 ? 'truncated' : 'dropped';
      expect(verifyAuditLines(lines.toSpliced(at, 1), anchor)).toEqual(bad(at + 1, reason));
    }
  });

  it('changed the order, the first record in a wrong place is named', () => {
    for (let n = 0; n < TRIES; n += 1) {
      const one = chance(lines.length - 1);
      const other = one + 1 + chance(lines.length - one - 1);
      const changed = lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
      expect(verifyAuditLines(changed, anchor)).toEqual(bad(one + 1, 'reordered'));
    }
  });

  it('cut the end off, the first record that is missing is named', () => {
    for (let n = 0; n < TRIES; n += 1) {
      const kept = chance(lines.length);
      expect(verifyAuditLines(lines.slice(0, kept), anchor)).toEqual(bad(kept + 1, 'truncated'));
    }
  });

  it.each([
    ['flipped a character', (all: string[]) => all.with(4, flipped(all[4] ?? '', chance)), 5],
    ['dropped a record', (all: string[]) => all.toSpliced(6, 1), 7],
    ['changed the order', (all: string[]) => all.with(2, all[3] ?? '').with(3, all[2] ?? ''), 3],
    ['cut the end off', (all: string[]) => all.slice(0, 9), 10],
  ])('%s, "tgmcp audit verify" says so', async (_what, change, line) => {
    const before = await readFile(log, 'utf8');
    expect(await bench.house.operator(['audit', 'verify'])).toMatchObject({ code: 0 });
    await writeFile(log, `${change([...lines]).join('\n')}\n`);
    const ran = await bench.house.operator(['audit', 'verify']);
    await writeFile(log, before);
    expect(ran.code).not.toBe(0);
    expect(ran.stdout).toContain(`BAD at record ${line} (line ${line})`);
  });
});

/** The text with one character changed. */
function flipped(line: string, chance: (below: number) => number): string {
  const at = chance(line.length);
  const changed = line[at] === '0' ? '1' : '0';
  return `${line.slice(0, at)}${changed}${line.slice(at + 1)}`;
}
