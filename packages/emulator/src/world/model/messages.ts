import type { PeerRef } from './peers.js';
import type { WorldMedia } from './files.js';
import type { TlObject } from '../../tl/value.js';

/** Where a forwarded message comes from. */
export interface WorldForward {
  from?: PeerRef;
  /** A name instead of a peer, of somebody who hides the account. */
  fromName?: string;
  date: number;
  channelPost?: number;
  postAuthor?: string;
  savedFrom?: { readonly peer: PeerRef; readonly id: number };
}

/** What a message answers: `message` where it is known, otherwise the bare `id`. */
export interface WorldReply {
  readonly message?: WorldMessage;
  readonly id: number;
  readonly quote?: string;
  /** TL MessageEntity objects of the quote, and its place in the text it is taken from. */
  readonly quoteEntities?: readonly TlObject[];
  readonly quoteOffset?: number;
  /** The chat of a message that is known by its id alone, where it is another one. */
  readonly peer?: PeerRef;
  /** First message of the thread or forum topic. */
  readonly topId?: number;
  readonly forumTopic?: boolean;
}

/** One reaction on a message: `count` may exceed the people known in `by`. */
export interface WorldReaction {
  /** Empty for a custom emoji and for the paid star. */
  readonly emoji: string;
  /** The document of a custom emoji. */
  readonly customEmoji?: bigint;
  readonly paid?: boolean;
  count: number;
  readonly by: { readonly userId: bigint; readonly date: number }[];
}

/** One message in one box: `owner` is the account that has it, or 0n for a channel's shared history. */
export interface MessageCopy {
  readonly owner: bigint;
  readonly id: number;
}

/** One logical message; private and basic-group messages have an id for each account that holds a copy. */
export interface WorldMessage {
  /** The chat; in a private chat the person it was sent to (`from` is the other end). */
  readonly peer: PeerRef;
  readonly copies: MessageCopy[];
  /** The shown sender; absent in a broadcast channel. */
  readonly from?: PeerRef;
  /** The user who really wrote it (also behind a channel post or an anonymous admin). */
  readonly author?: bigint;
  /** Changes only while the message waits to be sent. */
  date: number;
  text: string;
  entities?: readonly TlObject[];
  replyTo?: WorldReply;
  forward?: WorldForward;
  media?: WorldMedia;
  reactions?: WorldReaction[];
  views?: number;
  forwards?: number;
  editDate?: number;
  /** Edited in a way that clients do not show. */
  editHidden?: boolean;
  postAuthor?: string;
  groupedId?: bigint;
  viaBotId?: bigint;
  /** A TL MessageAction: then this is a service message. */
  action?: TlObject;
  /** A TL ReplyMarkup: the buttons under the message, or the keyboard it brings. */
  replyMarkup?: TlObject;
  pinned?: boolean;
  /** Accounts that have it pinned for themselves alone. */
  pinnedFor?: readonly bigint[];
  silent?: boolean;
  /** Its photo or file is covered until somebody taps on it. */
  spoiler?: boolean;
  /** Its photo or file goes this many seconds after it was seen. */
  ttlSeconds?: number;
  noforwards?: boolean;
  fromScheduled?: boolean;
  /** Waits for its date, and then has an id among those that wait. */
  scheduled?: boolean;
  /** What it became when it had waited long enough. */
  sentAs?: WorldMessage;
  invertMedia?: boolean;
  /** A voice or video note that the recipient has not played. */
  mediaUnread?: boolean;
  /** Accounts whose view was counted. */
  viewedBy?: Set<bigint>;
  /** Users whom the text mentions. */
  mentions?: readonly bigint[];
}

/** A message to add. In a private chat `peer` is the other person as `owner` sees it; `owner` defaults to the sender. */
export interface MessageDraft {
  readonly peer: PeerRef;
  readonly from?: bigint | PeerRef;
  readonly author?: bigint;
  readonly owner?: bigint;
  /** Fixes the id in the channel or in the owner's box (imports); ids need not be dense. */
  readonly id?: number;
  readonly date: number;
  readonly text?: string;
  readonly entities?: readonly TlObject[];
  /** A message, or an id as the owner sees it. */
  readonly replyTo?: number | WorldMessage | WorldReply;
  readonly forward?: WorldForward;
  readonly media?: WorldMedia;
  readonly reactions?: WorldReaction[];
  readonly views?: number;
  readonly forwards?: number;
  readonly editDate?: number;
  readonly postAuthor?: string;
  readonly groupedId?: bigint;
  readonly viaBotId?: bigint;
  readonly action?: TlObject;
  readonly replyMarkup?: TlObject;
  /** Accounts whose box it never reaches: they blocked the sender. */
  readonly withheldFrom?: readonly bigint[];
  readonly pinned?: boolean;
  readonly silent?: boolean;
  readonly spoiler?: boolean;
  readonly ttlSeconds?: number;
  readonly noforwards?: boolean;
  readonly fromScheduled?: boolean;
  readonly invertMedia?: boolean;
  readonly mentions?: readonly bigint[];
}
