/* For the services' own tests: a small world that holds something of every kind, so that requests find something. */
import { makeDocument, makePhoto } from '../../world/files.js';
import { peerOf } from '../../world/data.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { MessageDraft, PeerRef } from '../../world/model.js';
import { makeStickerSet } from '../../world/media-makers.js';
import { createWorld } from '../../world/world.js';
import { scriptedBot } from '../../world/bots/script.js';
import type { World } from '../../world/world.js';
import { TestSession } from '../common/test-call.js';

/** When it stands. */
export const NOW = 1_760_000_000;

const FIRST_FILE = 9000n;
let fileId = FIRST_FILE;

/** A photo of its own. */
export function photo() {
  fileId += 1n;
  return makePhoto({ id: fileId, date: 1, width: 640, height: 480, content: { seed: 1, size: 9000 } });
}

/** Ann made all chats; Bob is a member; Cat is an administrator with few rights; Dan is banned; Eve left; Flo restricted. */
export function crowdedTown() {
  // The same in every town, whichever were made before in this process.
  fileId = FIRST_FILE;
  const world = createWorld({ seed: 'crowd' });
  const names = ['ann', 'bob', 'cat', 'dan', 'eve', 'flo'] as const;
  const [ann, bob, cat, dan, eve, flo] = names.map(
    (firstName, n) => world.addAccount({ phone: `1555000${n}`, firstName, photo: photo() }).userId,
  ) as [bigint, bigint, bigint, bigint, bigint, bigint];
  const robo = addRobot(world);
  const gone = world.addUser({ deleted: true }).id;
  const set = { creator: ann, members: [bob, robo, gone] };
  const club = world.addBasicGroup({ ...set, title: 'Club', photo: photo() });
  const news = world.addChannel({ ...set, title: 'News', username: 'annsnews', signatures: true });
  const talk = world.addSupergroup({ ...set, title: 'Talk', linkedChatId: news.id });
  const hall = world.addSupergroup({ ...set, title: 'Hall', forum: true });
  const closed = world.addChannel({ ...set, title: 'Closed' });
  const room = world.addSupergroup({ ...set, title: 'Room', slowmodeSeconds: 30, hiddenPrehistory: true });
  for (const chat of [news, talk, hall, closed, room]) {
    world.addMember(chat, cat, { role: 'admin', rights: { other: true }, promotedBy: ann });
    world.addMember(chat, dan, { role: 'banned', banned: { view_messages: true }, kickedBy: ann });
    world.addMember(chat, eve, { role: 'left' });
    if (chat.kind === 'supergroup')
      world.addMember(chat, flo, { role: 'restricted', banned: { send_messages: true }, kickedBy: ann });
  }
  const chats = [club, news, talk, hall, closed, room];
  const invites = chats.map((chat) => world.addInvite(chat, { adminId: ann }));
  const peers: PeerRef[] = [
    ...chats.map(peerOf),
    ...[ann, bob, cat, robo].map((id): PeerRef => ({ kind: 'user', id })),
  ];
  for (const peer of peers) world.addMessages(drafts(peer, ann, bob));
  world.addContact(ann, bob, { mutual: true });
  for (const owner of [ann, bob])
    world.addStory({ kind: 'user', id: owner }, { media: photo(), date: NOW - 9 });
  world.addStory(peerOf(news), { media: photo(), date: NOW - 9, pinned: true });
  const stickers = makeStickerSet({
    id: 77n,
    title: 'Cats',
    shortName: 'cats',
    emoji: ['👍', '❤️'],
    date: 1,
  });
  world.addStickerSet(stickers);
  world.webPages.set('https://example.org', { title: 'Example' });
  const people = { ann, bob, cat, dan, eve, flo, robo, gone };
  const accounts = [ann, bob, cat, dan, eve, flo];
  const sessions = accounts.map((id) => sessionOf(world, id));
  return {
    world,
    people,
    stickers,
    accounts,
    chats,
    named: { club, news, talk, hall, closed, room },
    invites,
    peers,
    sessions,
  };
}

/** A session of an account, under a key of its own. */
export function sessionOf(world: World, id: bigint): TestSession {
  const session = new TestSession(world, id, id.toString(16).padStart(16, '0'));
  session.time = NOW;
  return session;
}

function at(ago: number): { readonly date: number } {
  return { date: NOW - ago };
}

/** A text as polls and lists have it. */
export function plain(value: string): TlObject {
  return { _: 'textWithEntities', text: value, entities: [] };
}

function drafts(peer: PeerRef, from: bigint, other: bigint): MessageDraft[] {
  const base = { peer, from, owner: from };
  const voice = makeDocument({
    id: (fileId += 1n),
    date: 1,
    content: { seed: 2, size: 99 },
    mimeType: 'audio/ogg',
    attributes: [{ _: 'documentAttributeAudio', voice: true, duration: 3 }],
  });
  return [
    { ...base, ...at(90), text: 'first' },
    { ...base, ...at(80), text: 'answer', replyTo: 1 },
    { ...base, ...at(70), media: photo(), groupedId: 5n, text: 'caption' },
    { ...base, ...at(60), media: voice, pinned: true },
    { ...base, ...at(50), text: 'fwd', forward: { from: { kind: 'user', id: other }, date: 1 } },
    {
      ...base,
      ...at(40),
      text: 'liked',
      reactions: [{ emoji: '👍', count: 1, by: [{ userId: other, date: 9 }] }],
    },
    { ...base, ...at(30), text: 'bye', from: peer.kind === 'user' ? peer.id : from },
  ];
}

function addRobot(world: World): bigint {
  const brain = scriptedBot({
    rules: [
      { on: { callback: 'more' }, do: [{ answer: 'Here you are.' }, { edit: 'More' }] },
      { on: { any: true }, do: [{ send: 'Yes?', buttons: [[{ text: 'More', callback: 'more' }]] }] },
    ],
    inline: [{ match: '.*', results: [{ title: 'One', text: 'one' }] }],
  });
  const botProfile = { brain, inlinePlaceholder: 'ask' };
  return world.addUser({ firstName: 'Robo', bot: true, username: 'robobot', botProfile }).id;
}

/** Lets Ann and Bob do in their chats what only calls can do: a poll, a list, a topic, something scheduled, a press. */
export async function bringToLife({ sessions, peers, named }: ReturnType<typeof crowdedTown>): Promise<void> {
  const [ann, bob] = sessions;
  if (ann === undefined || bob === undefined) throw new Error('nobody is there');
  let random = 0n;
  const send = (session: TestSession, method: string, fields: Readonly<Record<string, TlValue>>) => {
    random += 1n;
    return session.value(method, { message: '', random_id: random, ...fields });
  };
  const answers = [0, 1].map((n) => ({ _: 'pollAnswer', text: plain(`${n}`), option: Uint8Array.of(n) }));
  const poll = { _: 'poll', id: 0n, question: plain('Which?'), answers };
  for (const { kind, id } of peers) {
    const peer = ann.input({ kind, id });
    if (kind !== 'user')
      await send(ann, 'messages.sendMedia', { peer, media: { _: 'inputMediaPoll', poll } });
    await send(ann, 'messages.sendMessage', { peer, message: 'later', schedule_date: NOW + 3600 });
    await ann.value('messages.saveDraft', { peer, message: 'draft' });
  }
  for (const title of ['One', 'Two']) {
    const channel = { ...ann.input(peerOf(named.hall)), _: 'inputChannel' };
    await send(ann, 'channels.createForumTopic', { channel, title });
  }
}
