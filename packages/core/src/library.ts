/**
 * The door for programs of your own: reading an account as `tgmcp-read` does, guarded and paced alike. What this file
 * exports is kept stable and described in docs/LIBRARY.md; whatever else is in this package may change with any version.
 */
export { openReader, type ReaderOptions } from './library/open-reader.js';
export { ReaderError, SettingsError } from './library/reader-error.js';
export type {
  Download,
  ExportOptions,
  FoundMessage,
  HistoryOptions,
  MemberOptions,
  Reader,
  ReadingOptions,
  SearchOptions,
} from './library/reader.js';
export type { ExportAsked } from './export/asked.js';
export type { Exported } from './export/export-data.js';
export type { RefusalCode } from './errors/codes.js';
export type { Refusal } from './errors/outcome.js';
export type { DialogRecord } from './telegram/reader/list-dialogs.js';
export type { MemberRecord } from './telegram/reader/members.js';
export type { Account } from './telegram/telegram.js';
export type { MessageRecord, PeerRecord } from './tools/records.js';
