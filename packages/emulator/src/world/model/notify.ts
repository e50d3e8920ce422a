/** How an account wants to hear of a chat, or of a kind of chats; what is absent follows the kind, then Telegram. */
export interface NotifyChoices {
  /** Seconds since the epoch; 0 is not muted. */
  readonly muteUntil?: number;
  readonly silent?: boolean;
  readonly showPreviews?: boolean;
}

/** The kinds of chats with notification settings of their own. */
export type NotifyKind = 'users' | 'chats' | 'broadcasts';
