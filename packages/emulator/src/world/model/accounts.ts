import type { CodeWay } from './logins.js';
import type { PeerRef } from './peers.js';
import type { WorldMessage } from './messages.js';
import type { NotifyChoices, NotifyKind } from './notify.js';
import type { Relations } from './relations.js';
import type { BoxIndex } from '../box-index.js';
import type { ThreadState, WorldDraft } from './topics.js';
import type { History } from '../history.js';
import type { StickerShelf } from './stickers.js';
import type { TlObject } from '../../tl/value.js';

/** One row of an account's chat list. Message ids are as that account sees them. */
export interface DialogState {
  readonly peer: PeerRef;
  unreadCount: number;
  /** Messages that mention the account and were not looked at. */
  readonly unreadMentions: Set<number>;
  /** Own messages with reactions that were not looked at. */
  readonly unreadReactions: Set<number>;
  unreadMark: boolean;
  readInboxMaxId: number;
  readOutboxMaxId: number;
  /** Place among the pinned dialogs, from 1; 0 is not pinned. */
  pinnedOrder: number;
  /** 0 main list, 1 archive. */
  folder: number;
  muteUntil: number;
  /** What the account chose for this chat; `muteUntil` follows it. */
  notify?: NotifyChoices;
  draft?: WorldDraft;
  /**
   * Messages of a channel up to this id are hidden from the account, which cleared its history or came into a group that
   * does not show newcomers its past.
   */
  availableMinId?: number;
  /** When the account read up to which id, the oldest first. */
  readonly reads: { readonly maxId: number; readonly date: number }[];
}

/** A user who can log in. */
export interface WorldAccount {
  readonly userId: bigint;
  readonly phone: string;
  readonly code: string;
  /** The data centre it lives on; absent, it lives where it logs in. */
  readonly dc?: number;
  /** The ways a code is sent, in turn; absent, to the app where somebody is logged in, else by SMS, then by call. */
  readonly codeWays?: readonly CodeWay[];
  /** What is sent by one way instead of `code`: a word, a phrase, another number. */
  readonly codes?: Readonly<Partial<Record<CodeWay, string>>>;
  /** Where codes go by e-mail. */
  readonly loginEmail?: string;
  /** Exports are put off until then (seconds of world time), with TAKEOUT_INIT_DELAY_n. */
  takeoutFrom?: number;
  /** The export that is under way. */
  takeout?: { readonly id: bigint; readonly contacts: boolean };
  /** Where a code goes that replaces a forgotten password, and that code. */
  readonly recoveryEmail?: string;
  readonly recoveryCode?: string;
  password?: string;
  passwordHint?: string;
  pts: number;
  nextMessageId: number;
  /** Private and basic-group histories by {@link peerKey}. */
  readonly histories: Map<string, History>;
  /** Which history holds a box id. */
  readonly boxIndex: BoxIndex;
  readonly dialogs: Map<string, DialogState>;
  /** What was read of threads, by `channel id, space, id of the thread`. */
  readonly threads: Map<string, ThreadState>;
  /** Messages that wait for their time, by {@link peerKey}; their ids are of their own. */
  readonly scheduled: Map<string, History>;
  readonly contacts: Set<bigint>;
  readonly relations: Relations;
  readonly stickers: StickerShelf;
  /** Emojis that it reacted with, the latest first. */
  readonly recentReactions: string[];
  /** Messages made under a random_id, by `peerKey random_id`; never forgotten, as Telegram does. */
  readonly randomIds: Map<string, WorldMessage>;
  /** Live updates in pts order, for updates.getDifference. */
  readonly updateLog: { readonly pts: number; readonly update: TlObject }[];
  /** The same for updates.getChannelDifference, by channel. */
  readonly channelLogs: Map<bigint, { readonly pts: number; readonly update: TlObject }[]>;
  /** TL DialogFilter objects. */
  filters: readonly TlObject[];
  /** How many folders stand before that of all chats. */
  filtersBeforeAll: number;
  readonly notifyKinds: Map<NotifyKind, NotifyChoices>;
  /** Choices for forum topics, by `channel id, topic id`. */
  readonly notifyTopics: Map<string, NotifyChoices>;
}
