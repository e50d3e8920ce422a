/** What can be exported, and as what. */
import type { PeerRecord } from '../tools/records.js';

/** What an export holds. `groups` are the dialogs that are groups or supergroups. */
export const EXPORTED = ['messages', 'participants', 'dialogs', 'groups'] as const;

/** One of them. */
export type ExportKind = (typeof EXPORTED)[number];

/** How an export is written: one JSON object a line, comma-separated values, or Markdown for people (messages only). */
export const EXPORT_FORMATS = ['jsonl', 'csv', 'md'] as const;

/** One of them. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** An export to begin. */
export interface ExportAsked {
  readonly what: ExportKind;
  readonly format: ExportFormat;
  /** Whose messages or members, in this order, as a person or agent names them; none for dialogs and groups. */
  readonly chats: readonly string[];
  /** Unix seconds of the first and last message, 0 where a side is open. */
  readonly since?: number;
  readonly until?: number;
  /** Only messages with a greater id. */
  readonly above?: number;
  /** Only so many of the newest messages, or of the members, of each chat. */
  readonly most?: number;
}

/** The most chats of one export. */
export const MOST_CHATS = 100;

/** A part of an export that is read as one list: the messages or members of a chat, or the dialogs. */
export interface Section {
  /** Whose they are; none for dialogs. */
  readonly chat?: PeerRecord | undefined;
  /** Of messages, the greatest id that is left out, and the greatest that belongs to it: what arrives later does not. */
  readonly above: number;
  readonly upTo: number;
  /** The most rows; 0 for all. */
  readonly most: number;
  /** The basic group that the chat was made from, whose messages do not belong to it. */
  readonly older?: string | undefined;
  /** How many rows are to be expected, where Telegram counts them. */
  readonly expected?: number | undefined;
}
