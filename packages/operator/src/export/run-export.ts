import { exportData, type ExportAsked, type Exported, type Outcome, type Refusal } from '@tgmcp/core';
import { oneLine } from '../approve/one-line.js';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';
import { interruptible } from './interruptible.js';
import { progressLine } from './progress-line.js';
import { withReading, type Reading } from './with-reading.js';

/** An export to begin, or the id of one to go on with. */
export type ExportTask = ExportAsked | { readonly resume: string };

/** Exports at a terminal: shows how far it is, and ends in good order on Ctrl-C. */
export async function runExport(
  task: ExportTask,
  context: Context,
  takeout: boolean = false,
): Promise<Exported> {
  return withReading(context, (reading) =>
    interruptible(async (signal) => {
      const outcome = await exportWithLine(reading, task, signal, context, takeout);
      if (!outcome.ok && outcome.refusal.code === 'PEER_NOT_FOUND') throw unknownChat(outcome.refusal, task);
      return must(outcome);
    }),
  );
}

/** A person finds a chat by its name, so that is said first, and where names stand. */
function unknownChat(refusal: Refusal, task: ExportTask): Stop {
  // A number is repeated nowhere.
  const chats = 'chats' in task ? task.chats.filter((one) => !one.startsWith('+')) : [];
  const said = refusal.data?.['peer'];
  const name = typeof said === 'string' ? said : chats.length === 1 ? chats[0] : undefined;
  const peer = name === undefined ? 'One of the chats' : `"${oneLine(name)}"`;
  return new Stop(
    EXIT.refused,
    `${refusal.code}: ${peer} is no chat of this account. Name it by its id, its @username or its whole title, as one of these lists has it: tgmcp allow --list (the newest), tgmcp export dialogs (all)`,
  );
}

/** The same on an account that is open. */
export async function exportWithLine(
  { account, clock }: Reading,
  task: ExportTask,
  signal: AbortSignal,
  { console }: Context,
  takeout: boolean = false,
): Promise<Outcome<Exported>> {
  const begun = clock.monotonic();
  let before: number | undefined;
  const outcome = await exportData({ ...account, clock }, task, {
    signal,
    maxMs: 0,
    takeout,
    progress(rows, expected) {
      const seconds = (clock.monotonic() - begun) / 1000;
      // What an earlier run wrote says nothing about the pace of this one.
      const pace = before === undefined || seconds === 0 ? undefined : (rows - before) / seconds;
      before ??= rows;
      console.status(progressLine(rows, expected, pace));
    },
  });
  console.status('');
  return outcome;
}

/** Says what came of an export, and how to go on with one that is not done. */
export function tellExport(exported: Exported, context: Context, takeout: boolean = false): ExitCode {
  const { console } = context;
  const { file, rows, bytes, sha256, older } = exported;
  const again = `tgmcp export --resume ${exported.id}${takeout ? ' --takeout' : ''}`;
  if (!exported.done) return tellUnfinished(exported, again, context);
  console.print(file);
  console.note(`${rows} rows, ${bytes} bytes, SHA-256 ${sha256 ?? ''}`);
  if (older.length > 0)
    console.note(`Messages from before a group became a supergroup are in ${older.join(', ')}.`);
  return EXIT.ok;
}

/** Says why an export is not done, and the command that goes on. */
export function tellUnfinished({ stopped, rows }: Exported, command: string, { console }: Context): ExitCode {
  const isAsked = stopped === 'time' || stopped === undefined || stopped.code === 'CANCELLED';
  if (!isAsked) {
    const wait = stopped.retry_after === undefined ? '' : ` Wait ${stopped.retry_after} s.`;
    console.note(`${stopped.code}: ${stopped.message}${wait}`);
  }
  console.note(`Not done; ${rows} rows are kept. Go on with: ${command}`);
  return isAsked ? EXIT.interrupted : EXIT.unfinished;
}
