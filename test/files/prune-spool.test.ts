/** Which copies are still needed: those of what waits, of what may be repeated, and of what was just made. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMemoryStore, manualClock, type ManualClock, type StateStore } from '@tgmcp/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApprovals, type Approvals } from '../../packages/tgmcp-actions/src/approvals/approvals.js';
import { approvalPolicy } from '../../packages/tgmcp-actions/src/approvals/policy.js';
import type { Proposal } from '../../packages/tgmcp-actions/src/approvals/proposal.js';
import { createWordBook } from '../../packages/tgmcp-actions/src/approvals/words.js';
import type { OutgoingFile } from '../../packages/tgmcp-actions/src/files/outgoing-file.js';
import { pruneSpool, spoolFolder } from '../../packages/tgmcp-actions/src/files/prune-spool.js';
import { createJournal } from '../../packages/tgmcp-actions/src/journal/journal.js';
import type { Ending } from '../../packages/tgmcp-actions/src/journal/records.js';
import { ownDisk, type OwnDisk } from './own-disk.js';

const SENT: Ending = { kind: 'sent', result: { message_id: 1 }, repeated: false };
const NOT_SENT: Ending = { kind: 'not_sent', code: 'FLOOD_WAIT' };
const UNKNOWN: Ending = { kind: 'unknown', code: 'DEADLINE' };
const MINUTE_MS = 60_000;

let disk: OwnDisk;
let clock: ManualClock;
let store: StateStore;
let approvals: Approvals;
beforeEach(() => {
  disk = ownDisk();
  clock = manualClock();
  store = createMemoryStore({ clock });
  approvals = createApprovals(store, clock, approvalPolicy(disk.settings()));
});
afterEach(() => disk.remove());

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const folder = (): string => spoolFolder(disk.settings(), '1001');

/** A file in the spool that was made so long ago. */
function put(name: string, ageMs = 10 * MINUTE_MS): string {
  mkdirSync(folder(), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder(), name), '');
  const then = (clock.now() - ageMs) / 1000;
  utimesSync(join(folder(), name), then, then);
  return name;
}

/** A proposal to send a file whose copy is old. */
async function proposed(text: string, shown = {}): Promise<Proposal> {
  const file: OutgoingFile = {
    name: 'a.txt',
    sha256: put(sha(text)),
    size: 1,
    mime: 'text/plain',
    kind: 'document',
  };
  const answer = await approvals.propose({
    account: { id: '1001' },
    action: {
      accountId: '1001',
      verb: 'send_file',
      target: { type: 'channel', id: '-1000000000042' },
      content: { files: [file] },
      options: {},
      forceResend: false,
      ...shown,
    },
    chat: { id: '-1000000000042', kind: 'supergroup', title: 'Kites' },
    asked: '@kites',
    preview: { hidden_characters: 0, entities: [], notes: [] },
  });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.proposal;
}

/** Uses the code of a proposal up for an attempt that ended so. */
async function attempted(proposal: Proposal, ending: Ending): Promise<void> {
  const journal = createJournal(store, clock, 86_400_000, () => 7n);
  const { intent } = await journal.claim({ action: proposal.action, proposalId: proposal.id, items: 1 });
  await approvals.consume(proposal, intent.id);
  await journal.end(intent, (await journal.begin(intent, proposal.id, 1)) ?? 0, ending);
}

/** Has others of the same content proposed, of which nothing is stored but their words. */
async function replaced({ contentDigest, approvalDigest }: Proposal, times: number): Promise<void> {
  const words = createWordBook(store, clock);
  for (let n = 0; n < times; n += 1) await words.enter(contentDigest, approvalDigest, `other-${n}`);
}

const prune = (): Promise<number> =>
  pruneSpool({ store, clock, settings: disk.settings(), accountId: '1001' });
const left = (): string[] => readdirSync(folder()).toSorted();

it('has a folder for each account', () => {
  expect(folder()).toBe(disk.at('data/spool/1001'));
});

describe('a copy stays', () => {
  it('while its proposal can be executed, approved or not', async () => {
    await proposed('waiting');
    await approvals.approve(await proposed('approved'), 'terminal');
    expect(await prune()).toBe(0);
    expect(left()).toEqual([sha('waiting'), sha('approved')].toSorted());
  });

  it('while what it is for was not sent for sure, or nobody knows', async () => {
    await attempted(await proposed('not sent'), NOT_SENT);
    await attempted(await proposed('unknown'), UNKNOWN);
    expect(await prune()).toBe(0);
    expect(left()).toHaveLength(2);
  });

  it('though a newer preview has taken the place of a proposal whose code was used', async () => {
    const used = await proposed('used');
    await attempted(used, NOT_SENT);
    await replaced(used, 1);
    expect(await prune()).toBe(0);
    expect(left()).toEqual([sha('used')]);
  });

  it('while the code was used for an attempt of which nothing is stored yet', async () => {
    await approvals.consume(await proposed('plan'), 'an intent');
    expect(await prune()).toBe(0);
  });

  it('while an attempt is open whose proposal is over, and no longer what nothing waits for', async () => {
    const open = await proposed('open');
    await attempted(open, UNKNOWN);
    await attempted(await proposed('sent'), SENT);
    await approvals.refuse(open, 'terminal');
    put(sha('of nothing'));
    await proposed('waiting');
    expect(await prune()).toBe(2);
    expect(left()).toEqual([sha('open'), sha('waiting')].toSorted());
    await clock.advance(3_600_000);
    expect(await prune()).toBe(1);
    expect(left()).toEqual([sha('open')]);
  });

  it('for a minute after it was made, for its proposal is made after it', async () => {
    put(sha('fresh'), MINUTE_MS - 1_000);
    put(sha('old'), MINUTE_MS + 1_000);
    expect(await prune()).toBe(1);
    expect(left()).toEqual([sha('fresh')]);
  });
});

describe('a copy goes', () => {
  it.each([
    ['was refused', (proposal: Proposal) => approvals.refuse(proposal, 'terminal')],
    ['was sent', (proposal: Proposal) => attempted(proposal, SENT)],
    ['has expired', () => clock.advance(1_800_000)],
    ['was replaced by another before its code was used', (proposal: Proposal) => replaced(proposal, 1)],
    ['has no word any more', (proposal: Proposal) => replaced(proposal, 200)],
  ] as const)('once its proposal %s', async (_, end) => {
    const proposal = await proposed('plan');
    await end(proposal);
    expect(await prune()).toBe(1);
    expect(left()).toEqual([]);
  });

  it('though a grant waits, which sends no files', async () => {
    put(sha('plan'));
    const grant = await approvals.proposeGrant({
      account: { id: '1001' },
      verb: 'batch',
      scope: { files: [{ sha256: sha('plan') }] },
      preview: { hidden_characters: 0, entities: [], notes: [] },
      ttlMs: 3_600_000,
      lifeMs: 3_600_000,
    });
    expect(grant).toMatchObject({ ok: true });
    expect(await prune()).toBe(1);
  });
});

it('half-written copies go after an hour, and what is no copy stays', async () => {
  put('begun-old', 61 * MINUTE_MS);
  put('leaving-old', 61 * MINUTE_MS);
  put('begun-young', 59 * MINUTE_MS);
  put('notes.txt', 100 * MINUTE_MS);
  put(`${sha('x')}.bak`, 100 * MINUTE_MS);
  put(`x${sha('x')}`, 100 * MINUTE_MS);
  expect(await prune()).toBe(0);
  expect(left()).toEqual([`${sha('x')}.bak`, 'begun-young', 'notes.txt', `x${sha('x')}`].toSorted());
});
