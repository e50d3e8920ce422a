import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readHistory, type Telegram } from '@tgmcp/core';
import type { World } from '@tgmcp/emulator';
import { CHANNEL, CLUB, FRIEND, GROUP, PERSON, smallWorld } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';

/** The small world with titles and usernames that can be mixed up. */
function confusingWorld(): World {
  const world = smallWorld();
  const bob = FRIEND.id;
  for (const [id, title, username] of [
    [950n, 'Twins', undefined],
    [951n, 'Twins', undefined],
    [952n, 'Weather', undefined],
    [953n, 'Garden party', 'partyplace'],
  ] as const) {
    world.addSupergroup({
      id,
      title,
      creator: bob,
      members: [PERSON.id],
      ...(username === undefined ? {} : { username }),
    });
    world.addMessage({
      peer: { kind: 'channel', id },
      from: bob,
      date: 1_790_200_000 + Number(id),
      text: 'hi',
    });
  }
  // A stranger's public channel whose username is the title of an own chat.
  world.addChannel({ id: 960n, title: 'Sunny', username: 'weather', creator: bob, members: [] });
  return world;
}

let bench: Bench;
let telegram: Telegram;
beforeAll(async () => {
  bench = await openBench(confusingWorld);
  ({ telegram } = await bench.open('read'));
});
afterEach(() => {
  bench.emulator.faults.clear();
  expect(bench.emulator.protocolErrors).toEqual([]);
  expect(bench.emulator.unimplemented).toEqual([]);
});
afterAll(() => bench.close());

const codeOf = async (name: string): Promise<unknown> => {
  const peer = await telegram.peers.resolve(name);
  return peer.ok ? peer.value.id : peer.refusal.code;
};

describe('a peer', () => {
  it.each([
    ['me', String(PERSON.id)],
    ['@thegroup', GROUP.id],
    ['thegroup', GROUP.id],
    ['https://t.me/thegroup', GROUP.id],
    ['t.me/thegroup/17', GROUP.id],
    ['tg://resolve?domain=thegroup&post=17', GROUP.id],
    [GROUP.title, GROUP.id],
    ['the group', GROUP.id],
    ['Garden party', '-1000000000953'],
    [CHANNEL.id, CHANNEL.id],
    [`channel:${CHANNEL.bare}`, CHANNEL.id],
    [`https://t.me/c/${CHANNEL.bare}/1`, CHANNEL.id],
    [CLUB.id, CLUB.id],
    [`chat:${CLUB.bare}`, CLUB.id],
    [`user:${FRIEND.id}`, String(FRIEND.id)],
    [String(FRIEND.id), String(FRIEND.id)],
    ['bobby', String(FRIEND.id)],
  ])('is found by %s', async (name, id) => {
    expect(await codeOf(name)).toBe(id);
  });

  it.each([
    ['Twins', 'PEER_AMBIGUOUS'],
    ['Weather', 'PEER_AMBIGUOUS'],
    ['No such chat here', 'PEER_NOT_FOUND'],
    ['@nobodyhasthis', 'PEER_NOT_FOUND'],
    ['-1009999999999', 'PEER_NOT_FOUND'],
    ['-77', 'PEER_NOT_FOUND'],
    ['123456789', 'PEER_NOT_FOUND'],
    ['https://t.me/+AAAAAEHbEkejzxUjAUCfYg', 'INVITE_LINK'],
    ['+15550002', 'PEER_INVALID'],
    ['   ', 'PEER_INVALID'],
    ['0', 'PEER_INVALID'],
    ['@x', 'PEER_INVALID'],
  ])('is refused for %s with %s', async (name, code) => {
    expect(await codeOf(name)).toBe(code);
  });

  it('comes with its candidates where a name fits several, and without access hashes', async () => {
    const refused = await telegram.peers.resolve('Twins');
    expect(refused).toMatchObject({
      ok: false,
      refusal: { data: { candidates: [{ id: '-1000000000951' }, { id: '-1000000000950' }] } },
    });
    expect(JSON.stringify(refused)).not.toMatch(/hash/i);
  });

  it('carries the message that a link points at', async () => {
    expect(await telegram.peers.resolve('t.me/thegroup/17')).toMatchObject({ value: { messageId: 17 } });
  });

  it('is accepted by its printed id after a restart, without asking for its name again', async () => {
    const again = await bench.open('read');
    const calls = bench.wire().length;
    const peer = await again.telegram.peers.resolve(GROUP.id);
    expect(bench.wire()).toHaveLength(calls);
    if (!peer.ok) throw new Error(peer.refusal.message);
    const page = await readHistory(again.telegram, peer.value, { before: 0, after: 0, limit: 1 });
    expect(page).toMatchObject({ ok: true });
  });

  it('is found anew once when its access hash has become stale', async () => {
    for (const name of [GROUP.id, CLUB.id]) {
      const peer = await telegram.peers.resolve(name);
      if (!peer.ok) throw new Error(peer.refusal.message);
      bench.emulator.faults.add({
        method: 'messages.getHistory',
        kind: 'error',
        code: 400,
        message: 'CHANNEL_INVALID',
      });
      const page = await readHistory(telegram, peer.value, { before: 0, after: 0, limit: 1 });
      // The hash was good, so a new one is the same and nothing would change by asking again.
      expect(page).toMatchObject({
        ok: false,
        refusal: { code: 'PEER_NOT_FOUND', data: { rpc: 'CHANNEL_INVALID' } },
      });
    }
    const real = await telegram.peers.resolve(GROUP.id);
    if (!real.ok) throw new Error(real.refusal.message);
    const { inputPeer } = real.value;
    if (inputPeer.className !== 'InputPeerChannel') throw new Error('no channel');
    const stale = Object.assign(
      Object.create(Object.getPrototypeOf(inputPeer) as object),
      inputPeer,
    ) as typeof inputPeer;
    stale.accessHash = inputPeer.accessHash.add(1);
    const page = await readHistory(
      telegram,
      { ...real.value, inputPeer: stale },
      { before: 0, after: 0, limit: 1 },
    );
    expect(page).toMatchObject({ ok: true });
  });
});
