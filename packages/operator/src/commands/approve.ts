import { approvedLine, decideOneByOne } from '../approve/decide.js';
import { withDesk } from '../approve/desks.js';
import { waitingJson } from '../approve/json.js';
import { EXIT, Stop } from '../console/exit.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';

/** What `tgmcp approve` was asked to do. */
export interface ApproveOptions {
  readonly json?: true;
  readonly phraseStdin?: true;
  readonly refuse?: true;
}

/** `tgmcp approve`: where a person says yes or no, out of the agent's reach. Prints neither the phrase nor a code. */
export async function approve(
  id: string | undefined,
  options: ApproveOptions,
  context: Context,
): Promise<void> {
  const { console } = context;
  const asked = [options.json, options.phraseStdin, options.refuse].filter(Boolean).length;
  if (asked > 1) throw new Stop(EXIT.usage, 'Choose one of --json, --phrase-stdin and --refuse.');
  if ((options.phraseStdin || options.refuse) && id === undefined)
    throw new Stop(EXIT.usage, 'Name the proposal: tgmcp approve ID …; tgmcp approve --json lists them.');
  if (asked === 0 && !console.interactive)
    throw new Stop(
      EXIT.usage,
      'There is no terminal to ask at. For scripts: tgmcp approve --json, then tgmcp approve ID --phrase-stdin or --refuse.',
    );

  await withDesk(context, async (desk) => {
    if (options.json) {
      const waiting = (await desk.pending()).filter((one) => id === undefined || one.id === id);
      console.print(waitingJson(waiting, await desk.unsettled()));
    } else if (id !== undefined && options.refuse) {
      must(await desk.refuse(id));
      console.print(`Refused ${id}. It cannot be sent.`);
    } else if (id !== undefined && options.phraseStdin) {
      console.print(approvedLine(must(await desk.approve(id, await console.readLine('the phrase')))));
    } else {
      await decideOneByOne(desk, console, id);
    }
  });
}
