/** What a person can keep from others, after TL's privacyKey constructors (core.telegram.org/api/privacy). */
export type PrivacyKey =
  | 'status'
  | 'phone'
  | 'added_by_phone'
  | 'chat_invite'
  | 'forwards'
  | 'profile_photo'
  | 'about'
  | 'birthday'
  | 'phone_call'
  | 'phone_p2p'
  | 'voice_messages'
  | 'star_gifts_auto_save';

/** Who may see or do something: everybody, one's contacts or nobody, with exceptions; an exception for one person comes first. */
export interface PrivacyRule {
  readonly base: 'everybody' | 'contacts' | 'nobody';
  readonly allow?: readonly bigint[];
  readonly deny?: readonly bigint[];
  /** Basic groups and supergroups (bare ids) whose members are allowed or denied. */
  readonly allowChats?: readonly bigint[];
  readonly denyChats?: readonly bigint[];
  readonly allowCloseFriends?: boolean;
  readonly allowPremium?: boolean;
  readonly allowBots?: boolean;
  readonly denyBots?: boolean;
}

/** A person's choices; what is absent is as Telegram has it for a new account. */
export type PrivacyChoices = Partial<Record<PrivacyKey, PrivacyRule>>;
