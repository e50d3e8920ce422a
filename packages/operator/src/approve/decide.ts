import type { ApprovalDesk, PendingProposal } from 'tgmcp-actions/approvals';
import { askAt } from '../console/ask-at.js';
import type { Console } from '../console/console.js';
import { EXIT, Stop } from '../console/exit.js';
import { must, stopFor } from '../console/refusal.js';
import { cardTitle, renderCard, spell } from './card.js';
import type { Desks } from './desks.js';
import { rowsOf } from './rows.js';
import { renderUnsettled } from './unsettled.js';

/** What a page leaves of the window to the question below it, and how short and long a page is at all. */
const QUESTION_ROWS = 11;
const LEAST_ROWS = 10;
const MOST_ROWS = 40;

/** No id of a proposal. */
const NONE = 'none';

/**
 * A person at a terminal goes through what waits, or through one: choose, read everything, say yes or no. Resolves to
 * whether anything was approved.
 */
export async function decideOneByOne(
  desk: Desks,
  console: Console,
  only: string | undefined,
): Promise<boolean> {
  if (only !== undefined) return decide(desk, console, only);
  let approved = false;
  for (const attempt of await desk.unsettled())
    for (const line of renderUnsettled(attempt)) console.print(line);
  for (;;) {
    const waiting = (await desk.pending()).filter(({ said }) => said === 'nothing');
    if (waiting.length === 0) {
      console.print('Nothing waits for your approval.');
      return approved;
    }
    const id = await choose(waiting, console);
    if (id === undefined) return approved;
    approved = (await decide(desk, console, id)) || approved;
  }
}

async function choose(waiting: readonly PendingProposal[], console: Console): Promise<string | undefined> {
  const [only] = waiting;
  if (waiting.length === 1 && only !== undefined) return only.id;
  const chosen = await askAt(console).choice('Which one?', [
    ...waiting.map((one) => ({ value: one.id, label: cardTitle(one), hint: `${spell(one.age_sec)} ago` })),
    { value: NONE, label: 'None; leave them waiting' },
  ]);
  return chosen === NONE ? undefined : chosen;
}

/** Shows one and asks for a decision: whether it was approved. Ends with a {@link Stop} where none was made. */
export async function decide(desk: Desks, console: Console, id: string): Promise<boolean> {
  const shown = (await desk.pending()).find((one) => one.id === id);
  if (shown === undefined)
    throw new Stop(EXIT.refused, 'No such proposal waits. It may have expired, been replaced or been used.');
  console.print();
  const quota = (await desk.quotas()).get(shown.account.id);
  await showAll(
    [...renderCard(shown, console), ...(quota === undefined ? [] : [console.dim(quota)])],
    console,
  );
  console.print();
  const word = await askAt(console).choice('Your decision', [
    { value: 'later', label: 'Leave it waiting' },
    { value: 'refuse', label: 'No, refuse it' },
    {
      value: 'approve',
      label: shown.chat === undefined ? 'Yes, all of this and no more' : 'Yes, exactly this may be sent',
    },
  ]);
  if (word === 'refuse') {
    must(await desk.refuse(id));
    console.print('Refused. It cannot be sent.');
    return false;
  }
  if (word !== 'approve') throw new Stop(EXIT.ok, 'Left waiting; nothing was changed.');
  await approveTyped(desk, console, id);
  return true;
}

/** Whoever says yes has been shown everything: what fills more than a screen is turned page by page, counted in its rows. */
async function showAll(lines: readonly string[], console: Console): Promise<void> {
  const { columns, rows: height } = console.size();
  const rows = rowsOf(lines, columns);
  const page = Math.min(MOST_ROWS, Math.max(LEAST_ROWS, height - QUESTION_ROWS));
  for (let from = 0; from < rows.length; from += page) {
    for (const row of rows.slice(from, from + page)) console.print(row);
    const left = rows.length - from - page;
    if (left <= 0) return;
    const word = await askAt(console).choice(`${left} more lines`, [
      { value: 'on', label: 'Go on reading' },
      { value: 'later', label: 'Leave it waiting' },
    ]);
    if (word !== 'on') throw new Stop(EXIT.ok, 'Left waiting; nothing was changed.');
  }
}

/** A mistyped phrase may be typed again; how often, the desk decides. */
async function approveTyped(desk: ApprovalDesk, console: Console, id: string): Promise<void> {
  for (;;) {
    const outcome = await desk.approve(id, await askAt(console).hidden('Your confirmation phrase'));
    if (outcome.ok) {
      console.print(approvedLine(outcome.value));
      return;
    }
    if (outcome.refusal.code !== 'PHRASE_WRONG') throw stopFor(outcome.refusal);
    const left = JSON.stringify(outcome.refusal.data?.['tries_left'] ?? 'none');
    console.note(`That is not the phrase. Tries left: ${left}.`);
  }
}

/** What a person reads after a yes. */
export function approvedLine(approved: PendingProposal): string {
  const usable = approved.executable_in_sec;
  const when = usable > 0 ? `from ${spell(usable)} on` : 'now';
  if (approved.chat === undefined) {
    return `Approved ${approved.id}. The agent can take it into use ${when}, for another ${spell(approved.expires_in_sec)}. To end it: tgmcp grants revoke ${approved.id}`;
  }
  return `Approved ${approved.id}. The agent can have it sent ${when}, once, for another ${spell(approved.expires_in_sec)}.`;
}
