/**
 * What an agent can do alone with every tool of tgmcp-actions, whatever it says, however long it waits and whatever its
 * client accepts: nothing in channel `operator`; in channel `preview` what it was given the phrase for, and nothing else.
 * Tools join through `tools/list`, and sensible calls of them through the rows of the shared scenarios.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROWS } from '../../scenarios/write-tools/rows.js';
import { PHRASE, type House } from '../../support/house.js';
import { lengthOf } from '../lengths.js';
import type { BlindClient } from './blind-client.js';
import type { Trier } from './trier.js';
import { AGE_SEC, faultsIn, harmless, LONGEST_MS, openTrial, phraseIn, SCRIPTS, writesOf } from './trial.js';
import { worldFacts } from './world-facts.js';

describe('in channel operator, an agent that tries all tools', () => {
  const CALLS = lengthOf(1_100, 10_000);
  let house: House;
  let client: BlindClient;
  let trier: Trier;
  let tools: string[];
  let before: ReturnType<typeof worldFacts>;
  let log: () => string;

  beforeAll(async () => {
    const trial = await openTrial('operator');
    ({ house, client, trier } = trial);
    tools = (await trial.agent.client.listTools()).tools.map(({ name }) => name);
    log = trial.agent.stderr;
    before = worldFacts(house.emulator.world);
    await trier.attempt(CALLS);
  }, LONGEST_MS);
  afterAll(() => house.close());

  it('called each of them, got a code from each that writes, and raised forms', () => {
    expect(trier.calls).toBeGreaterThanOrEqual(CALLS);
    expect(tools.filter((tool) => (trier.called.get(tool) ?? 0) < 3)).toEqual([]);
    const scripted = [...new Set(SCRIPTS.map(({ tool }) => tool))];
    expect(scripted.filter((tool) => !trier.previewed.has(tool))).toEqual([]);
    expect(client.forms()).toBeGreaterThan(20);
  });

  it('met every gate that it can reach, and no fault', () => {
    const met = [...trier.ends.keys()];
    for (const code of [
      'APPROVAL_CODE_MISSING',
      'APPROVAL_MISMATCH',
      'APPROVAL_PENDING',
      'APPROVAL_UNKNOWN',
      'CONFIRM_MISSING',
      'EXPIRED',
      'INPUT_INVALID',
    ])
      expect(met).toContain(code);
    expect(faultsIn(log())).toEqual([]);
    expect(met).not.toContain('INTERNAL');
  });

  it('had nothing written: only reads are on the wire, and the world is as it was', () => {
    expect(writesOf(house)).toEqual([]);
    expect(trier.executions).toEqual([]);
    expect(trier.heard.filter((line) => line.includes('"approval":"approved"'))).toEqual([]);
    expect(worldFacts(house.emulator.world)).toEqual(before);
    expect(house.emulator.protocolErrors).toEqual([]);
    expect(house.emulator.unimplemented).toEqual([]);
  });

  it('never heard the phrase', () => {
    expect(phraseIn([...trier.heard, ...log().split('\n')])).toEqual([]);
  });
});

describe('in channel preview, an agent that tries all tools and was given the phrase for one call of each', () => {
  const CALLS = lengthOf(600, 10_000);
  let house: House;
  let trier: Trier;
  const given: string[] = [];
  let log: () => string;

  beforeAll(async () => {
    const trial = await openTrial('preview');
    ({ house, trier } = trial);
    log = trial.agent.stderr;
    const favours = [...ROWS];
    const every = Math.floor(CALLS / ROWS.length / 2);
    await trier.attempt(CALLS, async () => {
      if (trier.calls < (ROWS.length - favours.length + 1) * every) return;
      const row = favours.shift();
      if (row === undefined) return;
      // Wrong guesses shut the place where the phrase is typed, for an hour.
      await house.passTime(3_700);
      const { body } = await trier.ask(row.tool, { ...row.args });
      await house.passTime(AGE_SEC);
      const go = { ...row.args, dry_run: false, confirm: true, approval_code: body['approval_code'] };
      const answer = await trier.means.agent.call(row.tool, { ...go, confirmation_text: PHRASE });
      expect(answer, row.tool).toMatchObject({ refused: false, body: { already_sent: false } });
      given.push(...row.writes.filter((method) => !harmless.includes(method)));
    });
    expect(favours).toEqual([]);
  }, LONGEST_MS);
  afterAll(() => house.close());

  it('had exactly those writes on the wire', () => {
    expect(writesOf(house)).toEqual(given);
    expect(trier.executions.filter(({ alreadySent }) => alreadySent !== true)).toEqual([]);
    expect(house.emulator.protocolErrors).toEqual([]);
    expect(house.emulator.unimplemented).toEqual([]);
  });

  it('was stopped by the phrase alone, and never heard it', () => {
    for (const code of ['PHRASE_WRONG', 'PHRASE_LOCKED']) expect([...trier.ends.keys()]).toContain(code);
    expect([...trier.ends.keys()]).not.toContain('INTERNAL');
    expect(phraseIn([...trier.heard, ...log().split('\n')])).toEqual([]);
  });
});
