import { describe, expect, it } from 'vitest';
import { codecFor } from './codec.js';
import { earlierForm } from './differences/requests.js';
import { registerSchema } from './load.js';
import type { TlObject, TlValue } from './value.js';

const PEER: TlObject = { _: 'peerUser', user_id: 5n };

/** What a client of a layer reads of an answer. */
function seen(layer: number, method: string, answer: TlValue): TlValue {
  const codec = codecFor(layer);
  return codec.readAnswer(method, codec.answer(method, answer));
}

function updatesWith(...updates: TlObject[]): TlObject {
  return { _: 'updates', updates, users: [], chats: [], date: 1, seq: 0 };
}

/** What layer 229 has of keyboards. */
const BUTTONS_OF_229 = `
buttonTypeDefault#d2e89da1 = ButtonType;
buttonTypeRequestPhone#c6b1c0a1 = ButtonType;
inlineButtonTypeUrl#c1a5c1a1 url:string = InlineButtonType;
inlineButtonTypeCallback#c1a5c1a2 flags:# requires_password:flags.0?true data:bytes = InlineButtonType;
keyboardButton#c1a5c1a3 flags:# text:string type:ButtonType = KeyboardButton;
keyboardButtonRow#77608b83 buttons:Vector<KeyboardButton> = KeyboardButtonRow;
keyboardInlineButton#c1a5c1a4 flags:# text:string type:InlineButtonType = KeyboardInlineButton;
keyboardInlineButtonRow#c1a5c1a5 buttons:Vector<KeyboardInlineButton> = KeyboardInlineButtonRow;
replyKeyboardMarkup#85dd99d1 flags:# rows:Vector<KeyboardButtonRow> = ReplyMarkup;
replyInlineMarkup#c1a5c1a6 rows:Vector<KeyboardInlineButtonRow> = ReplyMarkup;
---functions---
invokeWithLayer#da9b0d0d {X:Type} layer:int query:!X = X;
buttons.get#c1a5c1a7 = ReplyMarkup;`;

/** A page that holds one message. */
const messages = (message: TlObject): TlObject => ({
  _: 'messages.messages',
  messages: [message],
  chats: [],
  users: [],
});

