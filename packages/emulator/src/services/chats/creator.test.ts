import { describe, expect, it } from 'vitest';
import { prove } from '../auth/login-bench.js';
import { named, refuses, town, user } from './test-town.js';

const PASSWORD = 'correct horse';

function setUp() {
  const all = town();
  const { world, ann, bob, cat } = all;
  const group = world.addSupergroup({ title: 'Group', creator: ann.id, members: [bob.id, cat.id] });
  const give = async (by: typeof ann, id: bigint, word = PASSWORD) => ({
    ...named(by.session, group),
    user_id: user(by.session, id),
    password:
      by.session.world.accounts.get(by.id)?.password === undefined
        ? { _: 'inputCheckPasswordEmpty' }
        : await prove(await by.session.call('account.getPassword'), word),
  });
  return { ...all, group, give };
}

describe('a chat', () => {
  it('is given away by its creator with the password', async () => {
    const { world, ann, bob, group, give } = setUp();
    const account = world.accounts.get(ann.id);
    if (account === undefined) throw new Error('no account');
    account.password = PASSWORD;
    const wrong = await ann.session.failure('channels.editCreator', await give(ann, bob.id, 'wrong'));
    expect([wrong, group.members.get(ann.id)?.role]).toEqual(['400 PASSWORD_HASH_INVALID', 'creator']);
    await ann.session.call('channels.editCreator', await give(ann, bob.id));
    expect([ann.id, bob.id].map((id) => group.members.get(id)?.role)).toEqual(['admin', 'creator']);
    expect(group.members.get(ann.id)?.promotedBy).toBe(bob.id);
    const back = await give(ann, bob.id);
    await refuses(ann.session, 'channels.editCreator', back, '400 CHAT_ADMIN_REQUIRED');
  });

  it('is not given away without a password, by others, or to those who are not there', async () => {
    const { ann, bob, cat, dan, robo, world, group, give } = setUp();
    world.addMember(group, robo);
    const method = 'channels.editCreator';
    await refuses(ann.session, method, await give(ann, bob.id), '400 PASSWORD_MISSING');
    await refuses(bob.session, method, await give(bob, cat.id), '400 CHAT_ADMIN_REQUIRED');
    for (const id of [dan.id, robo, ann.id]) {
      await refuses(ann.session, method, await give(ann, id), '400 USER_ID_INVALID');
    }
  });
});

describe('what a chat holds', () => {
  it('may not be forwarded where its creator says so', async () => {
    const { ann, bob, group } = setUp();
    const set = (by: typeof ann, enabled: boolean) => ({
      peer: by.session.input({ kind: 'channel', id: group.id }),
      enabled,
    });
    const method = 'messages.toggleNoForwards';
    await refuses(bob.session, method, set(bob, true), '400 CHAT_ADMIN_REQUIRED');
    await refuses(ann.session, method, set(ann, false), '400 CHAT_NOT_MODIFIED');
    await ann.session.call(method, set(ann, true));
    const answer = await bob.session.call('channels.getFullChannel', named(bob.session, group));
    expect(answer).toMatchObject({ chats: [{ noforwards: true }] });
  });

  it('is given a time to live by admins, which the chat says', async () => {
    const { ann, bob, group } = setUp();
    const set = (by: typeof ann, period: number) => ({
      peer: by.session.input({ kind: 'channel', id: group.id }),
      period,
    });
    const method = 'messages.setHistoryTTL';
    await refuses(bob.session, method, set(bob, 86_400), '400 CHAT_ADMIN_REQUIRED');
    await refuses(ann.session, method, set(ann, -5), '400 TTL_PERIOD_INVALID');
    await ann.session.call(method, set(ann, 86_400));
    await refuses(ann.session, method, set(ann, 86_400), '400 CHAT_NOT_MODIFIED');
    expect(group.history.top?.action).toEqual({ _: 'messageActionSetMessagesTTL', period: 86_400 });
    const answer = await bob.session.call('channels.getFullChannel', named(bob.session, group));
    expect(answer).toMatchObject({ full_chat: { ttl_period: 86_400 } });
  });
});
