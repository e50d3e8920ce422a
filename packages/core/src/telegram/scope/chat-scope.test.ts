import type { Api as ApiTypes } from 'telegram';
import { describe, expect, it } from 'vitest';
import { done } from '../../errors/outcome.js';
import { telegram } from '../library.js';
import { createChatScope } from './chat-scope.js';
import { namedPeers } from './named-peers.js';

const { Api, helpers } = telegram();
const long = (value: bigint | number) => helpers.returnBigInt(value);

const SELF = '7';
const BLOCKED = { channel: '-1000000000050', chat: '-60', user: '70' };

function scope(allowed?: readonly string[], loginCodes = false) {
  return createChatScope(
    { TG_READ_LOGIN_CODES: loginCodes },
    {
      allowed: allowed === undefined ? undefined : new Set(allowed),
      blocked: new Set(Object.values(BLOCKED)),
      ready: () => Promise.resolve(done(undefined)),
    },
  );
}

const channel = (id = 50) => new Api.InputPeerChannel({ channelId: long(id), accessHash: long(1) });
const user = (id = 70) => new Api.InputPeerUser({ userId: long(id), accessHash: long(1) });
const page = { offsetId: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0 };
const history = (peer: ApiTypes.TypeInputPeer) =>
  new Api.messages.GetHistory({ peer, offsetDate: 0, hash: long(0), ...page });
const search = (peer: ApiTypes.TypeInputPeer, fromId?: ApiTypes.TypeInputPeer) =>
  new Api.messages.Search({
    peer,
    q: '',
    filter: new Api.InputMessagesFilterEmpty(),
    minDate: 0,
    maxDate: 0,
    hash: long(0),
    ...page,
    ...(fromId === undefined ? {} : { fromId }),
  });

const REQUESTS: readonly (readonly [string, () => ApiTypes.AnyRequest, string])[] = [
  ['a peer', () => history(channel()), BLOCKED.channel],
  ['a user', () => history(user()), BLOCKED.user],
  [
    'a channel',
    () =>
      new Api.channels.GetMessages({
        channel: new Api.InputChannel({ channelId: long(50), accessHash: long(1) }),
        id: [],
      }),
    BLOCKED.channel,
  ],
  ['a basic group by its number', () => new Api.messages.GetFullChat({ chatId: long(60) }), BLOCKED.chat],
  [
    'one of several basic groups',
    () => new Api.messages.GetChats({ id: [long(61), long(60)] }),
    BLOCKED.chat,
  ],
  [
    'a basic group within a data export',
    () =>
      new Api.InvokeWithTakeout({
        takeoutId: long(1),
        query: new Api.messages.GetChats({ id: [long(60)] }),
      }),
    BLOCKED.chat,
  ],
  [
    'one of several users',
    () =>
      new Api.users.GetUsers({
        id: [new Api.InputUserSelf(), new Api.InputUser({ userId: long(70), accessHash: long(1) })],
      }),
    BLOCKED.user,
  ],
  [
    'a dialog',
    () => new Api.messages.GetPeerDialogs({ peers: [new Api.InputDialogPeer({ peer: channel() })] }),
    BLOCKED.channel,
  ],
  [
    'a place in a list',
    () =>
      new Api.messages.GetDialogs({
        offsetDate: 0,
        offsetId: 0,
        offsetPeer: channel(),
        limit: 1,
        hash: long(0),
      }),
    BLOCKED.channel,
  ],
  [
    'the chat in which somebody was met',
    () => history(new Api.InputPeerUserFromMessage({ peer: channel(), msgId: 1, userId: long(71) })),
    BLOCKED.channel,
  ],
  ['a sender', () => search(channel(51), user()), BLOCKED.user],
  [
    'the owner of a picture',
    () =>
      new Api.upload.GetFile({
        location: new Api.InputPeerPhotoFileLocation({ peer: channel(), photoId: long(1) }),
        offset: long(0),
        limit: 4096,
      }),
    BLOCKED.channel,
  ],
];

