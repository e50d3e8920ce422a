import type { TlObject } from '../../tl/value.js';

/** A topic of a forum; its id is that of the service message that opened it, 1 for the General topic. */
export interface WorldTopic {
  readonly id: number;
  readonly date: number;
  /** Who opened it. */
  readonly from: bigint;
  title: string;
  /** RGB. */
  iconColor: number;
  iconEmojiId?: bigint;
  closed: boolean;
  hidden: boolean;
}

/** What one account has read of a thread, and the draft it keeps there. */
export interface ThreadState {
  readInboxMaxId: number;
  readOutboxMaxId: number;
  draft?: WorldDraft;
}

/** A text that an account has begun to write. */
export interface WorldDraft {
  readonly text: string;
  readonly date: number;
  readonly replyToId?: number;
  /** TL MessageEntity objects. */
  readonly entities?: readonly TlObject[];
  /** The TL InputReplyTo as it was saved; wins over `replyToId`. */
  readonly replyTo?: TlObject;
  readonly noWebpage?: boolean;
}
