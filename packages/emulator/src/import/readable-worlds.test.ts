import { describe, expect, it } from 'vitest';
import { loadDemoWorld } from '../demo-world/index.js';
import { numberOf, objectsOf } from '../services/common/fields.js';
import { TestSession } from '../services/common/test-call.js';
import type { World } from '../world/world.js';
import { importParsedExport } from './index.js';
import { accountExport, personalChat } from './sample-export.js';

/* The test session writes every answer by the schema, so a field of the wrong type anywhere in a world fails here. */

const NOTHING = { offset_id: 0, offset_date: 0, add_offset: 0, limit: 100, max_id: 0, min_id: 0, hash: 0n };

/** Reads everything an account can see through the services; returns how many messages that were. */
async function readAll(world: World, userId: bigint): Promise<number> {
  const session = new TestSession(world, userId);
  const account = world.accounts.get(userId);
  let read = 0;
  for (const { peer } of account?.dialogs.values() ?? []) {
    const input = session.input(peer);
    if (peer.kind === 'channel') {
      const channel = { ...input, _: 'inputChannel' };
      await session.call('channels.getFullChannel', { channel });
    } else if (peer.kind === 'chat') {
      await session.call('messages.getFullChat', { chat_id: peer.id });
    } else {
      await session.call('users.getFullUser', { id: { ...input, _: 'inputUser' } });
    }
    for (let offset_id = 0; ;) {
      const page = await session.call('messages.getHistory', { ...NOTHING, peer: input, offset_id });
      const messages = objectsOf(page, 'messages');
      const oldest = messages.at(-1);
      if (oldest === undefined) break;
      read += messages.length;
      offset_id = numberOf(oldest, 'id');
    }
  }
  const dialogs = {
    offset_date: 0,
    offset_id: 0,
    offset_peer: { _: 'inputPeerEmpty' },
    limit: 100,
    hash: 0n,
  };
  await session.call('messages.getDialogs', dialogs);
  await session.call('contacts.getContacts', { hash: 0n });
  return read;
}

describe('a whole world can be read', () => {
  it.each([7001001n, 7001002n])('the demo world, by account %s', async (userId) => {
    expect(await readAll(loadDemoWorld(), userId)).toBeGreaterThan(1000);
  });

  it('an imported account', async () => {
    expect(await readAll(importParsedExport(accountExport), 101n)).toBe(19);
  });

  it('an imported chat, by either end', async () => {
    expect(await readAll(importParsedExport(personalChat), 101n)).toBe(8);
  });

  it('an imported group, by somebody who never wrote in it', async () => {
    const [, , group] = accountExport.chats.list;
    expect(await readAll(importParsedExport(group, { me: '999' }), 999n)).toBe(4);
  });
});