describe('a request', () => {
  it.each(REQUESTS)('is held back that names %s out of scope', (_, request, id) => {
    expect(scope().admits(request(), SELF)).toMatchObject({
      ok: false,
      refusal: { code: 'CHAT_OUT_OF_SCOPE', data: { peer: id, reached_wire: false } },
    });
  });

  it('passes that names others, or nobody', () => {
    for (const request of [history(channel(51)), history(user(71)), new Api.messages.GetDialogFilters()]) {
      expect(scope().admits(request, SELF)).toEqual(done(undefined));
    }
  });

  it('counts Saved Messages as a chat, and the account itself as none', () => {
    const saved = history(new Api.InputPeerSelf());
    expect(scope(['1']).admits(saved, SELF).ok).toBe(false);
    expect(scope([SELF]).admits(saved, SELF).ok).toBe(true);
    const self = new Api.users.GetUsers({ id: [new Api.InputUserSelf()] });
    expect(scope(['1']).admits(self, SELF).ok).toBe(true);
    expect(namedPeers(saved)).toEqual([{ id: 'self', person: false }]);
  });

  it('may name a sender who is not on the list of allowed chats, but no chat', () => {
    const only = scope(['-1000000000051']);
    expect(only.admits(search(channel(51), user(71)), SELF).ok).toBe(true);
    expect(only.admits(history(user(71)), SELF).ok).toBe(false);
  });
});

