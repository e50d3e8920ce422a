import type {
  AdminRights,
  BannedRights,
  Member,
  Role,
  WorldChannel,
  WorldGroup,
  WorldPhoto,
} from './model.js';
import { History } from './history.js';
import { Threads } from './threads.js';

/** What a new basic group may be given. */
export interface GroupOptions {
  readonly id?: bigint;
  readonly title: string;
  readonly about?: string;
  readonly date?: number;
  readonly creator?: bigint;
  readonly members?: readonly bigint[];
  readonly participantsCount?: number;
  readonly photo?: WorldPhoto;
  readonly defaultBanned?: BannedRights;
  readonly noforwards?: boolean;
  readonly ttlPeriod?: number;
}

/** What a new supergroup or channel may be given. */
export interface ChannelOptions extends GroupOptions {
  readonly username?: string;
  readonly slowmodeSeconds?: number;
  readonly linkedChatId?: bigint;
  readonly signatures?: boolean;
  readonly forum?: boolean;
  readonly verified?: boolean;
  readonly scam?: boolean;
  readonly fake?: boolean;
  readonly joinToSend?: boolean;
  readonly joinRequest?: boolean;
  readonly hiddenPrehistory?: boolean;
  readonly participantsHidden?: boolean;
}

/** How somebody belongs to a chat; a plain member by default. */
export interface MemberOptions {
  readonly role?: Role;
  readonly rights?: AdminRights;
  readonly banned?: BannedRights;
  readonly bannedUntil?: number;
  readonly inviterId?: bigint;
  readonly promotedBy?: bigint;
  readonly rank?: string;
  readonly date?: number;
  readonly kickedBy?: bigint;
  readonly away?: boolean;
  readonly leftOnOwnWill?: boolean;
  readonly viaRequest?: boolean;
}

/** The rights a creator has. */
export const ALL_RIGHTS: AdminRights = {
  change_info: true,
  post_messages: true,
  edit_messages: true,
  delete_messages: true,
  ban_users: true,
  invite_users: true,
  pin_messages: true,
  add_admins: true,
  manage_call: true,
  other: true,
};

/** What an administrator of a basic group may do, where rights are not given one by one. */
export const GROUP_ADMIN_RIGHTS: AdminRights = {
  change_info: true,
  delete_messages: true,
  ban_users: true,
  invite_users: true,
  pin_messages: true,
  manage_call: true,
  other: true,
};

function baseOf(id: bigint, options: GroupOptions) {
  return {
    id,
    title: options.title,
    about: options.about ?? '',
    date: options.date ?? 1_700_000_000,
    members: new Map<bigint, Member>(),
    ...(options.participantsCount !== undefined && { participantsCount: options.participantsCount }),
    ...(options.photo !== undefined && { photo: options.photo }),
    defaultBanned: options.defaultBanned ?? {},
    noforwards: options.noforwards ?? false,
    ...(options.ttlPeriod !== undefined && { ttlPeriod: options.ttlPeriod }),
    invites: [],
    joinRequests: [],
  };
}

/** A basic group's record without members. */
export function makeGroup(id: bigint, options: GroupOptions): WorldGroup {
  return { kind: 'group', ...baseOf(id, options), version: 1, deactivated: false };
}

/** A supergroup's or channel's record without members. */
export function makeChannel(
  kind: WorldChannel['kind'],
  id: bigint,
  hashSeed: bigint,
  options: ChannelOptions,
): WorldChannel {
  const history = new History({ kind: 'channel', id }, 0n);
  // The number 1 belongs to the message that made the group, and so to a forum's General topic.
  if (options.forum === true) history.nextId = 2;
  return {
    kind,
    ...baseOf(id, options),
    hashSeed,
    slowmodeSeconds: options.slowmodeSeconds ?? 0,
    lastSent: new Map(),
    ...(options.linkedChatId !== undefined && { linkedChatId: options.linkedChatId }),
    signatures: options.signatures ?? false,
    forum: options.forum ?? false,
    verified: options.verified ?? false,
    scam: options.scam ?? false,
    fake: options.fake ?? false,
    joinToSend: options.joinToSend ?? false,
    joinRequest: options.joinRequest ?? false,
    hiddenPrehistory: options.hiddenPrehistory ?? false,
    participantsHidden: options.participantsHidden ?? false,
    antispam: false,
    adminLog: [],
    peeks: new Map(),
    deleted: false,
    pts: 1,
    history,
    threads: new Threads(history),
    topics: new Map(),
    pinnedTopics: [],
    discussions: new Map(),
  };
}

/** A member's record. */
export function makeMember(userId: bigint, date: number, options: MemberOptions): Member {
  const role = options.role ?? 'member';
  const rights = options.rights ?? (role === 'creator' ? ALL_RIGHTS : undefined);
  return {
    userId,
    role,
    date: options.date ?? date,
    ...(rights !== undefined && { rights }),
    ...(options.banned !== undefined && { banned: options.banned }),
    ...(options.bannedUntil !== undefined && { bannedUntil: options.bannedUntil }),
    ...(options.inviterId !== undefined && { inviterId: options.inviterId }),
    ...(options.promotedBy !== undefined && { promotedBy: options.promotedBy }),
    ...(options.rank !== undefined && { rank: options.rank }),
    ...(options.kickedBy !== undefined && { kickedBy: options.kickedBy }),
    ...(options.away === true && { away: true }),
    ...(options.leftOnOwnWill === true && { leftOnOwnWill: true }),
    ...(options.viaRequest === true && { viaRequest: true }),
  };
}
