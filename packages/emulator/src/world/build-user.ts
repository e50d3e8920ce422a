import { BoxIndex } from './box-index.js';
import type { TlObject } from '../tl/value.js';
import { newRelations } from './model/relations.js';
import type { BotProfile, CodeWay, PrivacyChoices, WorldAccount, WorldPhoto, WorldUser } from './model.js';

/** What a new user may be given; everything has a default. */
export interface UserOptions {
  readonly id?: bigint;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly username?: string;
  readonly phone?: string;
  readonly about?: string;
  readonly photo?: WorldPhoto;
  readonly status?: TlObject;
  readonly bot?: boolean;
  /** What makes the bot one that answers; everything has a default. */
  readonly botProfile?: Partial<BotProfile>;
  readonly privacy?: PrivacyChoices;
  /** For people without an account: their contacts, and whom they blocked. */
  readonly knows?: readonly bigint[];
  readonly blocks?: readonly bigint[];
  readonly collectibles?: readonly string[];
  readonly earlierPhotos?: readonly WorldPhoto[];
  readonly fallbackPhoto?: WorldPhoto;
  readonly premiumOnly?: boolean;
  readonly premium?: boolean;
  readonly verified?: boolean;
  readonly scam?: boolean;
  readonly fake?: boolean;
  readonly deleted?: boolean;
}

/** What makes a user an account: phone, login code, and the 2FA password when there is one. */
export interface AccountOptions extends UserOptions {
  readonly phone: string;
  readonly code?: string;
  /** The data centre it lives on: a login elsewhere is sent there with PHONE_MIGRATE_n. Absent, any will do. */
  readonly dc?: number;
  readonly codeWays?: readonly CodeWay[];
  readonly codes?: Readonly<Partial<Record<CodeWay, string>>>;
  readonly loginEmail?: string;
  readonly password?: string;
  readonly passwordHint?: string;
  readonly recoveryEmail?: string;
  readonly recoveryCode?: string;
}

/** A user's record with defaults filled in. */
export function makeUser(id: bigint, hashSeed: bigint, options: UserOptions): WorldUser {
  return {
    id,
    hashSeed,
    firstName: options.firstName ?? `User ${id}`,
    ...(options.lastName !== undefined && { lastName: options.lastName }),
    ...(options.about !== undefined && { about: options.about }),
    ...(options.photo !== undefined && { photo: options.photo }),
    ...(options.status !== undefined && { status: options.status }),
    ...(options.privacy !== undefined && { privacy: { ...options.privacy } }),
    ...(options.knows !== undefined && { knows: new Set(options.knows) }),
    ...(options.blocks !== undefined && { blocks: new Set(options.blocks) }),
    ...(options.earlierPhotos !== undefined && { earlierPhotos: [...options.earlierPhotos] }),
    ...(options.fallbackPhoto !== undefined && { fallbackPhoto: options.fallbackPhoto }),
    ...(options.premiumOnly === true && { premiumOnly: true }),
    bot: options.bot ?? false,
    ...(options.bot === true && { botProfile: makeBotProfile(options) }),
    premium: options.premium ?? false,
    verified: options.verified ?? false,
    scam: options.scam ?? false,
    fake: options.fake ?? false,
    deleted: options.deleted ?? false,
  };
}

function makeBotProfile(options: UserOptions): BotProfile {
  return {
    description: options.about ?? '',
    commands: [],
    groupPrivacy: true,
    noGroups: false,
    managesBots: false,
    ...options.botProfile,
  };
}

/** An account's empty record. */
export function makeAccount(userId: bigint, options: AccountOptions): WorldAccount {
  return {
    userId,
    phone: options.phone,
    code: options.code ?? '12345',
    ...(options.dc !== undefined && { dc: options.dc }),
    ...(options.codeWays !== undefined && { codeWays: options.codeWays }),
    ...(options.codes !== undefined && { codes: options.codes }),
    ...(options.loginEmail !== undefined && { loginEmail: options.loginEmail }),
    ...(options.recoveryEmail !== undefined && { recoveryEmail: options.recoveryEmail }),
    ...(options.recoveryCode !== undefined && { recoveryCode: options.recoveryCode }),
    ...(options.password !== undefined && { password: options.password }),
    ...(options.passwordHint !== undefined && { passwordHint: options.passwordHint }),
    pts: 1,
    nextMessageId: 1,
    histories: new Map(),
    boxIndex: new BoxIndex(),
    dialogs: new Map(),
    threads: new Map(),
    scheduled: new Map(),
    contacts: new Set(),
    relations: newRelations(),
    stickers: { installed: new Map(), faved: [], recent: [], gifs: [] },
    recentReactions: [],
    randomIds: new Map(),
    updateLog: [],
    channelLogs: new Map(),
    filters: [],
    filtersBeforeAll: 0,
    notifyKinds: new Map(),
    notifyTopics: new Map(),
  };
}