describe('an answer', () => {
  const message = (id: number, peerId: ApiTypes.TypePeer) =>
    new Api.Message({
      id,
      peerId,
      date: 1,
      message: `words ${id}`,
      fromId: new Api.PeerUser({ userId: long(70) }),
    });

  it('loses the words of a chat out of scope and keeps their places', () => {
    const answer = new Api.messages.Messages({
      messages: [
        message(1, new Api.PeerChannel({ channelId: long(50) })),
        message(2, new Api.PeerChannel({ channelId: long(51) })),
      ],
      chats: [
        new Api.ChannelForbidden({ id: long(50), accessHash: long(1), title: 'Hidden' }),
        new Api.ChannelForbidden({ id: long(51), accessHash: long(1), title: 'Open' }),
      ],
      users: [],
    });
    const cleansed = scope().cleansed(answer);
    if (!cleansed.ok) throw new Error('refused');
    const { messages, chats } = cleansed.value;
    expect(messages.map((one) => [one.className, one.id])).toEqual([
      ['MessageService', 1],
      ['Message', 2],
    ]);
    expect(chats.map((one) => String(one.id))).toEqual(['51']);
    expect(JSON.stringify(messages[0])).not.toContain('words');
    expect(messages[0]?.className === 'MessageService' && messages[0].fromId).toBeFalsy();
  });

  it('is refused that says who has a blocked name, and stays whole for others', () => {
    const found = (id: number) =>
      new Api.contacts.ResolvedPeer({ peer: new Api.PeerUser({ userId: long(id) }), chats: [], users: [] });
    expect(scope().cleansed(found(70))).toMatchObject({ refusal: { code: 'CHAT_OUT_OF_SCOPE' } });
    expect(scope().cleansed(found(71)).ok).toBe(true);
  });

  it('lists no contact out of scope, and nothing of the chats with login codes', () => {
    const contacts = (ids: readonly number[]) =>
      new Api.contacts.Contacts({
        contacts: ids.map((id) => new Api.Contact({ userId: long(id), mutual: false })),
        savedCount: 0,
        users: ids.map((id) => new Api.User({ id: long(id), firstName: String(id) })),
      });
    const kept = scope().cleansed(contacts([70, 71, 777_000]));
    if (!kept.ok) throw new Error('refused');
    expect(kept.value.contacts.map(({ userId }) => String(userId))).toEqual(['71']);
    expect(kept.value.users.map(({ id }) => String(id))).toEqual(['71']);
    expect(scope(undefined, true).isOpen('777000')).toBe(true);
    expect(scope().isOpen('489000')).toBe(false);
  });

  const openOnly = (answer: unknown) => scope(['-1000000000051']).cleansed(answer);
  const lists = (ids: readonly number[]) => ({
    chats: ids.map(
      (id) => new Api.ChannelForbidden({ id: long(id), accessHash: long(1), title: `Chat ${id}` }),
    ),
    users: ids.map((id) => new Api.User({ id: long(id), firstName: String(id) })),
  });
  const idsOf = (list: readonly { readonly id: unknown }[]) => list.map(({ id }) => String(id));

  it("names of the account's chats those alone that are on the list of allowed ones", () => {
    const dialogs = new Api.messages.Dialogs({ dialogs: [], messages: [], ...lists([51, 52]) });
    const kept = openOnly(dialogs);
    expect(kept.ok && idsOf((kept.value as typeof dialogs).chats)).toEqual(['51']);
  });

  it('says neither whose chat a search has found and is not open, nor that there was something', () => {
    const found = new Api.messages.MessagesSlice({
      count: 7,
      messages: [
        message(1, new Api.PeerChannel({ channelId: long(51) })),
        message(2, new Api.PeerChannel({ channelId: long(52) })),
        message(3, new Api.PeerUser({ userId: long(71) })),
        message(4, new Api.PeerUser({ userId: long(70) })),
      ],
      // The sender of an open message is named also where the own chat with them is not open.
      ...lists([51, 52, 53, 70, 71]),
    });
    const kept = openOnly(found);
    if (!kept.ok) throw new Error('refused');
    const { count, chats, users } = kept.value as typeof found;
    expect(count).toBe(4);
    expect(idsOf(chats)).toEqual(['51', '53', '70', '71']);
    expect(idsOf(users)).toEqual(['51', '52', '53', '70']);
  });

  it('does not tell of a blocked chat where an open one speaks of it', () => {
    const blocked = new Api.PeerChannel({ channelId: long(50) });
    const here = new Api.PeerChannel({ channelId: long(51) });
    const from = new Api.MessageFwdHeader({ fromId: blocked, date: 1, postAuthor: 'Secret author' });
    const said = { id: 1, peerId: here, date: 1, message: 'words', savedPeerId: blocked };
    const messages = [
      new Api.MessageReplyHeader({ replyFrom: from, quoteText: 'secret quote' }),
      new Api.MessageReplyStoryHeader({ peer: blocked, storyId: 1 }),
    ].map((replyTo) => new Api.Message({ ...said, replyTo }));
    const media = [
      new Api.MessageMediaStory({ peer: blocked, id: 1 }),
      new Api.MessageMediaWebPage({
        webpage: new Api.WebPage({
          id: long(1),
          url: 'u',
          displayUrl: 'u',
          hash: 0,
          attributes: [new Api.WebPageAttributeStory({ peer: blocked, id: 1 })],
        }),
      }),
    ].map((one) => new Api.Message({ ...said, media: one }));
    const replies = new Api.MessageReplies({
      replies: 3,
      repliesPts: 1,
      channelId: long(50),
      comments: true,
    });
    const all = [...messages, ...media, new Api.Message({ ...said, replies })];
    const kept = scope().cleansed(new Api.messages.Messages({ messages: all, chats: [], users: [] }));
    if (!kept.ok) throw new Error('refused');
    expect(kept.value.messages).toHaveLength(5);
    const bytes = kept.value.messages.map((one) => one.getBytes());
    for (const one of bytes) {
      expect(one.includes(blocked.getBytes())).toBe(false);
      expect(one.toString('latin1')).not.toMatch(/secret/i);
    }
    const last = kept.value.messages[4] as ApiTypes.Message;
    expect(last.replies).toMatchObject({ replies: 3 });
    expect(last.replies?.channelId).toBeFalsy();
    expect(scope().cleansed(new Api.messages.Messages({ messages, chats: [], users: [] })).ok).toBe(true);
  });

  it('does not tell which chat the archive begins with', () => {
    const folder = new Api.Folder({ id: 1, title: 'Archive' });
    const archive = (id: number) =>
      new Api.DialogFolder({
        folder,
        peer: new Api.PeerChannel({ channelId: long(id) }),
        topMessage: 1,
        unreadMutedPeersCount: 0,
        unreadUnmutedPeersCount: 0,
        unreadMutedMessagesCount: 0,
        unreadUnmutedMessagesCount: 0,
      });
    const answer = new Api.messages.Dialogs({
      dialogs: [archive(50), archive(51)],
      messages: [],
      chats: [],
      users: [],
    });
    const kept = scope().cleansed(answer);
    expect(kept.ok && kept.value.dialogs).toMatchObject([{ peer: { channelId: long(51) } }]);
  });
});
