/** Somebody who came in by an invite link; `approvedBy` let that person in where the link only asks. */
export interface InviteImporter {
  readonly userId: bigint;
  /** Seconds since the epoch. */
  readonly date: number;
  readonly approvedBy?: bigint;
}

/** An invite link of one administrator (core.telegram.org/api/invites). Times are seconds since the epoch. */
export interface WorldInvite {
  /** What stands behind `https://t.me/+`. */
  readonly hash: string;
  readonly adminId: bigint;
  readonly date: number;
  /** The one link that an administrator always has: it has no limits and is replaced when revoked. */
  readonly permanent: boolean;
  title?: string;
  expireDate?: number;
  /** How many may come in by it. */
  usageLimit?: number;
  /** Whether an administrator must let in whoever uses it. */
  requestNeeded: boolean;
  revoked: boolean;
  readonly importers: InviteImporter[];
}

/** Somebody who waits to be let in; without `hash` that person asked at a public group. */
export interface JoinRequest {
  readonly userId: bigint;
  /** Seconds since the epoch. */
  readonly date: number;
  readonly hash?: string;
  readonly about?: string;
}
