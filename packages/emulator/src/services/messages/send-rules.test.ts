import { describe, expect, it } from 'vitest';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

type Fields = Readonly<Record<string, TlValue>>;

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob' }).userId;
  const group = world.addSupergroup({ title: 'Group', creator: bob, members: [ann] });
  const own = world.addChannel({ title: 'Own', creator: ann, username: 'annsown' });
  const place: PeerRef = { kind: 'channel', id: group.id };
  const direct: PeerRef = { kind: 'user', id: bob };
  world.addMessage({ peer: place, from: bob, date: 1, text: 'the quick brown fox' });
  world.addMessage({ peer: direct, from: ann, date: 1, text: 'in private' });
  const session = new TestSession(world, ann);
  let random = 0n;
  const request = (peer: PeerRef, fields: Fields) => {
    random += 1n;
    return { peer: session.input(peer), message: 'text', random_id: random, ...fields };
  };
  const send = async (fields: Fields, peer = place): Promise<TlObject> => {
    const answer = await session.call('messages.sendMessage', request(peer, fields));
    return objectOf(objectsOf(answer, 'updates').at(-1) ?? { _: '' }, 'message') ?? { _: '' };
  };
  const fail = (fields: Fields, peer = place) =>
    session.failure('messages.sendMessage', request(peer, fields));
  const reply = (fields: Fields) => ({ reply_to: { _: 'inputReplyToMessage', ...fields } });
  return { world, ann, bob, group, own, place, direct, session, send, fail, reply };
}

describe('a reply', () => {
  it('quotes a part of what it answers', async () => {
    const { group, send, fail, reply } = setUp();
    expect(await send(reply({ reply_to_msg_id: 1, quote_text: 'brown' }))).toMatchObject({
      reply_to: { quote: true, quote_text: 'brown', quote_offset: 10 },
    });
    expect(await fail(reply({ reply_to_msg_id: 1, quote_text: 'green' }))).toBe('400 QUOTE_TEXT_INVALID');
    expect(await fail(reply({ reply_to_msg_id: 9 }))).toBe('400 REPLY_MESSAGE_ID_INVALID');
    expect(group.history.size).toBe(2);
  });

  it('may answer a message of another chat, and then begins no thread', async () => {
    const { session, direct, group, send, reply } = setUp();
    const crossed = await send(reply({ reply_to_msg_id: 1, reply_to_peer_id: session.input(direct) }));
    expect(crossed).toMatchObject({ reply_to: { reply_to_msg_id: 1, reply_to_peer_id: { _: 'peerUser' } } });
    expect(group.threads.get(1)).toBeUndefined();
  });
});

describe('entities', () => {
  it('count in UTF-16 and lie within the text', async () => {
    const { group, send, fail } = setUp();
    const bold = (offset: number, length: number) => ({
      message: ' 😀 bold',
      entities: [{ _: 'messageEntityBold', offset, length }],
    });
    expect(await send(bold(4, 4))).toMatchObject({
      message: '😀 bold',
      entities: [{ offset: 3, length: 4 }],
    });
    expect(await fail(bold(4, 5))).toBe('400 ENTITY_BOUNDS_INVALID');
    expect(await fail(bold(-1, 2))).toBe('400 ENTITY_BOUNDS_INVALID');
    expect(group.history.size).toBe(2);
  });
});

describe('the sender', () => {
  it('may be a channel that one owns, and nobody else', async () => {
    const { world, bob, own, session, place, send, fail } = setUp();
    const channel: PeerRef = { kind: 'channel', id: own.id };
    const offered = await session.call('channels.getSendAs', { peer: session.input(place) });
    expect(objectsOf(offered, 'peers').map((one) => objectOf(one, 'peer')?._)).toEqual([
      'peerUser',
      'peerChannel',
    ]);
    expect(await send({ send_as: session.input(channel) })).toMatchObject({
      from_id: { channel_id: own.id },
      out: true,
    });
    const other = world.addChannel({ title: 'Other', creator: bob, username: 'bobsown' });
    const stolen = session.input({ kind: 'channel', id: other.id });
    expect(await fail({ send_as: stolen })).toBe('400 SEND_AS_PEER_INVALID');
    expect(await fail({ send_as: session.input(place) })).toBe('400 SEND_AS_PEER_INVALID');
  });
});

describe('a link', () => {
  it('brings the preview that the world has of it, unless the sender or the chat wants none', async () => {
    const { world, group, session, send } = setUp();
    world.webPages.set('https://example.org', { title: 'Example' });
    const linked = await send({ message: 'see https://example.org' });
    expect(linked).toMatchObject({
      media: { _: 'messageMediaWebPage', webpage: { title: 'Example', display_url: 'example.org' } },
    });
    expect(await send({ message: 'https://example.org', no_webpage: true })).toMatchObject({
      media: undefined,
    });
    expect(await send({ message: 'https://example.com' })).toMatchObject({ media: undefined });
    group.defaultBanned = { embed_links: true };
    expect(await send({ message: 'https://example.org' })).toMatchObject({ media: undefined });
    const preview = async (message: string) =>
      objectOf(await session.call('messages.getWebPagePreview', { message }), 'media');
    expect(await preview('no link')).toEqual({ _: 'messageMediaEmpty' });
    expect(await preview('https://example.com')).toMatchObject({ webpage: { _: 'webPageEmpty' } });
  });

  it('with a preview is edited as the text that it is', async () => {
    const { world, ann, session, direct, send } = setUp();
    world.webPages.set('https://example.org', { title: 'Example' });
    await send({ message: 'https://example.org' }, { kind: 'user', id: ann });
    const edit = { peer: { _: 'inputPeerSelf' }, id: 2, message: 'x'.repeat(2000) };
    expect(await session.failure('messages.editMessage', edit)).toBe('no error');
    expect(world.history(ann, { kind: 'user', id: ann })?.get(2)?.media).toBeUndefined();
    expect(world.history(ann, direct)?.size).toBe(1);
  });
});
