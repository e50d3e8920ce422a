import { describe, expect, it } from 'vitest';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { peerOf } from '../../world/data.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';
import { refuses, told, town } from '../chats/test-town.js';
import { filtersFor } from './filters.js';

function setUp() {
  const { world, ann, bob } = town();
  const peers: PeerRef[] = [];
  for (let n = 0; n < 7; n++) {
    const group = world.addSupergroup({ title: `G${n}`, creator: ann.id });
    world.addMessage({ peer: peerOf(group), from: ann.id, date: 100 + n, text: 'x' });
    peers.push(peerOf(group));
  }
  const row = (n: number): TlObject => ({
    _: 'inputDialogPeer',
    peer: ann.session.input(peers[n] ?? { kind: 'user', id: ann.id }),
  });
  const ids = (answer: TlObject) =>
    objectsOf(answer, 'dialogs')
      .filter((dialog) => dialog._ === 'dialog')
      .map((dialog) => objectOf(dialog, 'peer')?.['channel_id']);
  const idOf = (n: number) => peers[n]?.id;
  return { world, ann, bob, peers, row, ids, idOf, session: ann.session };
}

describe('pins', () => {
  it('stand in the order of pinning, newest first, and can be ordered anew', async () => {
    const { session, row, ids, idOf, ann } = setUp();
    const pin = (n: number) => ({ peer: row(n), pinned: true });
    for (const n of [0, 1, 2]) await session.value('messages.toggleDialogPin', pin(n));
    const pinned = async () => ids(await session.call('messages.getPinnedDialogs', { folder_id: 0 }));
    expect(await pinned()).toEqual([2, 1, 0].map(idOf));
    await session.value('messages.reorderPinnedDialogs', { folder_id: 0, order: [row(0)] });
    expect(await pinned()).toEqual([0, 2, 1].map(idOf));
    await session.value('messages.reorderPinnedDialogs', {
      force: true,
      folder_id: 0,
      order: [row(1), row(5)],
    });
    expect(await pinned()).toEqual([1, 5].map(idOf));
    const all = await session.call('messages.getDialogs', { limit: 9, offset_peer: { _: 'inputPeerEmpty' } });
    expect(ids(all)).toEqual([1, 5, 6, 4, 3, 2, 0].map(idOf));
    expect(told(session, ann.id).filter((name) => name.startsWith('updatePinned'))).toHaveLength(2);
  });

  it('are few, and only for chats that are there', async () => {
    const { session, row, world, bob } = setUp();
    for (const n of [0, 1, 2, 3, 4]) {
      await session.value('messages.toggleDialogPin', { peer: row(n), pinned: true });
    }
    const sixth = { peer: row(5), pinned: true };
    await refuses(session, 'messages.toggleDialogPin', sixth, '400 PINNED_DIALOGS_TOO_MUCH');
    const peer = { _: 'inputDialogPeer', peer: session.input({ kind: 'user', id: bob.id }) };
    await refuses(session, 'messages.toggleDialogPin', { peer, pinned: true }, '400 PEER_HISTORY_EMPTY');
    const folder = { peer: { _: 'inputDialogPeerFolder', folder_id: 1 }, pinned: true };
    await refuses(session, 'messages.toggleDialogPin', folder, '400 PEER_ID_INVALID');
    expect(world.channels.size).toBe(7);
  });
});

describe('the archive', () => {
  it('takes chats out of the main list, without their pins, and gives them back', async () => {
    const { session, ann, row, ids, idOf, peers } = setUp();
    await session.value('messages.toggleDialogPin', { peer: row(3), pinned: true });
    const move = (n: number, folder_id: number) => ({
      folder_peers: [{ _: 'inputFolderPeer', peer: session.input(peers[n] ?? peerOfNobody), folder_id }],
    });
    const pts = ann.session.world.accounts.get(ann.id)?.pts ?? 0;
    const answer = await session.call('folders.editPeerFolders', move(3, 1));
    expect(objectsOf(answer, 'updates')).toMatchObject([
      { _: 'updateFolderPeers', pts: pts + 1, pts_count: 1 },
    ]);
    const list = async (folder_id: number) =>
      ids(await session.call('messages.getDialogs', { folder_id, limit: 9, offset_peer: EMPTY }));
    expect(await list(1)).toEqual([idOf(3)]);
    expect(await list(0)).toEqual([6, 5, 4, 2, 1, 0].map(idOf));
    const inFolder = { peers: [{ _: 'inputDialogPeerFolder', folder_id: 1 }] };
    expect(ids(await session.call('messages.getPeerDialogs', inFolder))).toEqual([idOf(3)]);
    await refuses(session, 'folders.editPeerFolders', move(2, 5), '400 FOLDER_ID_INVALID');
    await session.call('folders.editPeerFolders', move(3, 0));
    expect(await list(0)).toHaveLength(7);
    const missed = await session.call('updates.getDifference', { pts, date: 0, qts: 0 });
    expect(objectsOf(missed, 'other_updates').map((update) => update._)).toEqual([
      'updateFolderPeers',
      'updateFolderPeers',
    ]);
  });
});

