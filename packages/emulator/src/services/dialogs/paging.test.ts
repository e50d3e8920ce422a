import { describe, expect, it } from 'vitest';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import { peerKey } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { numberOf, objectOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

const CHATS = 1000;

/** People, groups and channels whose newest messages share few dates and, in channels, ids. */
function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  for (let n = 0; n < CHATS; n++) {
    const date = 1000 + (n % 7);
    const from = world.addUser().id;
    const chat = n % 3 === 0 ? undefined : world.addSupergroup({ title: `${n}`, members: [ann, from] });
    const peer: PeerRef = chat === undefined ? { kind: 'user', id: ann } : { kind: 'channel', id: chat.id };
    world.addMessage({ peer, from, date, text: 'x' });
  }
  return { world, ann, session: new TestSession(world, ann) };
}

function peerIn(dialog: TlObject): PeerRef {
  const peer = objectOf(dialog, 'peer');
  const id = peer?.['user_id'] ?? peer?.['channel_id'];
  if (typeof id !== 'bigint') throw new Error('no id');
  return { kind: peer?._ === 'peerUser' ? 'user' : 'channel', id };
}

/** Reads page after page as clients do: the offset is what the last row showed. */
async function walk(session: TestSession, limit: number, between?: (seen: number) => void) {
  const seen: string[] = [];
  const counts = new Set<TlValue>();
  let offset: Record<string, TlValue> = {
    offset_date: 0,
    offset_id: 0,
    offset_peer: { _: 'inputPeerEmpty' },
  };
  for (;;) {
    const answer = await session.call('messages.getDialogs', { ...offset, limit });
    counts.add(answer['count']);
    const dialogs = objectsOf(answer, 'dialogs');
    const last = dialogs.at(-1);
    if (last === undefined) return { seen, counts };
    seen.push(...dialogs.map((dialog) => peerKey(peerIn(dialog))));
    between?.(seen.length);
    const top = objectsOf(answer, 'messages').at(-1);
    offset = {
      offset_date: top === undefined ? 0 : numberOf(top, 'date'),
      offset_id: numberOf(last, 'top_message'),
      offset_peer: session.input(peerIn(last)),
    };
  }
}

describe('pages of a long chat list', () => {
  it('hold each of 1,000 chats once, whatever the length of a page', async () => {
    const { session } = setUp();
    for (const limit of [100, 37]) {
      const { seen, counts } = await walk(session, limit);
      expect([seen.length, new Set(seen).size]).toEqual([CHATS, CHATS]);
      expect([...counts]).toEqual([CHATS]);
    }
  });

  it('lose nothing when the chat that ended a page, or one still to come, moves up meanwhile', async () => {
    const { world, ann, session } = setUp();
    const moved: string[] = [];
    const { seen } = await walk(session, 100, (count) => {
      if (count !== 300) return;
      const rows = [...(world.accounts.get(ann)?.dialogs.values() ?? [])];
      for (const { peer } of rows.filter((_, index) => index % 50 === 0)) {
        moved.push(peerKey(peer));
        const from = peer.kind === 'user' ? peer.id : ann;
        const to: PeerRef = peer.kind === 'user' ? { kind: 'user', id: ann } : peer;
        world.addMessage({ peer: to, from, date: 5000, text: 'new' });
      }
    });
    const unseen = [...(world.accounts.get(ann)?.dialogs.keys() ?? [])].filter((key) => !seen.includes(key));
    expect(new Set(seen).size).toBe(seen.length);
    // Only what moved up while the list was read can be missed: it stands on the first page now.
    expect(unseen.every((key) => moved.includes(key))).toBe(true);
    const first = await session.call('messages.getDialogs', {
      limit: 100,
      offset_peer: { _: 'inputPeerEmpty' },
    });
    const top = new Set(objectsOf(first, 'dialogs').map((dialog) => peerKey(peerIn(dialog))));
    expect(moved.every((key) => top.has(key))).toBe(true);
  });

  it('start at a date alone, too', async () => {
    const { session } = setUp();
    const answer = await session.call('messages.getDialogs', {
      limit: 100,
      offset_date: 1001,
      offset_peer: { _: 'inputPeerEmpty' },
    });
    expect(objectsOf(answer, 'messages').every((message) => message['date'] === 1000)).toBe(true);
  });
});
