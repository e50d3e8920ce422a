import { date, dateRange, EXPORT_FORMATS, EXPORTED, timezone, type ExportAsked } from '@tgmcp/core';
import { Argument, Option, type Command } from 'commander';
import { EXIT, Stop, type ExitCode } from '../console/exit.js';
import type { Context } from '../context.js';
import { runExport, tellExport, type ExportTask } from '../export/run-export.js';

interface ExportOptions {
  readonly format: ExportAsked['format'];
  readonly since?: string;
  readonly until?: string;
  readonly timezone: string;
  readonly resume?: string;
  readonly takeout?: true;
}

/** Adds `tgmcp export …`; `ended` is told the exit code. */
export function addExportCommand(program: Command, context: Context, ended: (code: ExitCode) => void): void {
  program
    .command('export')
    .summary('write messages, members, dialogs or groups into a file')
    .description(
      'Writes messages or participants of chats, or all dialogs or groups, into a file below exports/ of the data folder, and prints its place. Uses the session of the reading server and marks nothing as read. What stops it leaves a part to go on with.',
    )
    .addArgument(new Argument('[what]', 'what to write').choices(EXPORTED))
    .argument('[chats...]', 'whose messages or participants: ids, @names, links, "me" or exact titles')
    .addOption(
      new Option('-f, --format <format>', 'md for messages only').choices(EXPORT_FORMATS).default('jsonl'),
    )
    .option('--since <date>', 'messages from this day or moment on, YYYY-MM-DD or ISO 8601')
    .option('--until <date>', 'messages to this day or moment, itself included')
    .option('--timezone <zone>', 'whose days these are, such as Europe/Berlin', 'UTC')
    .option(
      '--takeout',
      'within a takeout session: fewer waits, and Telegram tells you of it; needs TG_READ_TAKEOUT=1',
    )
    .option('--resume <id>', 'go on with an export that was not done')
    .addHelpText(
      'after',
      '\nExit code 4: it is not done, and stderr says why and how to go on; 130 after Ctrl-C.',
    )
    .action(async (what: ExportAsked['what'] | undefined, chats: string[], options: ExportOptions) => {
      const exported = await runExport(taskOf(what, chats, options), context, options.takeout);
      ended(tellExport(exported, context, options.takeout));
    });
}

function taskOf(
  what: ExportAsked['what'] | undefined,
  chats: readonly string[],
  { format, since = '', until = '', timezone: zone, resume }: ExportOptions,
): ExportTask {
  if (resume !== undefined) {
    if (what !== undefined)
      throw new Stop(EXIT.usage, '--resume goes alone: the export knows what it holds.');
    return { resume };
  }
  if (what === undefined)
    throw new Stop(EXIT.usage, `Say what to export: ${EXPORTED.join(', ')}. See: tgmcp export --help`);
  return { what, format, chats, ...readDates(since, until, zone) };
}

function readDates(since: string, until: string, zone: string): { since: number; until: number } {
  for (const [name, text] of [
    ['--since', since],
    ['--until', until],
  ]) {
    if (text !== '' && !date.safeParse(text).success)
      throw new Stop(EXIT.usage, `${name} must be YYYY-MM-DD or ISO 8601.`);
  }
  if (!timezone.safeParse(zone).success)
    throw new Stop(EXIT.usage, '--timezone must be an IANA name, for example Europe/Berlin.');
  return dateRange(since, until, zone);
}