const EMPTY = { _: 'inputPeerEmpty' };
const peerOfNobody: PeerRef = { kind: 'user', id: 0n };

describe('marks by hand', () => {
  it('are set, listed and taken away', async () => {
    const { session, ann, row, peers } = setUp();
    await session.value('messages.markDialogUnread', { peer: row(2), unread: true });
    expect(await session.value('messages.getDialogUnreadMarks')).toMatchObject([
      { _: 'dialogPeer', peer: { channel_id: peers[2]?.id } },
    ]);
    await session.value('messages.markDialogUnread', { peer: row(2) });
    expect(await session.value('messages.getDialogUnreadMarks')).toEqual([]);
    expect(told(session, ann.id)).toEqual(['updateDialogUnreadMark', 'updateDialogUnreadMark']);
  });
});

describe('folders', () => {
  const folder = (fields: object = {}): TlObject => ({
    _: 'dialogFilter',
    id: 0,
    title: { _: 'textWithEntities', text: 'Work', entities: [] },
    groups: true,
    pinned_peers: [],
    include_peers: [],
    exclude_peers: [],
    ...fields,
  });

  it('are made, changed, ordered and deleted, and other sessions learn of it', async () => {
    const { session, ann, peers } = setUp();
    const put = (id: number, filter?: TlObject) =>
      session.value('messages.updateDialogFilter', { id, filter });
    await put(2, folder());
    await put(3, folder({ groups: undefined, include_peers: [session.input(peers[0] ?? peerOfNobody)] }));
    await put(2, folder({ exclude_read: true }));
    const shown = async () => objectsOf(await session.call('messages.getDialogFilters'), 'filters');
    expect((await shown()).map((one) => one['id'] ?? one._)).toEqual(['dialogFilterDefault', 2, 3]);
    expect((await shown())[1]).toMatchObject({ exclude_read: true, title: { text: 'Work' } });
    await session.value('messages.updateDialogFiltersOrder', { order: [3, 0, 2] });
    expect((await shown()).map((one) => one['id'] ?? one._)).toEqual([3, 'dialogFilterDefault', 2]);
    await put(3);
    expect((await shown()).map((one) => one['id'] ?? one._)).toEqual(['dialogFilterDefault', 2]);
    expect(told(session, ann.id)).toEqual([
      ...Array<string>(3).fill('updateDialogFilter'),
      'updateDialogFilterOrder',
      'updateDialogFilter',
    ]);
    const second = new TestSession(session.world, ann.id, 'b');
    expect(objectsOf(await second.call('messages.getDialogFilters'), 'filters')).toHaveLength(2);
  });

  it('have rules', async () => {
    const { session, bob } = setUp();
    const wrong = (id: number, filter: TlObject, error: string) =>
      refuses(session, 'messages.updateDialogFilter', { id, filter }, error);
    await wrong(1, folder(), '400 FILTER_ID_INVALID');
    await wrong(256, folder(), '400 FILTER_ID_INVALID');
    await wrong(2, folder({ groups: undefined }), '400 FILTER_INCLUDE_EMPTY');
    await wrong(
      2,
      folder({ title: { _: 'textWithEntities', text: ' ', entities: [] } }),
      '400 FILTER_TITLE_EMPTY',
    );
    const stranger = { ...session.input({ kind: 'user', id: bob.id }), access_hash: 1n };
    await wrong(2, folder({ include_peers: [stranger] }), '400 PEER_ID_INVALID');
    await wrong(2, { _: 'dialogFilterDefault' }, '400 FILTER_NOT_SUPPORTED');
    for (let id = 2; id < 12; id++)
      await session.value('messages.updateDialogFilter', { id, filter: folder() });
    await wrong(12, folder(), '400 DIALOG_FILTERS_TOO_MUCH');
  });

  it('are suggested until they exist', async () => {
    const { session } = setUp();
    const offers = async () => {
      const offered = await session.value('messages.getSuggestedDialogFilters');
      return (offered as readonly TlObject[]).map((offer) => offer['description']);
    };
    expect(await offers()).toHaveLength(2);
    await session.value('messages.updateDialogFilter', { id: 2, filter: folder({ contacts: true }) });
    expect(await offers()).toEqual(['New messages from chats that are not muted.']);
  });

  it('come as a bare list, with plain titles, in layers that know no other form', () => {
    const filter = folder();
    expect(filtersFor(198, [filter])).toEqual({ _: 'messages.dialogFilters', filters: [filter] });
    expect(filtersFor(190, [filter])).toMatchObject({ filters: [{ title: 'Work' }] });
    expect(filtersFor(170, [filter])).toMatchObject([{ title: 'Work' }]);
  });
});
