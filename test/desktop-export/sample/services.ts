import { NOT_INCLUDED, writer } from './lines.js';
import type { Entry } from './lines.js';

const photo = { photo: NOT_INCLUDED, photo_file_size: 77, width: 320, height: 320 };

/** What is told in a chat of two. */
export function privateServices(): Entry[] {
  const { service } = writer(3001);
  return [
    service('user202', 'joined_telegram'),
    service('user202', 'phone_call', { duration_seconds: 61, discard_reason: 'hangup' }),
    service('user101', 'phone_call', { discard_reason: 'missed' }),
    service('user101', 'phone_call', { discard_reason: 'busy' }),
    service('user101', 'phone_call', { discard_reason: 'disconnect' }),
    service('user202', 'take_screenshot'),
    service('user101', 'clear_history'),
    service('user101', 'set_messages_ttl', { period: 86_400 }),
    service('user202', 'edit_chat_theme', { emoticon: '🐥' }),
    service('user202', 'set_chat_wallpaper'),
    service('user202', 'set_same_chat_wallpaper', { message_id: 3010 }),
    service('user202', 'suggest_profile_photo', photo),
    service('user202', 'send_premium_gift', { cost: '11.99 EUR', months: 3 }),
    service('user202', 'send_stars_gift', { cost: '1.99 EUR', stars: 100 }),
    service('user202', 'send_star_gift', {
      gift_id: 5_170_145_012_310_081_615n.toString(),
      stars: 15,
      is_limited: true,
      is_anonymous: true,
      gift_text: 'for you',
    }),
    service(undefined, 'proximity_reached', {
      from: 'Ünal Ay',
      from_id: 'user202',
      to: 'Mia Holm',
      to_id: 'user101',
      distance: 90,
    }),
    service('user202', 'todo_completions', { completed: [1], incompleted: [2] }),
    service('user202', 'todo_append_tasks', { items: [{ text: 'sails', id: 3 }] }),
    { ...service('user202', 'custom', { information_text: 'said in words' }), action: undefined },
  ].map(withoutUndefined);
}

/** What is told in a group, from its birth on. */
export function groupServices(): Entry[] {
  const { message, service } = writer(901);
  return [
    service('user101', 'create_group', { title: 'Garden', members: ['Mia Holm', 'Ünal Ay', 'Never Seen'] }),
    message('user202', { text: 'tomatoes!' }),
    service('user101', 'pin_message', { message_id: 902 }),
    service('user101', 'edit_group_title', { title: 'Roof garden' }),
    service('user101', 'edit_group_photo', photo),
    service('user101', 'delete_group_photo'),
    service('user101', 'invite_members', { members: ['Zed', 'Also Unseen'] }),
    service('user101', 'remove_members', { members: ['Zed'] }),
    service('user303', 'join_group_by_link', { inviter: 'Mia Holm' }),
    service('user303', 'join_group_by_request'),
    service('user101', 'group_call', { duration: 300 }),
    service('user101', 'group_call'),
    service('user101', 'invite_to_group_call', { members: ['Ünal Ay'] }),
    service('user101', 'group_call_scheduled', { schedule_date: 1_700_000_000 }),
  ];
}

/** A group that became a supergroup with topics: what came before lies under lowered ids. */
export function supergroupMessages(): Entry[] {
  const before = writer(-999_999_990);
  const { message, service } = writer(1);
  return [
    before.message('user202', { text: 'from before the upgrade' }),
    before.service('user101', 'migrate_to_supergroup'),
    service('user101', 'migrate_from_group', { title: 'Sailing' }),
    message('user303', { text: 'ahoy' }),
    message('channel404', { text: 'as the group itself', author: 'captain' }),
    service('user101', 'topic_created', { title: 'Winds' }),
    service('user101', 'topic_edit', { new_title: 'Gales' }),
    service('user101', 'topic_edit', { new_icon_emoji_id: 55 }),
    service('user303', 'boost_apply', { boosts: 2 }),
    message('user202', { reply_to_message_id: 2, text: 'aye' }),
  ];
}

/** What is posted and told in a channel. */
export function channelMessages(): Entry[] {
  const { message, service } = writer(10);
  return [
    service('channel606', 'create_channel', { title: 'Weather' }),
    message('channel606', { text: 'Sun', author: 'Mia' }),
    service(undefined, 'gift_code_prize', {
      gift_code: 'abc',
      boost_peer_id: 'channel606',
      months: 6,
      unclaimed: true,
      via_giveaway: true,
    }),
    service(undefined, 'giveaway_launch'),
    service(undefined, 'giveaway_results', { winners: 4, unclaimed: 1, stars: true }),
    service('channel606', 'stars_prize', {
      boost_peer_id: 'channel606',
      boost_peer_name: 'Weather',
      stars: 250,
      is_unclaimed: false,
      giveaway_msg_id: 13,
      transaction_id: 't1',
    }),
  ];
}

function withoutUndefined(entry: Entry): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}
