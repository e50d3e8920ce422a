import { describe, expect, it } from 'vitest';
import { knownLayers } from '../../tl/load.js';
import { peerOf } from '../../world/data.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { crowdedTown, sessionOf } from './crowded-town.js';

const NEWEST = Math.max(...knownLayers());

/** Ann in the newest layer; what she is told and others are told must be writable in all. */
function setUp() {
  const town = crowdedTown();
  const session = sessionOf(town.world, town.people.ann);
  session.layer = NEWEST;
  session.alsoIn = knownLayers();
  return { ...town, session, bob: session.input({ kind: 'user', id: town.people.bob }) };
}

const DIFFERENCE = { _: 'messageEntityDiffDelete', offset: 0, length: 1 };
const BOLD = { _: 'messageEntityBold', offset: 0, length: 1 };

describe('what a newer client gives', () => {
  it('stays readable for older ones: drafts', async () => {
    const { session, bob } = setUp();
    const reply_to = { _: 'inputReplyToEphemeralMessage', id: 1 };
    const entities = [DIFFERENCE, BOLD];
    await session.value('messages.saveDraft', { peer: bob, message: 'text', entities, reply_to });
    const [update] = objectsOf(await session.call('messages.getAllDrafts'), 'updates');
    const draft = update === undefined ? undefined : objectOf(update, 'draft');
    expect(draft).toMatchObject({ message: 'text', entities: [BOLD] });
    expect(draft?.['reply_to']).toBeUndefined();
  });

  it('stays readable for older ones: messages', async () => {
    const { session, bob } = setUp();
    const entities = [DIFFERENCE, BOLD];
    await session.value('messages.sendMessage', { peer: bob, message: 'text', entities, random_id: 1n });
    const [message] = objectsOf(
      await session.call('messages.getHistory', { peer: bob, limit: 1 }),
      'messages',
    );
    expect(message).toMatchObject({ entities: [BOLD] });
  });

  it('stays readable for older ones: titles of folders, which hold custom emoji only', async () => {
    const { session } = setUp();
    const emoji = { _: 'messageEntityCustomEmoji', offset: 0, length: 1, document_id: 1n };
    const beyond = { ...emoji, length: 90 };
    const title = { _: 'textWithEntities', text: 'Work', entities: [DIFFERENCE, BOLD, emoji, beyond] };
    const lists = { pinned_peers: [], include_peers: [], exclude_peers: [] };
    const filter = { _: 'dialogFilter', id: 2, contacts: true, title, ...lists };
    await session.value('messages.updateDialogFilter', { id: 2, filter });
    const [, folder] = objectsOf(await session.call('messages.getDialogFilters'), 'filters');
    expect(folder).toMatchObject({ title: { text: 'Work', entities: [emoji] } });
  });

  it.each([
    {
      _: 'sendMessageTextDraftAction',
      random_id: 1n,
      text: { _: 'textWithEntities', text: 'x', entities: [] },
    },
    { _: 'inputSendMessageRichMessageDraftAction', random_id: 1n },
  ])('stays readable for older ones: $_', async (action) => {
    const { session, bob, people } = setUp();
    await session.value('messages.setTyping', { peer: bob, action });
    expect(session.pushed.map(({ userId }) => userId)).toEqual([people.bob]);
  });
});

describe('somebody who only looked into a public channel', () => {
  it.each([
    ['messages.markDialogUnread', { unread: true }],
    ['messages.saveDraft', { message: 'draft' }],
    ['account.updateNotifySettings', { settings: { _: 'inputPeerNotifySettings', silent: true } }],
  ])('does not have it in the chat list, nor finds it there, after %s', async (method, fields) => {
    const { world, people, named } = crowdedTown();
    const session = sessionOf(world, people.flo);
    const peer = session.input(peerOf(named.news));
    const forms = {
      'messages.markDialogUnread': { _: 'inputDialogPeer', peer },
      'account.updateNotifySettings': { _: 'inputNotifyPeer', peer },
    };
    const form = method in forms ? forms[method as keyof typeof forms] : peer;
    await session.value(method, { ...fields, peer: form });
    const dialogs = await session.call('messages.getDialogs', {
      offset_peer: { _: 'inputPeerEmpty' },
      limit: 100,
    });
    const ids = objectsOf(dialogs, 'chats').map((chat) => chat['id']);
    expect(ids).not.toContain(named.news.id);
    const found = await session.call('messages.searchGlobal', {
      q: 'first',
      filter: { _: 'inputMessagesFilterEmpty' },
      offset_peer: { _: 'inputPeerEmpty' },
      limit: 100,
    });
    expect(objectsOf(found, 'chats').map((chat) => chat['id'])).not.toContain(named.news.id);
  });
});
