import type { ExportAsked } from '../export/asked.js';
import type { Exported } from '../export/export-data.js';
import type { DialogRecord } from '../telegram/reader/list-dialogs.js';
import type { MemberList, MemberRecord } from '../telegram/reader/members.js';
import type { MessageKind } from '../telegram/reader/message-filters.js';
import type { CHAT_SCOPES, FoundMessage } from '../telegram/reader/search-global.js';
import type { Account } from '../telegram/telegram.js';
import type { MessageRecord, PeerRecord } from '../tools/records.js';

export type { FoundMessage };

/** What every reading takes. */
export interface ReadingOptions {
  /** Ends the reading with a ReaderError of code CANCELLED. */
  readonly signal?: AbortSignal;
  /** The most records; all of them without it. */
  readonly limit?: number;
}

/** Which messages of a chat. Both ends of a time belong to it; ids do not. */
export interface HistoryOptions extends ReadingOptions {
  readonly since?: Date;
  readonly until?: Date;
  /** Only messages with a greater id: what came after one that is known. */
  readonly above?: number;
  /** Only messages with a smaller id: how to go on where an earlier reading ended. */
  readonly below?: number;
  /** Only the forum topic with this id, or the thread of this message. */
  readonly thread?: number;
}

/** Where to look, and for what besides the text. */
export interface SearchOptions extends ReadingOptions {
  /** One chat, by anything that names it; all chats without it. */
  readonly chat?: string;
  /** Of all chats only these kinds; `all` without it. */
  readonly chats?: (typeof CHAT_SCOPES)[number];
  /** Only messages that carry this; `any` without it. */
  readonly kind?: MessageKind;
  readonly since?: Date;
  readonly until?: Date;
}

/** Which members of a group or channel. */
export interface MemberOptions extends ReadingOptions {
  /** `recent`, everybody, without it. */
  readonly list?: MemberList;
  /** Looked for in names and usernames. */
  readonly query?: string;
}

/** How an export is made. */
export interface ExportOptions {
  /** Ends it in good order; what is written stays, to be gone on with. */
  readonly signal?: AbortSignal;
  /** Told now and then, and at the end: rows written, and rows expected where Telegram counts them. */
  readonly onProgress?: (rows: number, expected: number | undefined) => void;
}

/** A file that was fetched. */
export interface Download {
  readonly file: string;
  readonly bytes: number;
  /** Type and name as the sender says; do not use either as a path. */
  readonly mime: string;
  readonly name?: string;
}

/**
 * One account, for reading alone: no method of it writes, and the guard lets no request out that is not on the list of
 * reads. Nothing is marked as read. All calls keep the common pace of the account. A chat is named by its id as records
 * show it, @username, link, "me", or exact title. Whatever is refused is thrown as a ReaderError.
 */
export interface Reader {
  /** Whose session it is, as Telegram says. NOT_AUTHORIZED, ACCOUNT_MISMATCH. */
  account(): Promise<Account>;
  /** What a name stands for. PEER_NOT_FOUND, PEER_AMBIGUOUS, PEER_INVALID, CHAT_OUT_OF_SCOPE. */
  chat(name: string, options?: Pick<ReadingOptions, 'signal'>): Promise<PeerRecord>;
  /** The chats of the account: the pinned ones, then by newest activity. */
  dialogs(options?: ReadingOptions): AsyncGenerator<DialogRecord, void>;
  /** Messages of a chat, newest first. */
  history(chat: string, options?: HistoryOptions): AsyncGenerator<MessageRecord, void>;
  /** Messages with a text, newest first, each with its chat. */
  search(text: string, options?: SearchOptions): AsyncGenerator<FoundMessage, void>;
  /** Members of a group or channel. WRONG_PEER_KIND for a person, NO_RIGHTS where the list is hidden. */
  members(chat: string, options?: MemberOptions): AsyncGenerator<MemberRecord, void>;
  /**
   * Fetches the file of a message to a path that must not be there yet; of a file that is not whole nothing stays.
   * MESSAGE_NOT_FOUND, NO_FILE, FILE_TOO_LARGE, INBOX_UNWRITABLE.
   */
  download(
    chat: string,
    message: number,
    to: string,
    options?: Pick<ReadingOptions, 'signal'>,
  ): Promise<Download>;
  /**
   * Writes messages, members, dialogs or groups to a file in the data folder, survives any stop, and is gone on with by
   * asking the same again, or by `{ resume: id }`. Look at `done`: `stopped` says why it is not.
   */
  export(asked: ExportAsked | { readonly resume: string }, options?: ExportOptions): Promise<Exported>;
  /** Ends the connection; nothing of it stays behind. May be called twice. */
  close(): Promise<void>;
}
