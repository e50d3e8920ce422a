import { moment, writer } from './lines.js';
import type { Entry } from './lines.js';

/** Every kind of run, reply, forward, reaction and button, in a chat of two. */
export function textMessages(): Entry[] {
  const { message, unsupported } = writer(1001);
  const runs = [
    'all of it: ',
    { type: 'mention', text: '@miaholm' },
    ' ',
    { type: 'hashtag', text: '#kites' },
    ' ',
    { type: 'bot_command', text: '/start' },
    ' ',
    { type: 'link', text: 'https://example.org/' },
    ' ',
    { type: 'email', text: 'mia@example.org' },
    ' ',
    { type: 'bold', text: 'bold 👩‍👩‍👧' },
    { type: 'italic', text: 'italic' },
    { type: 'code', text: 'code' },
    { type: 'pre', text: 'let a;', language: 'js' },
    { type: 'pre', text: 'plain', language: '' },
    { type: 'text_link', text: 'that', href: 'https://example.org/that' },
    { type: 'mention_name', text: 'you', user_id: 202 },
    { type: 'phone', text: '+46700000' },
    { type: 'cashtag', text: '$TON' },
    { type: 'underline', text: 'under' },
    { type: 'strikethrough', text: 'gone' },
    { type: 'blockquote', text: 'said once', collapsed: true },
    { type: 'blockquote', text: 'said twice', collapsed: false },
    { type: 'bank_card', text: '4242424242424242' },
    { type: 'spoiler', text: 'the end' },
    { type: 'custom_emoji', text: '🎈', document_id: '5368324170671202286' },
    { type: 'unknown', text: 'odd' },
  ];
  const recent = [{ from: 'Mia Holm', from_id: 'user101', date: '2023-05-06T10:20:00' }];
  return [
    message('user202', { text: 'Hej! 🪁' }),
    message('user101', { text: runs }),
    message('user101', { reply_to_message_id: 1001, text: 'an answer' }),
    message('user202', {
      reply_to_message_id: 2,
      reply_to_peer_id: 'channel404',
      text: 'an answer to another chat',
    }),
    message('user101', { ...moment('edited', 1_683_999_000), text: 'edited' }),
    message('user202', { forwarded_from: 'Old Post', text: 'forwarded from a name' }),
    message('user202', {
      forwarded_from: 'Sailing',
      forwarded_from_id: 'channel404',
      text: 'forwarded from a chat',
    }),
    message('user101', { via_bot: '@gifs', text: 'by way of a bot' }),
    message('user202', {
      text: 'liked',
      reactions: [
        { type: 'emoji', count: 1, emoji: '❤', recent },
        { type: 'custom_emoji', count: 1, document_id: '5368324170671202287', recent },
        { type: 'paid', count: 25 },
      ],
    }),
    unsupported(),
  ];
}

/** Buttons of every type, in the chat of a bot. */
export function buttonMessages(): Entry[] {
  const { message, service } = writer(1501);
  const button = (type: string, fields: Entry = {}): Entry => ({ type, text: type, ...fields });
  return [
    message('user101', { text: [{ type: 'bot_command', text: '/start' }] }),
    message('user707', {
      text: 'press',
      inline_bot_buttons: [
        [
          button('url', { data: 'https://example.org/' }),
          button('callback', { dataBase64: 'AQIDBA', data: '' }),
          button('callback_with_password', { dataBase64: '_-8', data: '' }),
        ],
        [
          button('switch_inline', { data: 'query' }),
          button('switch_inline_same', { data: 'query' }),
          button('auth', { data: 'https://example.org/in', forward_text: 'log in', button_id: 7 }),
        ],
        [
          button('user_profile', { data: '101' }),
          button('web_view', { data: 'https://example.org/app' }),
          button('simple_web_view', { data: 'https://example.org/app' }),
          button('copy_text', { data: 'words' }),
        ],
        [button('game'), button('buy'), button('default')],
        [
          button('request_phone'),
          button('request_location'),
          button('request_poll'),
          button('request_peer', { button_id: 3 }),
        ],
      ],
    }),
    message('user707', {
      via_bot: '@playbot',
      game_title: 'Gulls',
      game_description: 'Count them.',
      game_link: 'https://t.me/playbot?game=gulls',
    }),
    message('user707', {
      invoice_information: {
        title: 'Tea',
        description: 'A cup',
        amount: 350,
        currency: 'EUR',
        receipt_message_id: 1505,
      },
    }),
    service(undefined, 'send_payment', {
      amount: 350,
      currency: 'EUR',
      invoice_message_id: 1504,
      recurring: 'init',
    }),
    service(undefined, 'refunded_payment', {
      amount: 350,
      currency: 'EUR',
      peer_name: 'Helper',
      peer_id: 'user707',
      charge_id: 'c1',
    }),
    service('user101', 'score_in_game', { game_message_id: 1503, score: 12 }),
    service(undefined, 'allow_sending_messages', { reason_domain: 'example.org' }),
    service(undefined, 'allow_sending_messages', { reason_app_id: 5, reason_app_name: 'gulls' }),
    service(undefined, 'attach_menu_bot_allowed'),
    service(undefined, 'send_passport_values', { values: ['passport', 'email', 'phone_number'] }),
    service(undefined, 'send_webview_data', { text: 'Order' }),
    service('user101', 'requested_peer', { button_id: 3, peers: [202] }),
  ].map((entry) => (entry['action'] === 'send_webview_data' ? { ...entry, text: 'Order' } : entry));
}
