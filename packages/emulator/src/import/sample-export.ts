/** A small whole-account export in the form Telegram Desktop writes, for the tests of the import. */

const ME = 'user101';
const FRIEND = 'user202';

function message(id: number, from: string, fields: Record<string, unknown>): Record<string, unknown> {
  const name = from === ME ? 'Mia Holm' : from === FRIEND ? 'Ünal Ay' : 'Somebody';
  return {
    id,
    type: 'message',
    date: '2023-05-06T10:00:00',
    date_unixtime: String(1_683_360_000 + id),
    from: name,
    from_id: from,
    text: '',
    ...fields,
  };
}

function service(id: number, actor: string, action: string, fields: Record<string, unknown> = {}) {
  return {
    id,
    type: 'service',
    date: '2023-05-06T09:00:00',
    date_unixtime: String(1_683_356_400 + id),
    actor: actor === ME ? 'Mia Holm' : 'Ünal Ay',
    actor_id: actor,
    action,
    text: '',
    ...fields,
  };
}

const NOT_INCLUDED = '(File not included. Change data exporting settings to download.)';

/** A chat of two with every kind of text, file and reaction. */
export const personalChat = {
  name: 'Ünal Ay',
  type: 'personal_chat',
  id: 202,
  messages: [
    message(1001, FRIEND, {
      text: 'Hej! 🪁',
      reactions: [
        {
          type: 'emoji',
          count: 1,
          emoji: '❤',
          recent: [{ from: 'Mia Holm', from_id: ME, date: '2023-05-06T10:20:00' }],
        },
      ],
    }),
    message(1002, ME, {
      text: [
        '👩‍👩‍👧 see ',
        { type: 'bold', text: 'this' },
        ' and ',
        { type: 'text_link', text: 'that', href: 'https://example.org/' },
      ],
      reply_to_message_id: 1001,
      edited: '2023-05-06T10:30:00',
      edited_unixtime: '1683369000',
    }),
    message(1003, FRIEND, {
      photo: NOT_INCLUDED,
      photo_file_size: 4321,
      width: 640,
      height: 480,
      text: 'look',
    }),
    message(1004, FRIEND, {
      file: NOT_INCLUDED,
      file_name: 'plan.pdf',
      file_size: 99,
      mime_type: 'application/pdf',
    }),
    message(1005, FRIEND, {
      file: NOT_INCLUDED,
      media_type: 'voice_message',
      mime_type: 'audio/ogg',
      duration_seconds: 7,
    }),
    message(1006, ME, { forwarded_from: 'Old Post', text: 'news' }),
    message(1007, ME, {
      poll: {
        question: 'Tea?',
        closed: false,
        total_voters: 1,
        answers: [{ text: 'Yes', voters: 1, chosen: true }],
      },
    }),
    service(1008, FRIEND, 'phone_call', { duration_seconds: 61, discard_reason: 'hangup' }),
  ],
};

const group = {
  name: 'Garden',
  type: 'private_group',
  id: 303,
  messages: [
    service(900, ME, 'create_group', { title: 'Garden', members: ['Mia Holm', 'Ünal Ay'] }),
    message(901, FRIEND, { text: 'tomatoes!' }),
    service(902, ME, 'pin_message', { message_id: 901 }),
    service(903, ME, 'dance_on_the_table'),
  ],
};

const supergroup = {
  name: 'Sailing',
  type: 'public_supergroup',
  id: 404,
  messages: [
    message(-999_999_500, FRIEND, { text: 'from before the upgrade' }),
    service(1, ME, 'migrate_from_group', { title: 'Sailing' }),
    message(2, 'user505', { text: 'ahoy', from: null }),
    message(3, 'channel404', { text: 'as the group', from: 'Sailing' }),
  ],
};

const channel = {
  name: 'Weather',
  type: 'public_channel',
  id: 606,
  messages: [message(10, 'channel606', { text: 'Sun', from: 'Weather', author: 'Mia' })],
};

/** A whole account with one chat of each kind. */
export const accountExport = {
  about: 'Here is the data you requested.',
  personal_information: {
    user_id: 101,
    first_name: 'Mia',
    last_name: 'Holm',
    phone_number: '+46 70',
    username: '@miaholm',
    bio: 'kites',
  },
  contacts: {
    about: '',
    list: [
      {
        user_id: 202,
        first_name: 'Ünal',
        last_name: 'Ay',
        phone_number: '0046 70 111',
        date: '2020-01-01T00:00:00',
      },
      { user_id: 0, first_name: 'No Telegram', last_name: '', phone_number: '1' },
    ],
  },
  chats: {
    about: '',
    list: [
      {
        type: 'saved_messages',
        id: 101,
        messages: [message(950, ME, { text: 'remember', forwarded_from: 'Weather' })],
      },
      personalChat,
      group,
      supergroup,
      channel,
      {
        name: 'Helper',
        type: 'bot_chat',
        id: 707,
        messages: [message(960, 'user707', { text: 'beep', from: 'Helper' })],
      },
    ],
  },
  left_chats: {
    about: '',
    list: [
      {
        name: 'Left behind',
        type: 'private_supergroup',
        id: 808,
        messages: [message(5, ME, { text: 'bye' })],
      },
    ],
  },
};
