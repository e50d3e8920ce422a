import { describe, expect, it } from 'vitest';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const peers: PeerRef[] = [];
  for (let n = 1; n <= 12; n++) {
    const user = world.addUser({ firstName: `User ${n}` });
    peers.push({ kind: 'user', id: user.id });
    world.addMessage({ peer: { kind: 'user', id: ann }, from: user.id, date: 1000 + n, text: `from ${n}` });
  }
  const session = new TestSession(world, ann);
  return { world, ann, peers, session };
}

function usersOf(answer: TlObject): TlValue[] {
  return objectsOf(answer, 'dialogs').map((dialog) => objectOf(dialog, 'peer')?.['user_id']);
}

const FIRST = { offset_date: 0, offset_id: 0, offset_peer: { _: 'inputPeerEmpty' }, limit: 5 };

describe('the chat list', () => {
  it('walks through all chats once, pinned ones first', async () => {
    const { world, ann, peers, session } = setUp();
    const pinned = peers[3];
    if (pinned === undefined) throw new Error('no peer');
    world.dialog(ann, pinned).pinnedOrder = 1;
    const seen: TlValue[] = [];
    let request: Readonly<Record<string, TlValue>> = FIRST;
    for (;;) {
      const answer = await session.call('messages.getDialogs', request);
      const page = usersOf(answer);
      if (page.length === 0) break;
      seen.push(...page);
      const last = objectsOf(answer, 'messages').at(-1);
      const id = page.at(-1);
      if (typeof id !== 'bigint' || last === undefined) throw new Error('no last row');
      request = {
        ...FIRST,
        exclude_pinned: true,
        offset_date: last['date'],
        offset_id: last['id'],
        offset_peer: session.input({ kind: 'user', id }),
      };
    }
    const others = peers.filter((peer) => peer !== pinned).toReversed();
    expect(seen).toEqual([pinned, ...others].map((peer) => peer.id));
  });

  it('separates the archive from the main list and says how many there are', async () => {
    const { world, ann, peers, session } = setUp();
    const archived = peers[0];
    if (archived === undefined) throw new Error('no peer');
    world.dialog(ann, archived).folder = 1;
    const main = await session.call('messages.getDialogs', { ...FIRST, folder_id: 0, limit: 100 });
    const rows = objectsOf(main, 'dialogs');
    expect([main._, rows.filter((row) => row._ === 'dialog').length]).toEqual(['messages.dialogs', 11]);
    expect(rows[0]).toMatchObject({
      _: 'dialogFolder',
      folder: { id: 1 },
      peer: { user_id: archived.id },
      unread_unmuted_peers_count: 0,
    });
    expect(objectsOf(main, 'messages')).toHaveLength(12);
    const archive = await session.call('messages.getDialogs', { ...FIRST, folder_id: 1, limit: 100 });
    expect(usersOf(archive)).toEqual([archived.id]);
    expect(await session.call('messages.getDialogs', FIRST)).toMatchObject({
      _: 'messages.dialogsSlice',
      count: 12,
    });
  });

  it('shows unread counts, which reading lowers and looking does not', async () => {
    const { world, ann, peers, session } = setUp();
    const peer = peers[5];
    if (peer === undefined) throw new Error('no peer');
    for (let n = 0; n < 3; n++) {
      world.writeMessage({ peer: { kind: 'user', id: ann }, from: peer.id, date: 2000 + n, text: 'new' });
    }
    const row = async () => {
      const peersWanted = [{ _: 'inputDialogPeer', peer: session.input(peer) }];
      const answer = await session.call('messages.getPeerDialogs', { peers: peersWanted });
      return objectsOf(answer, 'dialogs')[0];
    };
    await session.call('messages.getHistory', { peer: session.input(peer), limit: 10 });
    expect(await row()).toMatchObject({ unread_count: 3, top_message: 15, read_inbox_max_id: 6 });
    await session.call('messages.readHistory', { peer: session.input(peer), max_id: 14 });
    expect(await row()).toMatchObject({ unread_count: 1, read_inbox_max_id: 14 });
    const state = await session.call('updates.getState');
    expect(state['unread_count']).toBe(1);
  });
});
