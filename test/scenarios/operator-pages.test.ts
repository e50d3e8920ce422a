/** What is longer than a screen is read to its end before a yes can be said. */
import { createAuditLog, createFileStore, systemClock } from '@tgmcp/core';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApprovals } from '../../packages/tgmcp-actions/src/approvals/approvals.js';
import { createGrants } from '../../packages/tgmcp-actions/src/approvals/grants.js';
import { approvalPolicy } from '../../packages/tgmcp-actions/src/approvals/policy.js';
import { noForms } from '../../packages/tgmcp-actions/src/gates/test-bench.js';
import { openHouse, PHRASE, PROGRAMS, type House } from '../support/house.js';
import { PERSON } from '../support/small-world.js';
import { atTerminal } from '../support/terminal.js';

const DOWN = '\u001B[B';
const ITEMS = Array.from({ length: 90 }, (_, index) => `Chat number ${index + 1}`);
// What a terminal shows is waited for a minute.
const LONG = { timeout: 120_000 };
let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** Asks for a batch of many items, as an agent's server does. */
async function ask(items: readonly string[] = ITEMS, summary?: string): Promise<string> {
  const clock = systemClock();
  const store = createFileStore({ root: join(house.dir, 'state', String(PERSON.id)), clock });
  const approvals = createApprovals(
    store,
    clock,
    approvalPolicy({
      TG_ACTIONS_APPROVAL_CHANNEL: 'operator',
      TG_ACTIONS_APPROVAL_MIN_AGE_SEC: 1,
      TG_ACTIONS_APPROVAL_TTL_SEC: 1800,
      TG_ACTIONS_LANE_APPROVAL_TTL_SEC: 1800,
      TG_ACTIONS_LANE_MAX_TTL_SEC: 86_400,
      TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC: 86_400,
      TG_ACTIONS_CONFIRMATION_PHRASE: PHRASE,
    }),
  );
  const asked = await createGrants({ store, clock, approvals, audit: createAuditLog({ store, clock }) }).ask(
    {
      account: { id: String(PERSON.id), name: 'Ann' },
      verb: 'batch',
      scope: { items },
      preview: { summary: summary ?? `leave ${items.length} chats`, items },
      ttlMs: 3_600_000,
      lifeMs: 3_600_000,
    },
    noForms,
  );
  if (!asked.ok) throw new Error(asked.refusal.code);
  return asked.value.grant.id;
}

const wordOf = async (id: string): Promise<unknown> => {
  const { stdout } = await house.operator(['approve', id, '--json']);
  return (JSON.parse(stdout) as { proposals: { said: string }[] }).proposals[0]?.said;
};

it('a grant is shown page by page, and approved after the last one', LONG, async () => {
  const id = await ask();
  const terminal = atTerminal(PROGRAMS.operator, ['approve', id], house.env());
  await terminal.shows('An agent asks for leave to leave 90 chats');
  await terminal.shows('Chat number 30');
  for (const [more, shown] of [
    [/\d+ more lines/, 'Chat number 60'],
    [/\d+ more lines/, 'Chat number 90'],
  ] as const) {
    await terminal.shows(more);
    await terminal.shows('Go on reading');
    expect(terminal.screen()).not.toContain('Your decision');
    expect(terminal.screen()).not.toContain(shown);
    terminal.presses('\r');
    await terminal.shows(shown);
  }
  await terminal.shows('Your decision');
  await terminal.shows('Yes, all of this and no more');
  terminal.presses('\u001B[A');
  terminal.presses('\r');
  await terminal.shows('Your confirmation phrase');
  terminal.types(PHRASE);
  await terminal.shows(`Approved ${id}`);
  await terminal.shows(`tgmcp grants revoke ${id}`);
  expect(await terminal.ended).toBe(0);
  expect(await wordOf(id)).toBe('approved');
});

it('whoever stops reading leaves it waiting', LONG, async () => {
  const id = await ask();
  const terminal = atTerminal(PROGRAMS.operator, ['approve', id], house.env());
  await terminal.shows('Go on reading');
  terminal.presses('\u001B[B');
  terminal.presses('\r');
  await terminal.shows('Left waiting');
  expect(await terminal.ended).toBe(0);
  expect(await wordOf(id)).toBe('nothing');
});

