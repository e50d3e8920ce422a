import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHistory, type Telegram } from '@tgmcp/core';
import type { World } from '@tgmcp/emulator';
import { FRIEND, GROUP, PERSON, smallWorld } from '../support/small-world.js';
import { openBench, type Bench } from './bench.js';
import { chatInfo } from './reading.js';

const STRANGER = 7_901n;
const SOURCE = 7_902n;

/** A world in which strangers come without an access hash, as in large groups. */
function strangersWorld(): World {
  const world = smallWorld();
  world.minUsers = true;
  world.addContact(PERSON.id, FRIEND.id);
  world.addUser({ id: STRANGER, firstName: 'Eve' });
  world.addUser({ id: SOURCE, firstName: 'Zoe' });
  const peer = { kind: 'channel', id: GROUP.bare } as const;
  for (const text of ['first', 'second'])
    world.addMessage({ peer, from: STRANGER, date: 1_790_300_000, text });
  world.addMessage({
    peer,
    from: PERSON.id,
    date: 1_790_300_010,
    text: 'forwarded',
    forward: { from: { kind: 'user', id: SOURCE }, date: 1_790_000_000 },
  });
  return world;
}

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(strangersWorld);
});
afterAll(async () => {
  expect(bench.emulator.protocolErrors).toEqual([]);
  expect(bench.emulator.unimplemented).toEqual([]);
  await bench.close();
});

async function readGroup(telegram: Telegram): Promise<void> {
  const group = await telegram.peers.resolve(`@${GROUP.username}`);
  if (!group.ok) throw new Error(group.refusal.message);
  const page = await readHistory(telegram, group.value, { before: 0, after: 0, limit: 10 });
  expect(page).toMatchObject({ ok: true });
}

describe('somebody whom Telegram shows without an access hash', () => {
  it('is accepted by the printed id, as a sender and as the source of a forward, after a restart too', async () => {
    await readGroup((await bench.open('read')).telegram);
    const { telegram } = await bench.open('read');
    for (const id of [STRANGER, SOURCE]) {
      const peer = await telegram.peers.resolve(String(id));
      if (!peer.ok) throw new Error(peer.refusal.message);
      expect(peer.value.inputPeer.className).toBe('InputPeerUserFromMessage');
      expect(await chatInfo(telegram, peer.value)).toMatchObject({ ok: true, value: { id: String(id) } });
    }
  });

  it('is known in full once Telegram has told more, and stays so when seen without a hash again', async () => {
    const { telegram } = await bench.open('read');
    const peer = await telegram.peers.resolve(String(STRANGER));
    expect(peer).toMatchObject({ value: { inputPeer: { className: 'InputPeerUser' } } });
    await readGroup(telegram);
    const again = await telegram.peers.resolve(String(STRANGER));
    expect(again).toMatchObject({ value: { inputPeer: { className: 'InputPeerUser' } } });
  });
});
