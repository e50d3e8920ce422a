import { setTimeout as sleep } from 'node:timers/promises';
import type { PendingProposal } from 'tgmcp-actions/approvals';
import type { Console } from '../console/console.js';
import { EXIT, Stop } from '../console/exit.js';
import { cardTitle } from './card.js';
import { decide } from './decide.js';
import type { Desks } from './desks.js';

const LOOK_MS = 1_000;

/** What tells the person that something waits. */
export type Alert = (waiting: number) => void;

/**
 * Waits for proposals, until another account needs a desk, too. At a terminal each is shown and decided as it comes; elsewhere
 * a line is printed for it. What is in `seen` is not asked about again.
 */
export async function watch(desk: Desks, console: Console, alert: Alert, seen: Set<string>): Promise<void> {
  while (!(await desk.isOutdated())) {
    const waiting = (await desk.pending()).filter(({ said, id }) => said === 'nothing' && !seen.has(id));
    if (waiting.length > 0) {
      alert(waiting.length);
      // The oldest first: its code expires first.
      for (const one of waiting.toReversed()) {
        seen.add(one.id);
        await attend(desk, console, one);
      }
    }
    await sleep(LOOK_MS);
  }
}

async function attend(desk: Desks, console: Console, one: PendingProposal): Promise<void> {
  if (!console.interactive) {
    console.print(`${one.id}  ${cardTitle(one)}`);
    return;
  }
  try {
    await decide(desk, console, one.id);
  } catch (error) {
    // Left waiting, gone meanwhile, or a phrase that is locked: the watch goes on.
    if (!(error instanceof Stop) || error.exitCode === EXIT.interrupted) throw error;
    console.note(error.message);
  }
}
