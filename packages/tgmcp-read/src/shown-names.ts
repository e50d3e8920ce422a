import type { ReadToolset, Settings } from '@tgmcp/core';

/** Which set a tool belongs to; a tool without one is always shown. */
export const TOOLSETS: Readonly<Record<ReadToolset, readonly string[]>> = {
  core: ['tg_auth_status', 'tg_get_my_dialogs', 'tg_get_unread', 'tg_get_group_info', 'tg_resolve_username'],
  messages: [
    'tg_get_messages',
    'tg_get_messages_since',
    'tg_get_message_count',
    'tg_get_group_creation_date',
    'tg_get_topics',
    'tg_get_folders',
  ],
  search: ['tg_search_messages', 'tg_search_global_messages', 'tg_search_contacts'],
  people: [
    'tg_get_participants',
    'tg_search_participants',
    'tg_get_user_by_id',
    'tg_get_contacts',
    'tg_get_common_chats',
    'tg_get_saved_contacts',
    'tg_get_stories',
  ],
  media: ['tg_download_media', 'tg_view_image'],
  export: ['tg_export'],
  raw: ['tg_invoke_read'],
  sessions: ['tg_list_sessions', 'tg_use_session', 'tg_get_stats'],
};

/** The names of the tools that the settings leave; known before the tools themselves are loaded. */
export function shownNames({
  TG_READ_TOOLSETS: sets,
}: Pick<Settings, 'TG_READ_TOOLSETS'>): readonly { readonly name: string }[] {
  return Object.entries(TOOLSETS)
    .filter(([set]) => sets.length === 0 || sets.some((one) => one === set))
    .flatMap(([, names]) => names.map((name) => ({ name })));
}
