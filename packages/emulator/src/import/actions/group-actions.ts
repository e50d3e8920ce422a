import type { TlObject } from '../../tl/value.js';
import type { ExportedMessage } from '../export-shape.js';
import { numberIn, stringIn } from '../fields.js';
import { longIn, membersIn } from './context.js';
import type { Translate } from './context.js';

/** The colour that a topic without an icon of its own has by default (core.telegram.org/api/forum). */
const BLUE = 0x6fb9f0;

/** The file does not say which one. */
const WALLPAPER = { _: 'wallPaperNoFile', id: 0n };

const titled =
  (name: string) =>
  (message: ExportedMessage): TlObject => ({ _: name, title: stringIn(message, 'title') ?? '' });

/** What happens to a chat as such: its birth, name, photo, members, topics and look. */
export const GROUP_ACTIONS: Readonly<Record<string, Translate>> = {
  create_group: (message, context) => ({
    _: 'messageActionChatCreate',
    title: stringIn(message, 'title') ?? '',
    users: membersIn(message, context),
  }),
  create_channel: titled('messageActionChannelCreate'),
  edit_group_title: titled('messageActionChatEditTitle'),
  edit_group_photo: (_message, context) => ({ _: 'messageActionChatEditPhoto', photo: context.photo() }),
  delete_group_photo: () => ({ _: 'messageActionChatDeletePhoto' }),
  suggest_profile_photo: (_message, context) => ({
    _: 'messageActionSuggestProfilePhoto',
    photo: context.photo(),
  }),
  invite_members: (message, context) => {
    const users = membersIn(message, context);
    return users.length === 0 ? undefined : { _: 'messageActionChatAddUser', users };
  },
  remove_members: (message, context) => {
    const [user] = membersIn(message, context);
    return user === undefined ? undefined : { _: 'messageActionChatDeleteUser', user_id: user };
  },
  join_group_by_link: (message, context) => ({
    _: 'messageActionChatJoinedByLink',
    inviter_id: context.personNamed(stringIn(message, 'inviter') ?? '') ?? context.actor ?? context.owner,
  }),
  join_group_by_request: () => ({ _: 'messageActionChatJoinedByRequest' }),
  migrate_to_supergroup: (_message, context) => ({
    _: 'messageActionChatMigrateTo',
    channel_id: context.successor ?? 0n,
  }),
  migrate_from_group: (message, context) => ({
    _: 'messageActionChannelMigrateFrom',
    title: stringIn(message, 'title') ?? '',
    chat_id: context.formerGroup ?? 0n,
  }),
  pin_message: () => ({ _: 'messageActionPinMessage' }),
  clear_history: () => ({ _: 'messageActionHistoryClear' }),
  take_screenshot: () => ({ _: 'messageActionScreenshotTaken' }),
  joined_telegram: () => ({ _: 'messageActionContactSignUp' }),
  set_messages_ttl: (message) => ({
    _: 'messageActionSetMessagesTTL',
    period: numberIn(message, 'period') ?? 0,
  }),
  edit_chat_theme: (message) => {
    const emoticon = stringIn(message, 'emoticon') ?? '';
    // Later layers have the emoji in an object.
    return { _: 'messageActionSetChatTheme', emoticon, theme: { _: 'chatTheme', emoticon } };
  },
  set_chat_wallpaper: () => ({ _: 'messageActionSetChatWallPaper', wallpaper: WALLPAPER }),
  set_same_chat_wallpaper: () => ({ _: 'messageActionSetChatWallPaper', same: true, wallpaper: WALLPAPER }),
  topic_created: (message) => ({ ...titled('messageActionTopicCreate')(message), icon_color: BLUE }),
  topic_edit: (message) => ({
    _: 'messageActionTopicEdit',
    title: stringIn(message, 'new_title'),
    icon_emoji_id: 'new_icon_emoji_id' in message ? longIn(message, 'new_icon_emoji_id') : undefined,
  }),
};
