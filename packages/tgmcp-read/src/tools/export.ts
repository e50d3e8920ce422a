import {
  count,
  date,
  dateRange,
  defineTool,
  done,
  EXPORT_FORMATS,
  exportData,
  EXPORTED,
  MOST_CHATS,
  READS,
  type CoreServices,
  type Exported,
} from '@tgmcp/core';
import * as z from 'zod';

/** Many clients give a call up after a minute; one that asked for progress waits for longer. */
const MOST_MS = 45_000;
const MOST_MS_WITH_PROGRESS = 600_000;

const bytes = z
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER - 1);

/** Writes messages, members or dialogs into a file, in as many calls as it takes. */
export const exportTool = defineTool<CoreServices>()({
  name: 'tg_export',
  title: 'Export to a file',
  description:
    'Writes all messages, participants, dialogs or groups to a local file. done=false: call again with resume.',
  input: z.strictObject({
    what: z.enum(EXPORTED).default('messages'),
    chats: z.array(z.string().min(1).max(512)).max(MOST_CHATS).default([]),
    format: z.enum(EXPORT_FORMATS).default('jsonl'),
    since: date.describe('day or ISO 8601'),
    until: date.describe('inclusive'),
    resume: z.string().max(64).default(''),
  }),
  output: z.strictObject({
    what: z.enum(EXPORTED),
    format: z.enum(EXPORT_FORMATS),
    done: z.boolean(),
    /** The finished file. */
    file: z.string().optional(),
    rows: count,
    bytes,
    sha256: z.string().optional(),
    /** What came later does not belong to it. */
    begun: z.string(),
    resume: z.string().optional(),
    note: z.string().optional(),
    retry_after: count.optional(),
  }),
  hints: READS,
  async handle({ what, chats, format, since, until, resume }, services, call) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    const asked = { what, chats, format, ...dateRange(since, until, 'UTC') };
    const exported = await exportData(
      { ...opened.value, clock: services.clock },
      resume === '' ? asked : { resume },
      {
        signal: call.signal,
        maxMs: call.wantsProgress ? MOST_MS_WITH_PROGRESS : MOST_MS,
        progress: (rows, expected, id) => call.progress(rows, expected, `${id}: ${rows}`),
      },
    );
    return exported.ok ? done(answer(exported.value)) : exported;
  },
});

function answer(exported: Exported) {
  const { id, what, format, file, rows, stopped, sha256 } = exported;
  const begun = new Date(exported.begun).toISOString().replace(/\.\d+/u, '');
  const common = { what, format, done: exported.done, rows, bytes: exported.bytes, begun };
  if (sha256 !== undefined) {
    const note = `Messages from before a group became a supergroup are in ${exported.older.join(', ')}.`;
    return { ...common, file, sha256, ...(exported.older.length > 0 ? { note } : {}) };
  }
  const wait = stopped === 'time' ? undefined : stopped?.retry_after;
  return {
    ...common,
    resume: id,
    note:
      stopped === 'time' || stopped === undefined
        ? 'Not done yet: call again with resume.'
        : `Stopped by ${stopped.code}: ${stopped.message} What was written is kept: call again with resume.`,
    ...(wait === undefined ? {} : { retry_after: wait }),
  };
}
