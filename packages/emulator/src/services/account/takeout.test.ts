import { describe, expect, it } from 'vitest';
import { createWorld } from '../../world/world.js';
import { longOf, objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

function setUp() {
  const world = createWorld();
  const account = world.addAccount({ phone: '15550001' });
  const bob = world.addUser().id;
  for (let n = 1; n <= 30; n++) {
    world.addMessage({ peer: { kind: 'user', id: bob }, from: account.userId, date: n, text: `n${n}` });
  }
  const session = new TestSession(world, account.userId);
  const begin = async (contacts = true): Promise<void> => {
    const takeout = await session.call('account.initTakeoutSession', { contacts });
    session.wrapping = { takeoutId: longOf(takeout, 'id') };
  };
  return { world, account, bob, session, begin };
}

describe('a takeout session', () => {
  it('may be put off, until a moment of world time', async () => {
    const { account, session } = setUp();
    account.takeoutFrom = session.time + 86_400;
    expect(await session.failure('account.initTakeoutSession')).toBe('420 TAKEOUT_INIT_DELAY_86400');
    session.time += 86_400;
    expect(await session.call('account.initTakeoutSession')).toMatchObject({ _: 'account.takeout' });
  });

  it('opens the phone book when it was asked for, to calls that name it', async () => {
    const { session, begin } = setUp();
    expect(await session.failure('contacts.getSaved')).toBe('403 TAKEOUT_REQUIRED');
    await begin(false);
    expect(await session.failure('contacts.getSaved')).toBe('403 TAKEOUT_REQUIRED');
    await begin();
    expect(await session.value('contacts.getSaved')).toEqual([]);
  });

  it('ends, and then no call may name it', async () => {
    const { session, begin } = setUp();
    expect(await session.failure('account.finishTakeoutSession')).toBe('403 TAKEOUT_REQUIRED');
    await begin();
    const { wrapping } = session;
    await begin();
    const newer = session.wrapping;
    session.wrapping = wrapping;
    expect(await session.failure('updates.getState')).toBe('400 TAKEOUT_INVALID');
    session.wrapping = newer;
    expect(await session.value('account.finishTakeoutSession', { success: true })).toBe(true);
    expect(await session.failure('updates.getState')).toBe('400 TAKEOUT_INVALID');
  });

  it('splits the account’s messages into ranges, and reads a history range by range', async () => {
    const { account, bob, session, begin } = setUp();
    await begin();
    expect(await session.value('messages.getSplitRanges')).toEqual([
      { _: 'messageRange', min_id: 1, max_id: 2_147_483_647 },
    ]);
    account.nextMessageId = 250_001;
    expect(await session.value('messages.getSplitRanges')).toMatchObject([
      { min_id: 1, max_id: 100_000 },
      { min_id: 100_001, max_id: 200_000 },
      { min_id: 200_001, max_id: 2_147_483_647 },
    ]);
    session.wrapping = { ...session.wrapping, range: { min: 11, max: 20 } };
    const read = async (fields = {}) => {
      const request = { peer: session.input({ kind: 'user', id: bob }), limit: 6, ...fields };
      return objectsOf(await session.call('messages.getHistory', request), 'messages').map(({ id }) => id);
    };
    expect(await read()).toEqual([20, 19, 18, 17, 16, 15]);
    expect(await read({ offset_id: 15 })).toEqual([14, 13, 12, 11]);
    expect(await read({ offset_id: 11 })).toEqual([]);
    expect(await read({ min_id: 17 })).toEqual([20, 19, 18]);
  });
});
