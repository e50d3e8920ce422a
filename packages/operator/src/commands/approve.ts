import { approvedLine, decideOneByOne } from '../approve/decide.js';
import { alertBy } from '../approve/alert.js';
import { withDesk } from '../approve/desks.js';
import { waitingJson } from '../approve/json.js';
import { watch } from '../approve/watch.js';
import { EXIT, Stop } from '../console/exit.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';

/** What `tgmcp approve` was asked to do. */
export interface ApproveOptions {
  readonly json?: true;
  readonly phraseStdin?: true;
  readonly refuse?: true;
  readonly watch?: true;
  /** False where no notification of the desktop is wanted. */
  readonly notify?: boolean;
}

/** `tgmcp approve`: where a person says yes or no, out of the agent's reach. Prints neither the phrase nor a code. */
export async function approve(
  id: string | undefined,
  options: ApproveOptions,
  context: Context,
): Promise<void> {
  const { console } = context;
  const asked = [options.json, options.phraseStdin, options.refuse, options.watch].filter(Boolean).length;
  if (asked > 1) throw new Stop(EXIT.usage, 'Choose one of --json, --phrase-stdin, --refuse and --watch.');
  if (options.watch && id !== undefined)
    throw new Stop(EXIT.usage, '--watch waits for all proposals; name none.');
  if ((options.phraseStdin || options.refuse) && id === undefined)
    throw new Stop(EXIT.usage, 'Name the proposal: tgmcp approve ID …; tgmcp approve --json lists them.');
  if (asked === 0 && !console.interactive)
    throw new Stop(
      EXIT.usage,
      'There is no terminal to ask at. For scripts: tgmcp approve --json, then tgmcp approve ID --phrase-stdin or --refuse.',
    );

  if (options.watch) return watchForEver(context, options.notify !== false);
  await withDesk(context, async (desk) => {
    if (options.json) {
      const waiting = (await desk.pending()).filter((one) => id === undefined || one.id === id);
      console.print(waitingJson(waiting, await desk.unsettled()));
    } else if (id !== undefined && options.refuse) {
      must(await desk.refuse(id));
      console.print(`Refused ${id}. It cannot be sent.`);
    } else if (id !== undefined && options.phraseStdin) {
      console.print(approvedLine(must(await desk.approve(id, await console.readLine('the phrase')))));
      console.note(AFTER_YES);
    } else if (await decideOneByOne(desk, console, id)) {
      console.note(AFTER_YES);
    }
  });
}

const AFTER_YES =
  'Next: tell your agent to go on, or run the command that write-call named. Afterwards "tgmcp audit show" says what was done.';

/** Until it is stopped by Ctrl-C; an account that comes while it waits is watched, too. */
async function watchForEver(context: Context, onDesktop: boolean): Promise<never> {
  const { console } = context;
  const alert = alertBy(console, onDesktop);
  const seen = new Set<string>();
  console.note('Waiting for proposals; Ctrl-C ends it.');
  for (;;) await withDesk(context, (desk) => watch(desk, console, alert, seen));
}
