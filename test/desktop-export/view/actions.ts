import { photoView, rich, todoView } from './media.js';
import { peerId } from './names.js';
import type { Names } from './names.js';
import { listOf, maybe, number, objectOf, present } from './plain.js';
import type { Plain } from './plain.js';

type Fields = Record<string, unknown>;
type View = (action: Plain, names: Names, about: number | undefined) => Fields;

const members = (names: Names, ids: unknown): (string | null)[] =>
  (ids as bigint[]).map((id) => names.user(id));
const snake = (name: string): string =>
  name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`).replace(/^_/u, '');

const PASSPORT: Readonly<Record<string, string>> = { phone: 'phone_number', address: 'address_information' };

/** Price, as far as an export says it. */
const cost = (action: Plain): string =>
  `${(number(action['amount']) / 100).toFixed(2)} ${String(action['currency'])}`;

/** Layers since 216 count days. */
const months = (action: Plain): number => number(action['months'] ?? number(action['days']) / 30);

const peer = (action: Plain, field: string): string => peerId(objectOf(action[field]));

const VIEWS: Readonly<Record<string, View>> = {
  ChatCreate: (action, names) => ({
    action: 'create_group',
    title: action['title'],
    members: members(names, action['users']),
  }),
  ChannelCreate: (action) => ({ action: 'create_channel', title: action['title'] }),
  ChatEditTitle: (action) => ({ action: 'edit_group_title', title: action['title'] }),
  ChatEditPhoto: (action) => ({ action: 'edit_group_photo', ...photoView(maybe(action['photo'])) }),
  ChatDeletePhoto: () => ({ action: 'delete_group_photo' }),
  SuggestProfilePhoto: (action) => ({
    action: 'suggest_profile_photo',
    ...photoView(maybe(action['photo'])),
  }),
  ChatAddUser: (action, names) => ({
    action: 'invite_members',
    members: members(names, action['users']),
  }),
  ChatDeleteUser: (action, names) => ({
    action: 'remove_members',
    members: [names.user(action['userId'])],
  }),
  ChatJoinedByLink: (action, names) => ({
    action: 'join_group_by_link',
    inviter: names.user(action['inviterId']),
  }),
  ChatJoinedByRequest: () => ({ action: 'join_group_by_request' }),
  ChatMigrateTo: () => ({ action: 'migrate_to_supergroup' }),
  ChannelMigrateFrom: (action) => ({ action: 'migrate_from_group', title: action['title'] }),
  PinMessage: (_action, _names, message_id) => ({ action: 'pin_message', message_id }),
  HistoryClear: () => ({ action: 'clear_history' }),
  ScreenshotTaken: () => ({ action: 'take_screenshot' }),
  ContactSignUp: () => ({ action: 'joined_telegram' }),
  SetMessagesTTL: (action) => ({ action: 'set_messages_ttl', period: action['period'] }),
  SetChatTheme: (action) => ({
    action: 'edit_chat_theme',
    // Since 211 themes are objects.
    emoticon: action['emoticon'] ?? objectOf(action['theme'])['emoticon'],
  }),
  SetChatWallPaper: (action, _names, message_id) => ({
    action: action['same'] === true ? 'set_same_chat_wallpaper' : 'set_chat_wallpaper',
    message_id,
  }),
  TopicCreate: (action) => ({ action: 'topic_created', title: action['title'] }),
  TopicEdit: (action) => ({
    action: 'topic_edit',
    new_title: action['title'],
    new_icon_emoji_id: action['iconEmojiId'] === undefined ? undefined : number(action['iconEmojiId']),
  }),
  PhoneCall: (action) => ({
    action: 'phone_call',
    duration_seconds: action['duration'],
    discard_reason: snake(String(maybe(action['reason'])?._).replace('PhoneCallDiscardReason', '')),
  }),
  GroupCall: (action) => ({ action: 'group_call', duration: action['duration'] }),
  InviteToGroupCall: (action, names) => ({
    action: 'invite_to_group_call',
    members: members(names, action['users']),
  }),
  GroupCallScheduled: (action) => ({
    action: 'group_call_scheduled',
    schedule_date: action['scheduleDate'],
  }),
  Empty: () => ({}),
  CustomAction: (action) => ({ information_text: action['message'] }),
  BotAllowed: (action) => {
    if (action['attachMenu'] === true) return { action: 'attach_menu_bot_allowed' };
    const app = maybe(action['app']);
    return {
      action: 'allow_sending_messages',
      reason_domain: action['domain'],
      ...(app !== undefined && { reason_app_id: number(app['id']), reason_app_name: app['title'] }),
    };
  },
  SecureValuesSent: (action) => ({
    action: 'send_passport_values',
    values: listOf(action['types']).map((type) => {
      const name = snake(type._.replace('SecureValueType', ''));
      return PASSPORT[name] ?? name;
    }),
  }),
  WebViewDataSent: (action) => ({ action: 'send_webview_data', text: action['text'] }),
  RequestedPeer: (action) => ({
    action: 'requested_peer',
    button_id: action['buttonId'],
    peers: listOf(action['peers']).map((one) => number(one['userId'])),
  }),
  GameScore: (action, _names, game_message_id) => ({
    action: 'score_in_game',
    game_message_id,
    score: action['score'],
  }),
  GeoProximityReached: (action, names) => ({
    action: 'proximity_reached',
    from: names.name(peer(action, 'fromId')),
    from_id: peer(action, 'fromId'),
    to: names.name(peer(action, 'toId')),
    to_id: peer(action, 'toId'),
    distance: action['distance'],
  }),
  PaymentSent: (action, _names, invoice_message_id) => ({
    action: 'send_payment',
    amount: number(action['totalAmount']),
    currency: action['currency'],
    invoice_message_id,
    recurring:
      action['recurringUsed'] === true ? 'used' : action['recurringInit'] === true ? 'init' : undefined,
  }),
  PaymentRefunded: (action, names) => ({
    action: 'refunded_payment',
    amount: number(action['totalAmount']),
    currency: action['currency'],
    peer_name: names.name(peer(action, 'peer')),
    peer_id: peer(action, 'peer'),
    charge_id: objectOf(action['charge'])['id'],
  }),
  GiftPremium: (action) => ({ action: 'send_premium_gift', cost: cost(action), months: months(action) }),
  GiftStars: (action) => ({
    action: 'send_stars_gift',
    cost: cost(action),
    stars: number(action['stars']),
  }),
  GiftCode: (action) => ({
    action: 'gift_code_prize',
    gift_code: action['slug'],
    boost_peer_id: peer(action, 'boostPeer'),
    months: months(action),
    unclaimed: action['unclaimed'] === true,
    via_giveaway: action['viaGiveaway'] === true,
  }),
  GiveawayLaunch: () => ({ action: 'giveaway_launch' }),
  GiveawayResults: (action) => ({
    action: 'giveaway_results',
    winners: action['winnersCount'],
    unclaimed: action['unclaimedCount'],
    stars: action['stars'] === true,
  }),
  PrizeStars: (action, names) => ({
    action: 'stars_prize',
    boost_peer_id: peer(action, 'boostPeer'),
    boost_peer_name: names.name(peer(action, 'boostPeer')),
    stars: number(action['stars']),
    is_unclaimed: action['unclaimed'] === true,
    giveaway_msg_id: action['giveawayMsgId'],
    transaction_id: action['transactionId'],
  }),
  BoostApply: (action) => ({ action: 'boost_apply', boosts: action['boosts'] }),
  StarGift: (action) => {
    const gift = objectOf(action['gift']);
    return {
      action: 'send_star_gift',
      gift_id: String(gift['id']),
      stars: number(gift['stars']),
      is_limited: gift['limited'] === true,
      is_anonymous: action['nameHidden'] === true,
      gift_text: rich(action['message']),
    };
  },
  TodoCompletions: (action) => ({
    action: 'todo_completions',
    completed: action['completed'],
    incompleted: action['incompleted'],
  }),
  TodoAppendTasks: (action) => ({
    action: 'todo_append_tasks',
    items: listOf(action['list']).map(todoView),
  }),
};

/** Actions of which Telegram Desktop does not write whose they are. */
export const WITHOUT_ACTOR: ReadonlySet<unknown> = new Set([
  'proximity_reached',
  'send_payment',
  'refunded_payment',
  'allow_sending_messages',
  'attach_menu_bot_allowed',
  'send_passport_values',
  'send_webview_data',
  'gift_code_prize',
  'giveaway_launch',
  'giveaway_results',
]);

/** The fields of a service message that tell what happened; `about` is the message that it answers. */
export function actionFields(action: Plain, names: Names, about: number | undefined): Fields {
  const view = VIEWS[action._.replace('MessageAction', '')];
  if (view === undefined) throw new Error(`no view of ${action._}`);
  return present(view(action, names, about));
}