it('one line longer than a screen takes pages, too, and its rows pass for no other line', LONG, async () => {
  const id = await ask([`${'x'.repeat(9_000)} the end`]);
  const terminal = atTerminal(PROGRAMS.operator, ['approve', id], house.env());
  for (let page = 0; page < 2; page += 1) {
    await terminal.shows(/\d+ more lines/);
    // What was chosen on the page before is shown again; only a question that waits says how to answer it.
    await terminal.shows('Enter: confirm');
    expect(terminal.screen()).not.toContain('Your decision');
    expect(terminal.screen()).not.toContain('the end');
    terminal.presses('\r');
  }
  await terminal.shows('the end');
  await terminal.shows('Your decision');
  const rows = terminal
    .screen()
    .split('\n')
    .filter((row) => row.includes('xxx'));
  expect(rows.length).toBeGreaterThan(70);
  expect(rows.every((row) => row.length < 120 && /^ {2}[|:] /.test(row))).toBe(true);
  terminal.presses('\r');
  expect(await terminal.ended).toBe(0);
  expect(await wordOf(id)).toBe('nothing');
});

it('a choice is made by its number and Enter, and a number that none has is none', LONG, async () => {
  const id = await ask(['Chat']);
  const terminal = atTerminal(PROGRAMS.operator, ['approve', id], house.env());
  await terminal.shows('3  Yes, all of this and no more');
  terminal.presses('7\r');
  await terminal.shows('None begins like that');
  terminal.presses('\u007F3');
  await terminal.shows('1 match');
  expect(await wordOf(id)).toBe('nothing');
  expect(terminal.screen()).not.toContain('Your confirmation phrase');
  terminal.presses('\r');
  await terminal.shows('Your confirmation phrase');
  terminal.types(PHRASE);
  await terminal.shows(`Approved ${id}`);
  expect(await terminal.ended).toBe(0);
});

it(
  'a terminal that moves no cursor takes numbers and the phrase as lines, after all was read, and shows no phrase',
  LONG,
  async () => {
    const id = await ask();
    const terminal = atTerminal(PROGRAMS.operator, ['approve', id], { ...house.env(), TERM: 'dumb' });
    for (const page of [1, 2]) {
      await terminal.shows(/\d+ more lines/);
      await terminal.shows('Type a number from 1 to 2');
      expect(terminal.screen(), String(page)).not.toContain('Your decision');
      terminal.types('1');
    }
    await terminal.shows('Chat number 90');
    for (const none of ['', 'yes', '0', '4', '1.5']) {
      await terminal.shows('3 Yes, all of this and no more');
      await terminal.shows('Type a number from 1 to 3');
      terminal.types(none);
    }
    await terminal.shows('Type a number from 1 to 3');
    expect(await wordOf(id)).toBe('nothing');
    terminal.types('3');
    await terminal.shows('Your confirmation phrase (it is not shown)');
    terminal.types('');
    await terminal.shows('Type it, or press Ctrl-C to stop');
    terminal.types('not the phrase');
    await terminal.shows('That is not the phrase');
    await terminal.shows('Your confirmation phrase (it is not shown)');
    terminal.types(PHRASE);
    await terminal.shows(`Approved ${id}`);
    expect(await terminal.ended).toBe(0);
    expect(terminal.screen()).not.toContain(PHRASE);
    expect(terminal.screen()).not.toContain('not the phrase\n');
  },
);

it.each([
  ['Ctrl-C at a question', '\u0003'],
  ['the end of what is typed', '\u0004'],
])('a terminal that moves no cursor leaves it waiting at %s', LONG, async (_, key) => {
  const id = await ask(['Chat']);
  const terminal = atTerminal(PROGRAMS.operator, ['approve', id], { ...house.env(), TERM: 'dumb' });
  await terminal.shows('Type a number from 1 to 3');
  terminal.presses(key);
  expect(await terminal.ended).toBe(130);
  expect(await wordOf(id)).toBe('nothing');
});

it(
  'a number that is typed chooses what stands beside it, whatever titles begin with and wherever the arrow was',
  LONG,
  async () => {
    const summaries = Array.from({ length: 12 }, (_, index) => `2${index} plans`);
    const ids = new Map<string, string>();
    for (const summary of summaries) ids.set(summary, await ask([summary], summary));
    const terminal = atTerminal(PROGRAMS.operator, ['approve'], house.env());
    for (const [before, number] of [
      ['', '2'],
      [DOWN.repeat(9), '1'],
      ['', '10'],
    ] as const) {
      await terminal.shows('Which one?');
      await terminal.shows('None; leave them waiting');
      const list = terminal.screen().slice(terminal.screen().lastIndexOf('Which one?'));
      const beside = new RegExp(`(?<!\\d)${number} {2}(2\\d+ plans)`, 'u').exec(list)?.[1] ?? '';
      terminal.presses(`${before}${number}\r`);
      await terminal.shows('Your decision');
      expect(terminal.screen()).toMatch(
        new RegExp(`Proposal ${ids.get(beside)}\\s(?:(?!Proposal).)*$`, 'su'),
      );
      terminal.presses('2\r');
      await terminal.shows('Refused.');
    }
    await terminal.shows('Which one?');
    terminal.presses('\u0003');
    expect(await terminal.ended).toBe(130);
  },
);
