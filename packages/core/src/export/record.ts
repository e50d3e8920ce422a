/** What is remembered of an export: what it holds, how far its file is good, and which process works on it. */
import * as z from 'zod';
import type { DocumentKind } from '../state/store.js';
import { peerRecord } from '../tools/records.js';
import { dialogPosition } from '../telegram/reader/list-dialogs.js';
import { EXPORT_FORMATS, EXPORTED, MOST_CHATS } from './asked.js';

const whole = z.int().min(0);

/** Where a list goes on: behind the message with an id, behind so many members, or behind a dialog; null at its beginning. */
export const positionSchema = z.union([z.null(), whole, dialogPosition]);

/** One of them. */
export type Position = z.infer<typeof positionSchema>;

const checkpointSchema = z.strictObject({
  /** The bytes of the file that are good, and their SHA-256. */
  bytes: whole,
  sha256: z.string().length(64),
  rows: whole,
  /** The section that is being read, and where in it; the number of sections when all are written. */
  section: whole,
  position: positionSchema,
  /** Rows of that section so far. */
  sectionRows: whole,
});

/** How far an export is. Everything before it is on disk, everything after it is read again. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

const recordSchema = z.strictObject({
  what: z.enum(EXPORTED),
  format: z.enum(EXPORT_FORMATS),
  /** Whether phone numbers stand in it. */
  phones: z.boolean(),
  /** Digest of what was asked for, so that the same call goes on with it. */
  question: z.string(),
  /** When it began, milliseconds since the epoch. */
  begun: whole,
  sections: z
    .array(
      z.strictObject({
        chat: peerRecord.optional(),
        above: whole,
        upTo: whole,
        most: whole,
        older: z.string().optional(),
        expected: whole.optional(),
      }),
    )
    .max(MOST_CHATS),
  checkpoint: checkpointSchema,
  complete: z.boolean(),
  /** The process that works on it. */
  worker: z
    .strictObject({ claim: z.string(), pid: z.int(), started: z.string(), boot: z.string() })
    .optional(),
});

/** An export as it is remembered. */
export type ExportRecord = z.infer<typeof recordSchema>;

/** The exports of an account. */
export const EXPORTS: DocumentKind<ExportRecord> = { folder: 'exports', version: 1, schema: recordSchema };
