/** What the reader gives out: plain records without access hashes, absent fields left out to save tokens. */
import type { PeerKind } from '../peers/peers.js';

/** A user or chat as it is shown. */
export interface PeerRecord {
  readonly id: string;
  readonly type: PeerKind;
  readonly title: string;
  readonly username?: string;
}

/** One entry of the list of chats. */
export interface DialogRecord extends PeerRecord {
  readonly unread: number;
  readonly pinned?: true;
  readonly archived?: true;
  readonly last_message_id?: number;
  /** ISO 8601, UTC. */
  readonly last_message_at?: string;
  readonly members?: number;
  /** Only where the settings show phone numbers. */
  readonly phone?: string;
}

/** What is known of a user or chat beyond its name. */
export interface ChatRecord extends PeerRecord {
  readonly about?: string;
  readonly members?: number;
  readonly online?: number;
  readonly admins?: number;
  readonly created?: string;
  readonly first_name?: string;
  readonly last_name?: string;
  readonly phone?: string;
  readonly premium?: true;
  readonly verified?: true;
  readonly scam?: true;
  readonly fake?: true;
  readonly deleted?: true;
  readonly contact?: true;
  readonly forum?: true;
  readonly slow_mode_s?: number;
  readonly linked_chat_id?: string;
  readonly pinned_message_id?: number;
  readonly left?: true;
}

/** Somebody as the author of something. The name may be missing where Telegram does not tell it. */
export interface Author {
  readonly id?: string;
  readonly name?: string;
}

export interface MediaRecord {
  /** photo, video, voice, audio, document, sticker, gif, round_video, location, contact, poll, webpage, … */
  readonly kind: string;
  readonly mime?: string;
  readonly name?: string;
  /** Bytes. */
  readonly size?: number;
  /** Seconds. */
  readonly duration?: number;
  /** The question of a poll, the address of a web page, the title of a place. */
  readonly title?: string;
}

export interface ButtonRecord {
  readonly row: number;
  readonly col: number;
  readonly text: string;
  readonly kind: 'callback' | 'url' | 'other';
  readonly url?: string;
}

/** One message. Texts are raw: what other people wrote, unchanged. */
export interface MessageRecord {
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly from?: Author;
  readonly out?: true;
  readonly text?: string;
  readonly fwd_from?: Author & { readonly date: string; readonly post_id?: number };
  readonly reply_to_msg_id?: number;
  readonly topic_id?: number;
  readonly views?: number;
  readonly forwards?: number;
  readonly replies?: number;
  readonly pinned?: true;
  readonly edited?: string;
  readonly album?: string;
  readonly media?: MediaRecord;
  readonly buttons?: readonly ButtonRecord[];
  readonly reactions?: readonly { readonly reaction: string; readonly count: number }[];
  /** What happened, for a service message: `ChatAddUser`, `PinMessage`, …. */
  readonly service?: string;
}