describe('one answer in several layers', () => {
  it('gets the fields that a newer layer requires', () => {
    const plain = messages({ _: 'message', id: 1, peer_id: PEER, date: 1, message: 'x' });
    expect(seen(198, 'messages.getHistory', plain)).toEqual(plain);
    expect(seen(227, 'messages.getHistory', plain)).toEqual({ ...plain, topics: [] });
  });

  it('names stories and joins as the layer does', () => {
    const user: TlObject = { _: 'user', id: 5n, stories_max_id: 3 };
    expect(seen(198, 'users.getUsers', [user])).toEqual([user]);
    expect(seen(228, 'users.getUsers', [user])).toEqual([
      { ...user, stories_max_id: { _: 'recentStory', max_id: 3 } },
    ]);
    const joined = updatesWith();
    expect(seen(198, 'channels.joinChannel', joined)).toEqual(joined);
    expect(seen(227, 'channels.joinChannel', joined)).toEqual({
      _: 'messages.chatInviteJoinResultOk',
      updates: joined,
    });
  });

  it('has buttons of one constructor each, or of one constructor with types', () => {
    registerSchema(229, BUTTONS_OF_229);
    const yes: TlObject = { _: 'keyboardButtonCallback', text: 'Yes', data: new Uint8Array([1]) };
    const site: TlObject = { _: 'keyboardButtonUrl', text: 'Site', url: 'https://example.org/' };
    const inline: TlObject = {
      _: 'replyInlineMarkup',
      rows: [{ _: 'keyboardButtonRow', buttons: [yes, site] }],
    };
    const message: TlObject = {
      _: 'message',
      id: 1,
      peer_id: PEER,
      date: 1,
      message: '',
      reply_markup: inline,
    };
    expect(seen(228, 'messages.getHistory', messages(message))).toMatchObject(messages(message));
    const inlineNow = (text: string, type: TlObject): TlObject => ({ _: 'keyboardInlineButton', text, type });
    const buttons = [
      inlineNow('Yes', { _: 'inlineButtonTypeCallback', data: new Uint8Array([1]) }),
      inlineNow('Site', { _: 'inlineButtonTypeUrl', url: 'https://example.org/' }),
    ];
    expect(seen(229, 'buttons.get', inline)).toEqual({
      _: 'replyInlineMarkup',
      rows: [{ _: 'keyboardInlineButtonRow', buttons }],
    });
    const asked: TlObject = { _: 'keyboardButtonRequestPhone', text: 'B' };
    const row: TlObject = { _: 'keyboardButtonRow', buttons: [{ _: 'keyboardButton', text: 'A' }, asked] };
    expect(seen(229, 'buttons.get', { _: 'replyKeyboardMarkup', rows: [row] })).toMatchObject({
      rows: [
        {
          buttons: [
            { _: 'keyboardButton', text: 'A', type: { _: 'buttonTypeDefault' } },
            { _: 'keyboardButton', text: 'B', type: { _: 'buttonTypeRequestPhone' } },
          ],
        },
      ],
    });
  });

  it('tells an old client of news in words it has, or not at all', () => {
    const media: TlObject = {
      _: 'messageMediaToDo',
      todo: { _: 'todoList', title: { _: 'textWithEntities', text: 'Shop', entities: [] }, list: [] },
    };
    const withList = messages({ _: 'message', id: 1, peer_id: PEER, date: 1, message: '', media });
    expect(seen(227, 'messages.getHistory', withList)).toMatchObject(withList);
    expect(seen(198, 'messages.getHistory', withList)).toMatchObject({
      messages: [{ media: { _: 'messageMediaUnsupported' } }],
    });
    const news = updatesWith(
      { _: 'updateChatParticipantRank', chat_id: 1n, user_id: 2n, rank: 'x', version: 1 },
      { _: 'updateChannelPinnedTopic', channel_id: 9n, topic_id: 4, pinned: true },
    );
    expect(seen(198, 'messages.sendMessage', news)).toMatchObject({
      updates: [{ _: 'updateChannelPinnedTopic', channel_id: 9n }],
    });
    expect(seen(228, 'messages.sendMessage', news)).toMatchObject({
      updates: [
        { _: 'updateChatParticipantRank' },
        {
          _: 'updatePinnedForumTopic',
          peer: { _: 'peerChannel', channel_id: 9n },
          topic_id: 4,
          pinned: true,
        },
      ],
    });
  });

  it('is still refused when it is wrong in every layer', () => {
    for (const layer of [198, 227, 228]) {
      const wrong = messages({
        _: 'message',
        id: 1,
        peer_id: PEER,
        date: 1,
        message: '',
        media: { _: 'messageMediaPhotoo' },
      });
      expect(() => codecFor(layer).answer('messages.getHistory', wrong)).toThrow(
        'messages.messages.messages[0].message.media: layer',
      );
      expect(() => codecFor(layer).answer('channels.joinChannel', { _: 'peerUser' })).toThrow(
        'Updates expected',
      );
    }
  });
});

describe('a request that moved', () => {
  it('is known by its earlier name and fields', () => {
    const peer: TlObject = { _: 'inputPeerChannel', channel_id: 9n, access_hash: 8n };
    expect(earlierForm({ _: 'messages.getForumTopics', peer, limit: 5 })).toMatchObject({
      _: 'channels.getForumTopics',
      channel: { _: 'inputChannel', channel_id: 9n, access_hash: 8n },
      limit: 5,
    });
    expect(earlierForm({ _: 'messages.getForumTopics', peer: { _: 'inputPeerSelf' } })).toMatchObject({
      channel: { _: 'inputChannelEmpty' },
    });
    expect(earlierForm({ _: 'messages.getHistory' })).toBeUndefined();
  });
});
