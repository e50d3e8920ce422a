/** A phone number in an account's saved phone book, whether or not somebody on Telegram has it. */
export interface SavedContact {
  readonly phone: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly date: number;
}

/** What an account knows of other people, and what it did about them. */
export interface Relations {
  /** When each peer (by peerKey) was blocked. */
  readonly blocked: Map<string, number>;
  /** Peers that may not see one's stories, by peerKey. */
  readonly storiesBlocked: Map<string, number>;
  /** The phone book that was imported, by number (digits only). */
  readonly saved: Map<string, SavedContact>;
  /** The names under which contacts were added. */
  readonly names: Map<bigint, { readonly firstName: string; readonly lastName: string }>;
  /** People to whom the own phone number was shown on adding them. */
  readonly sharesPhoneWith: Set<bigint>;
  readonly closeFriends: Set<bigint>;
  /** The newest story seen, by peerKey of its owner. */
  readonly storiesRead: Map<string, number>;
  /** Owners of stories that were put out of sight, by peerKey. */
  readonly storiesHidden: Set<string>;
  /** People whose full record this account was given; the others arrive as `min` where that is switched on. */
  readonly met: Set<bigint>;
  /** People who are no contacts and were written to first, with the time: what the PEER_FLOOD model counts. */
  readonly strangers: Map<bigint, number>;
  /** How many numbers were imported on one day (of world time, in days since the epoch). */
  imports: { day: number; count: number };
  /** Others who reported this account. */
  readonly reportedBy: Set<bigint>;
  /** Set by the world or by reports: the account may write to nobody who is not a mutual contact. */
  limited: boolean;
}

/** An account that knows nobody yet. */
export function newRelations(): Relations {
  return {
    blocked: new Map(),
    storiesBlocked: new Map(),
    saved: new Map(),
    names: new Map(),
    sharesPhoneWith: new Set(),
    closeFriends: new Set(),
    storiesRead: new Map(),
    storiesHidden: new Set(),
    met: new Set(),
    strangers: new Map(),
    imports: { day: 0, count: 0 },
    reportedBy: new Set(),
    limited: false,
  };
}
