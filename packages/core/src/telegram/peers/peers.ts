import type { Api } from 'telegram';
import type { Outcome } from '../../errors/outcome.js';
import type { PeerRecord } from '../../tools/records.js';

/** The kinds of peers, as results name them. */
export type PeerKind = PeerRecord['type'];

/** A user or chat that this account can address. The access hash inside `inputPeer` is never shown to anybody. */
export interface ResolvedPeer {
  /** Canonical marked id: `777000`, `-4123`, `-1001234567890`. */
  readonly id: string;
  readonly kind: PeerKind;
  readonly title: string;
  readonly username?: string;
  readonly inputPeer: Api.TypeInputPeer;
  /** The message that the name pointed at, when it was a link to one. */
  readonly messageId?: number;
  /** The comment on that message, when the link was to one; its id is one of the group that discusses the channel. */
  readonly commentId?: number;
}

/** How a name is looked up. */
export interface ResolveOptions {
  readonly signal?: AbortSignal;
  /** Asks Telegram anew instead of trusting names that were looked up a moment ago. */
  readonly fresh?: boolean;
  /** The peer is named as somebody within a chat, its sender or member, so that a list of allowed chats does not count. */
  readonly person?: boolean;
  /** Accepts `+1234…` phone numbers. */
  readonly phones?: boolean;
}

/** The people and chats this account has met, kept over restarts: every id that is printed is accepted later. */
export interface Peers {
  /** Finds a peer by id, @username, link, "me" or exact title. PEER_NOT_FOUND, PEER_AMBIGUOUS, PEER_INVALID, INVITE_LINK. */
  resolve(name: string, options?: ResolveOptions): Promise<Outcome<ResolvedPeer>>;
  /**
   * Keeps what an answer tells of users and chats; when it resolves, their ids can be given out. Its messages are the way
   * to those of whom Telegram gives no access hash.
   */
  remember(
    users: readonly Api.TypeUser[],
    chats: readonly Api.TypeChat[],
    messages?: readonly Api.TypeMessage[],
  ): Promise<void>;
  /** What is kept of a canonical id; asks nobody. */
  known(id: string): Promise<ResolvedPeer | undefined>;
  /** Runs a call on a peer; when Telegram says that the access hash is stale, gets a new one and runs it once more. */
  withPeer<T>(
    peer: ResolvedPeer,
    call: (inputPeer: Api.TypeInputPeer) => Promise<Outcome<T>>,
    options?: ResolveOptions,
  ): Promise<Outcome<T>>;
}
