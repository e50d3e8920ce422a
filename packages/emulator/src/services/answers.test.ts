import { describe, expect, it } from 'vitest';
import { makeDocument, makePhoto } from '../world/files.js';
import type { MessageDraft, PeerRef } from '../world/model.js';
import { createWorld } from '../world/world.js';
import { objectsOf } from './common/fields.js';
import { TestSession } from './common/test-call.js';

/* The test session writes every answer by the schema and so fails on a field that is missing or of another type. */

const photo = makePhoto({ id: 1n, date: 1, content: { seed: 1, size: 99 }, width: 1600, height: 900 });
const voice = makeDocument({
  id: 2n,
  date: 1,
  content: { seed: 2, size: 99 },
  mimeType: 'audio/ogg',
  attributes: [{ _: 'documentAttributeAudio', voice: true, duration: 3 }],
});

function drafts(peer: PeerRef, from: bigint, other: bigint): MessageDraft[] {
  const base = { peer, from, owner: from };
  return [
    { ...base, date: 1, action: { _: 'messageActionChatCreate', title: 'x', users: [other] } },
    { ...base, date: 2, text: 'bold', entities: [{ _: 'messageEntityBold', offset: 0, length: 4 }] },
    { ...base, date: 3, text: 'answer', replyTo: 2, editDate: 9, views: 7 },
    { ...base, date: 4, media: photo, groupedId: 5n, text: 'caption' },
    { ...base, date: 5, media: voice, pinned: true },
    {
      ...base,
      date: 6,
      media: {
        kind: 'other',
        media: { _: 'messageMediaGeo', geo: { _: 'geoPoint', long: 1.5, lat: 2.5, access_hash: 0n } },
      },
    },
    { ...base, date: 7, text: 'fwd', forward: { from: { kind: 'user', id: other }, date: 1 } },
    { ...base, date: 8, text: 'fwd', forward: { fromName: 'Hidden', date: 1, savedFrom: { peer, id: 4 } } },
    {
      ...base,
      date: 9,
      text: 'liked',
      reactions: [{ emoji: '👍', count: 9, by: [{ userId: other, date: 9 }] }],
    },
  ];
}

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann', photo, about: 'hello' }).userId;
  const eve = world.addUser({ firstName: 'Eve', bot: true, status: { _: 'userStatusRecently' } }).id;
  const gone = world.addUser({ deleted: true }).id;
  const chats = [
    world.addBasicGroup({ title: 'Club', creator: ann, members: [eve, gone], photo }),
    world.addSupergroup({
      title: 'Group',
      creator: ann,
      members: [eve],
      photo,
      defaultBanned: { send_polls: true },
    }),
    world.addChannel({ title: 'News', creator: ann, username: 'annsnews' }),
  ];
  const peers: PeerRef[] = [
    { kind: 'user', id: eve },
    { kind: 'user', id: ann },
    ...chats.map((chat): PeerRef => ({ kind: chat.kind === 'group' ? 'chat' : 'channel', id: chat.id })),
  ];
  for (const peer of peers) world.addMessages(drafts(peer, ann, eve));
  const session = new TestSession(world, ann);
  return { world, ann, eve, peers, session };
}

describe('answers', () => {
  it('fit the schema for every kind of message in every kind of chat', async () => {
    const { peers, session } = setUp();
    for (const peer of peers) {
      const answer = await session.call('messages.getHistory', { peer: session.input(peer), limit: 100 });
      const messages = objectsOf(answer, 'messages');
      expect(messages.map((message) => message._).filter((name) => name === 'messageService')).toHaveLength(
        1,
      );
      expect(messages).toHaveLength(9);
      expect(messages.at(2)).toMatchObject({ fwd_from: { from_id: { _: 'peerUser' } } });
      expect(messages.at(4)).toMatchObject({ pinned: true, media: { voice: true } });
      expect(messages.at(6)).toMatchObject({ reply_to: { reply_to_peer_id: undefined } });
    }
  });

  it('fit the schema for chats, people and dialogs with drafts', async () => {
    const { world, ann, eve, peers, session } = setUp();
    world.dialog(ann, { kind: 'user', id: eve }).draft = { text: 'later', date: 5, replyToId: 3 };
    await session.call('messages.getDialogs', { limit: 100, offset_peer: { _: 'inputPeerEmpty' } });
    await session.call('messages.getPinnedDialogs', { folder_id: 0 });
    await session.call('messages.getDialogFilters');
    for (const { kind, id } of peers) {
      const input = session.input({ kind, id });
      if (kind === 'user') await session.call('users.getFullUser', { id: { ...input, _: 'inputUser' } });
      if (kind === 'chat') {
        await session.call('messages.getFullChat', { chat_id: id });
        await session.call('messages.getChats', { id: [id] });
      }
      if (kind === 'channel') {
        const channel = { ...input, _: 'inputChannel' };
        await session.call('channels.getFullChannel', { channel });
        await session.call('channels.getChannels', { id: [channel] });
        await session.call('channels.getParticipants', {
          channel,
          filter: { _: 'channelParticipantsRecent' },
          limit: 10,
        });
      }
    }
    await session.call('help.getConfig');
    await session.call('help.getNearestDc');
    await session.call('help.getAppConfig');
    await session.value('messages.getSearchCounters', {
      peer: session.input({ kind: 'user', id: eve }),
      filters: [{ _: 'inputMessagesFilterPhotos' }],
    });
  });

  it('fit the schema for members of every standing', async () => {
    const { world, ann, session } = setUp();
    const group = world.addSupergroup({ title: 'Court', creator: ann });
    const add = (role: 'admin' | 'restricted' | 'banned' | 'left') => {
      const user = world.addUser();
      world.addMember(group, user.id, {
        role,
        rights: { ban_users: true },
        banned: { send_media: true },
        rank: 'R',
      });
      return user.id;
    };
    const ids = [add('admin'), add('restricted'), add('banned')];
    const left = add('left');
    const channel = { ...session.input({ kind: 'channel', id: group.id }), _: 'inputChannel' };
    const standing = (id: bigint) =>
      session.call('channels.getParticipant', { channel, participant: session.input({ kind: 'user', id }) });
    const answers = [];
    for (const id of ids) answers.push(await standing(id));
    expect(answers).toMatchObject([
      { participant: { _: 'channelParticipantAdmin', admin_rights: { ban_users: true }, rank: 'R' } },
      { participant: { _: 'channelParticipantBanned', left: undefined } },
      { participant: { _: 'channelParticipantBanned', left: true, banned_rights: { view_messages: true } } },
    ]);
    await expect(standing(left)).rejects.toThrow('USER_NOT_PARTICIPANT');
  });
});
