/** Names of the flags of TL's chatAdminRights. */
export type AdminRight =
  | 'change_info'
  | 'post_messages'
  | 'edit_messages'
  | 'delete_messages'
  | 'ban_users'
  | 'invite_users'
  | 'pin_messages'
  | 'add_admins'
  | 'anonymous'
  | 'manage_call'
  | 'other'
  | 'manage_topics'
  | 'post_stories'
  | 'edit_stories'
  | 'delete_stories';

/** What an administrator may do; an absent flag means no. */
export type AdminRights = Readonly<Partial<Record<AdminRight, boolean>>>;

/** Names of the flags of TL's chatBannedRights. */
export type BannedRight =
  | 'view_messages'
  | 'send_messages'
  | 'send_media'
  | 'send_stickers'
  | 'send_gifs'
  | 'send_games'
  | 'send_inline'
  | 'embed_links'
  | 'send_polls'
  | 'change_info'
  | 'invite_users'
  | 'pin_messages'
  | 'manage_topics'
  | 'send_photos'
  | 'send_videos'
  | 'send_roundvideos'
  | 'send_audios'
  | 'send_voices'
  | 'send_docs'
  | 'send_plain';

/** What a member may not do; an absent flag means allowed. */
export type BannedRights = Readonly<Partial<Record<BannedRight, boolean>>>;
