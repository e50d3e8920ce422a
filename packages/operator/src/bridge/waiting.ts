import { setTimeout as sleep } from 'node:timers/promises';
import type { PendingProposal } from 'tgmcp-actions/approvals';
import { renderCard } from '../approve/card.js';
import { decideOneByOne } from '../approve/decide.js';
import { withDesk, type Desks } from '../approve/desks.js';
import { ask } from '../console/ask.js';
import { EXIT, Stop } from '../console/exit.js';
import type { Context } from '../context.js';

/** What a person made of a proposal. `gone`: it is over, by its age or because it was replaced or used. */
export type Said = PendingProposal['said'] | 'gone';

const LOOK_MS = 500;

/** Waits until a person says a word at `tgmcp approve`, at most so long; `nothing` when nobody did. */
export async function awaitWord(id: string, waitMs: number, context: Context): Promise<Said> {
  const { console } = context;
  const until = performance.now() + waitMs;
  return withDesk(quietly(context), async (desk) => {
    for (;;) {
      const said = await wordOn(desk, id);
      const left = until - performance.now();
      if (said !== 'nothing' || left <= 0) {
        console.status('');
        return said;
      }
      console.status(`Waiting for "tgmcp approve" (${Math.ceil(left / 1000)} s) …`);
      await sleep(Math.min(LOOK_MS, left));
    }
  });
}

/** Shows the whole preview to the person at this terminal and asks; yes takes the phrase, as at `tgmcp approve`. */
export async function askHere(id: string, context: Context): Promise<Said> {
  return withDesk(context, async (desk) => {
    try {
      await decideOneByOne(desk, context.console, id);
    } catch (error) {
      if (!(error instanceof Stop) || error.exitCode !== EXIT.ok) throw error;
    }
    return wordOn(desk, id);
  });
}

/** The same in channel `preview`, where the phrase goes with the call; undefined for a no. */
export async function phraseHere(
  id: string,
  given: string | undefined,
  context: Context,
): Promise<string | undefined> {
  const { console } = context;
  await withDesk(context, async (desk) => {
    const shown = (await desk.pending()).find((one) => one.id === id);
    for (const line of shown === undefined ? [] : renderCard(shown, console)) console.print(line);
  });
  const labels = { yes: 'Yes, exactly this may be sent', no: 'No, leave it' };
  if (!(await ask.yes('Your decision', labels))) return undefined;
  return given ?? (await ask.hidden('Your confirmation phrase'));
}

async function wordOn(desk: Desks, id: string): Promise<Said> {
  return (await desk.pending()).find((one) => one.id === id)?.said ?? 'gone';
}

/** Nobody sits here to read what the settings warn of; the server has said it. */
function quietly(context: Context): Context {
  return { ...context, console: { ...context.console, note: () => undefined } };
}
