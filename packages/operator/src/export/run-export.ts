import { exportData, type ExportAsked, type Exported } from '@tgmcp/core';
import { EXIT, type ExitCode } from '../console/exit.js';
import { must } from '../console/refusal.js';
import type { Context } from '../context.js';
import { interruptible } from './interruptible.js';
import { progressLine } from './progress-line.js';
import { withReading } from './with-reading.js';

/** An export to begin, or the id of one to go on with. */
export type ExportTask = ExportAsked | { readonly resume: string };

/** Exports at a terminal: shows how far it is, and ends in good order on Ctrl-C. */
export async function runExport(task: ExportTask, context: Context): Promise<Exported> {
  const { console } = context;
  return withReading(context, (account, clock) =>
    interruptible(async (signal) => {
      const begun = clock.monotonic();
      let before: number | undefined;
      const outcome = await exportData({ ...account, clock }, task, {
        signal,
        maxMs: 0,
        progress(rows, expected) {
          before ??= rows;
          const seconds = (clock.monotonic() - begun) / 1000;
          console.status(progressLine(rows, expected, before === rows ? 0 : seconds));
        },
      });
      console.status('');
      return must(outcome);
    }),
  );
}

/** Says what came of an export, and how to go on with one that is not done. */
export function tellExport(exported: Exported, { console }: Context): ExitCode {
  const { id, file, rows, bytes, sha256, stopped } = exported;
  if (exported.done) {
    console.print(file);
    console.note(`${rows} rows, ${bytes} bytes, SHA-256 ${sha256 ?? ''}`);
    return EXIT.ok;
  }
  const isAsked = stopped === 'time' || stopped === undefined || stopped.code === 'CANCELLED';
  if (!isAsked) {
    const wait = stopped.retry_after === undefined ? '' : ` Wait ${stopped.retry_after} s.`;
    console.note(`${stopped.code}: ${stopped.message}${wait}`);
  }
  console.note(`Not done; ${rows} rows are kept. Go on with: tgmcp export --resume ${id}`);
  return isAsked ? EXIT.interrupted : EXIT.unfinished;
}
