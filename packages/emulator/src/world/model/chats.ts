import type { TlObject } from '../../tl/value.js';
import type { AdminEvent } from './admin-log.js';
import type { WorldPhoto } from './files.js';
import type { JoinRequest, WorldInvite } from './invites.js';
import type { AdminRights, BannedRights } from '../rights.js';
import type { History } from '../history.js';
import type { Threads } from '../threads.js';
import type { WorldTopic } from './topics.js';

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
  /** The administrator who restricted or banned. */
  kickedBy?: bigint;
  rank?: string;
  /** A restricted member who is not in the chat now; the restriction waits for the return. */
  away?: boolean;
  /** One who left unasked can be brought back by mutual contacts only. */
  leftOnOwnWill?: boolean;
  /** Let in by an administrator after asking. */
  viaRequest?: boolean;
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
  /** A TL ChatReactions: what may be reacted with; anything when absent. */
  availableReactions?: TlObject;
  /** After how many seconds new messages vanish; shown only. */
  ttlPeriod?: number;
  readonly invites: WorldInvite[];
  readonly joinRequests: JoinRequest[];
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
  /** Whether those who join a public group must be let in. */
  joinRequest: boolean;
  /** New members do not see what was written before they came. */
  hiddenPrehistory: boolean;
  /** Only administrators see who the members are. */
  participantsHidden: boolean;
  antispam: boolean;
  /** The basic group that this supergroup was. */
  migratedFrom?: bigint;
  /** Recent actions, oldest first. */
  readonly adminLog: AdminEvent[];
  /** Until when (seconds since the epoch) somebody who is no member may look in, by an invite link that allows it. */
  readonly peeks: Map<bigint, number>;
  /** A deleted channel is remembered, as nobody's. */
  deleted: boolean;
  pts: number;
  readonly history: History;
  readonly threads: Threads;
  /** Forum topics by id, the General topic among them once it was changed. */
  readonly topics: Map<number, WorldTopic>;
  /** Pinned topics, the first on top. */
  pinnedTopics: number[];
  /** Of a broadcast channel: under which id each post stands in the discussion group. */
  readonly discussions: Map<number, number>;
}

/** Any chat that is not with one person. */
export type WorldChat = WorldGroup | WorldChannel;
