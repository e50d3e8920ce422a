/* A whole account as Telegram Desktop exports it, with every kind of chat, message and list. */
import { NOT_INCLUDED, moment, writer } from './lines.js';
import type { Entry } from './lines.js';
import { mediaMessages } from './media.js';
import { channelMessages, groupServices, privateServices, supergroupMessages } from './services.js';
import { buttonMessages, textMessages } from './texts.js';

function chats(): Entry[] {
  const saved = writer(100);
  const replies = writer(150);
  const codes = writer(160);
  return [
    {
      type: 'saved_messages',
      id: 101,
      messages: [
        saved.message('user101', { text: 'remember' }),
        saved.message('user101', {
          forwarded_from: 'Weather',
          forwarded_from_id: 'channel606',
          saved_from: 'Weather',
          text: 'kept',
        }),
      ],
    },
    {
      type: 'replies',
      id: 1_271_266_957,
      messages: [replies.message('user1271266957', { text: 'an answer' })],
    },
    { type: 'verification_codes', id: 489_000, messages: [codes.message('user489000', { text: '123456' })] },
    {
      name: 'Ünal Ay',
      type: 'personal_chat',
      id: 202,
      messages: [...textMessages(), ...mediaMessages(), ...privateServices()],
    },
    { name: 'Helper', type: 'bot_chat', id: 707, messages: buttonMessages() },
    { name: 'Garden', type: 'private_group', id: 303, messages: groupServices() },
    { name: 'Sailing', type: 'public_supergroup', id: 404, messages: supergroupMessages() },
    { name: 'Weather', type: 'private_channel', id: 606, messages: channelMessages() },
  ];
}

/** The export: `result.json` without the files that lie beside it. */
export function sampleAccount(): Entry {
  const left = writer(5);
  return {
    about: 'Here is the data you requested.',
    personal_information: {
      user_id: 101,
      first_name: 'Mia',
      last_name: 'Holm',
      phone_number: '+46 70 101',
      username: '@miaholm',
      bio: 'kites',
    },
    profile_pictures: [
      { ...moment('date', 1_683_000_000), photo: NOT_INCLUDED },
      { ...moment('date', 1_650_000_000), photo: NOT_INCLUDED },
    ],
    stories: [
      {
        ...moment('date', 1_683_000_000),
        ...moment('expires', 1_683_086_400),
        pinned: true,
        media: NOT_INCLUDED,
      },
    ],
    contacts: {
      about: 'Contacts.',
      list: [
        {
          user_id: 202,
          first_name: 'Ünal',
          last_name: 'Ay',
          phone_number: '0046 70 111',
          ...moment('date', 1_600_000_000),
        },
        { first_name: 'No', last_name: 'Telegram', phone_number: '15550', ...moment('date', 1_600_000_060) },
      ],
    },
    frequent_contacts: {
      about: 'People.',
      list: [{ id: 202, category: 'people', type: 'user', name: 'Ünal Ay', rating: 3.5 }],
    },
    sessions: { about: 'Sessions.', list: [{ ...moment('last_active', 1_683_000_000), platform: 'Linux' }] },
    web_sessions: { about: 'Sites.', list: [{ bot_username: 'loginbot', domain_name: 'example.org' }] },
    other_data: { about: 'Other.', drafts: [] },
    chats: { about: 'Chats.', list: chats() },
    left_chats: {
      about: 'Left.',
      list: [
        {
          name: 'Fans of Rain',
          type: 'private_supergroup',
          id: 808,
          messages: [left.message('user101', { text: 'bye' })],
        },
      ],
    },
  };
}
