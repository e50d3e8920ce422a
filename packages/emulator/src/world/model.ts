/*
 * The plain data of an emulated Telegram: people, chats, messages, files, accounts.
 * Built by world.ts, answered by the services; nothing here knows about the wire beyond TL's field names.
 */
import type { TlObject } from '../tl/value.js';
import type { History } from './history.js';
import type { AdminRights, BannedRights } from './rights.js';

export type { AdminRight, AdminRights, BannedRight, BannedRights } from './rights.js';

/** The three kinds of peer; `chat` is a basic group, `channel` is a supergroup or a broadcast channel. */
export type PeerKind = 'user' | 'chat' | 'channel';

/** A peer by kind and bare id (no -100 prefix). */
export interface PeerRef {
  readonly kind: PeerKind;
  readonly id: bigint;
}

/** A map key for a peer: `user:5`, `chat:5`, `channel:5`. */
export function peerKey(peer: PeerRef): string {
  return `${peer.kind}:${peer.id}`;
}

/** File content: the bytes themselves, or a seed from which `size` bytes are generated when asked for. */
export type FileContent = Uint8Array | { readonly seed: number; readonly size: number };

/** What photos and documents share; `dc` is where the bytes lie (other data centres answer FILE_MIGRATE). */
export interface WorldFile {
  readonly id: bigint;
  readonly accessHash: bigint;
  readonly fileReference: Uint8Array;
  readonly date: number;
  readonly dc: number;
  readonly size: number;
  readonly content: FileContent;
}

/** A photo; one full size is kept, smaller sizes are derived from it. */
export interface WorldPhoto extends WorldFile {
  readonly kind: 'photo';
  readonly width: number;
  readonly height: number;
}

/** A document: file, video, voice note, sticker; `attributes` are TL DocumentAttribute objects. */
export interface WorldDocument extends WorldFile {
  readonly kind: 'document';
  readonly mimeType: string;
  readonly attributes: readonly TlObject[];
}

/** What a message carries besides text; `other` holds any TL MessageMedia as it is (poll, geo point, contact, …). */
export type WorldMedia = WorldPhoto | WorldDocument | { readonly kind: 'other'; readonly media: TlObject };

/** A person or bot. `status` is a TL UserStatus. `hashSeed` yields a different access hash for each account. */
export interface WorldUser {
  readonly id: bigint;
  readonly hashSeed: bigint;
  firstName: string;
  lastName?: string;
  username?: string;
  phone?: string;
  about?: string;
  photo?: WorldPhoto;
  status?: TlObject;
  bot: boolean;
  premium: boolean;
  verified: boolean;
  scam: boolean;
  fake: boolean;
  deleted: boolean;
}

/** A member's standing in a chat. `left` and `banned` members are remembered but do not count. */
export type Role = 'creator' | 'admin' | 'member' | 'restricted' | 'banned' | 'left';

/** One person in one chat; `rights` belongs to admins (and the creator), `banned` to restricted and banned members. */
export interface Member {
  readonly userId: bigint;
  role: Role;
  date: number;
  rights?: AdminRights;
  banned?: BannedRights;
  /** Seconds since the epoch; 0 is for ever. */
  bannedUntil?: number;
  inviterId?: bigint;
  promotedBy?: bigint;
  rank?: string;
}

interface ChatBase {
  readonly id: bigint;
  title: string;
  about: string;
  readonly date: number;
  photo?: WorldPhoto;
  readonly members: Map<bigint, Member>;
  /** The count shown where more people belong to it than `members` knows (imports, big channels). */
  participantsCount?: number;
  defaultBanned: BannedRights;
  noforwards: boolean;
}

/** A basic group: its messages lie in each member's own box. */
export interface WorldGroup extends ChatBase {
  readonly kind: 'group';
  version: number;
  deactivated: boolean;
  migratedTo?: bigint;
}

/** A supergroup or broadcast channel: one history shared by all. */
export interface WorldChannel extends ChatBase {
  readonly kind: 'supergroup' | 'channel';
  readonly hashSeed: bigint;
  username?: string;
  /** Seconds between two messages of a member; 0 is off. */
  slowmodeSeconds: number;
  /** When each member last wrote, for slow mode. */
  readonly lastSent: Map<bigint, number>;
  linkedChatId?: bigint;
  signatures: boolean;
  forum: boolean;
  verified: boolean;
  scam: boolean;
  fake: boolean;
  joinToSend: boolean;
  pts: number;
  readonly history: History;
}

/** Any chat that is not with one person. */
export type WorldChat = WorldGroup | WorldChannel;

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
  /** First message of the thread or forum topic. */
  readonly topId?: number;
  readonly forumTopic?: boolean;
}

/** One reaction on a message: `count` may exceed the people known in `by`. */
export interface WorldReaction {
  readonly emoji: string;
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
  readonly copies: readonly MessageCopy[];
  /** The shown sender; absent in a broadcast channel. */
  readonly from?: PeerRef;
  /** The user who really wrote it (also behind a channel post or an anonymous admin). */
  readonly author?: bigint;
  readonly date: number;
  text: string;
  entities?: readonly TlObject[];
  replyTo?: WorldReply;
  forward?: WorldForward;
  media?: WorldMedia;
  reactions?: WorldReaction[];
  views?: number;
  forwards?: number;
  editDate?: number;
  postAuthor?: string;
  groupedId?: bigint;
  viaBotId?: bigint;
  /** A TL MessageAction: then this is a service message. */
  action?: TlObject;
  pinned?: boolean;
  silent?: boolean;
  noforwards?: boolean;
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
  readonly pinned?: boolean;
  readonly silent?: boolean;
  readonly mentions?: readonly bigint[];
}

/** One row of an account's chat list. Message ids are as that account sees them. */
export interface DialogState {
  readonly peer: PeerRef;
  unreadCount: number;
  unreadMentions: number;
  unreadMark: boolean;
  readInboxMaxId: number;
  readOutboxMaxId: number;
  /** Place among the pinned dialogs, from 1; 0 is not pinned. */
  pinnedOrder: number;
  /** 0 main list, 1 archive. */
  folder: number;
  muteUntil: number;
  draft?: { readonly text: string; readonly date: number; readonly replyToId?: number };
}

/** A user who can log in. */
export interface WorldAccount {
  readonly userId: bigint;
  readonly phone: string;
  readonly code: string;
  password?: string;
  passwordHint?: string;
  pts: number;
  nextMessageId: number;
  /** Private and basic-group histories by {@link peerKey}. */
  readonly histories: Map<string, History>;
  /** Which history holds a box id. */
  readonly boxIndex: Map<number, History>;
  readonly dialogs: Map<string, DialogState>;
  readonly contacts: Set<bigint>;
  /** Messages made under a random_id, by `peerKey random_id`; never forgotten, as Telegram does. */
  readonly randomIds: Map<string, WorldMessage>;
  /** Live updates in pts order, for updates.getDifference. */
  readonly updateLog: { readonly pts: number; readonly update: TlObject }[];
  /** TL DialogFilter objects. */
  filters: readonly TlObject[];
}
