import { expect, it } from 'vitest';
import type { PeerRef } from '../../world/model.js';
import { createWorld } from '../../world/world.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

async function setUp() {
  const world = createWorld();
  const ann = world.addAccount({ phone: '15550001', firstName: 'Ann' }).userId;
  const self: PeerRef = { kind: 'user', id: ann };
  for (const text of ['one', 'two']) world.addMessage({ peer: self, from: ann, date: 1, text });
  const session = new TestSession(world, ann);
  const react = (msg_id: number, emoticon: string) =>
    session.call('messages.sendReaction', {
      peer: session.input(self),
      msg_id,
      reaction: [{ _: 'reactionEmoji', emoticon }],
    });
  const emojis = async (list: 'Top' | 'Recent', fields: object = {}) => {
    const answer = await session.call(`messages.get${list}Reactions`, { limit: 50, hash: 0n, ...fields });
    return objectsOf(answer, 'reactions').map(({ emoticon }) => emoticon);
  };
  return { session, react, emojis };
}

it('the reactions of an account are listed, the latest first, and lead those that all have', async () => {
  const { session, react, emojis } = await setUp();
  expect(await emojis('Recent')).toEqual([]);
  const usual = await emojis('Top');
  await react(1, '🔥');
  await react(2, '👏');
  await react(1, '👏');
  await react(2, '🔥');
  expect(await emojis('Recent')).toEqual(['🔥', '👏']);
  expect(await emojis('Recent', { limit: 1 })).toEqual(['🔥']);
  const top = await emojis('Top');
  expect(top.slice(0, 2)).toEqual(['🔥', '👏']);
  expect(new Set(top)).toEqual(new Set(usual));
  const { hash } = await session.call('messages.getTopReactions', { limit: 50, hash: 0n });
  const again = await session.call('messages.getTopReactions', { limit: 50, hash });
  expect(again).toEqual({ _: 'messages.reactionsNotModified' });
  await session.value('messages.clearRecentReactions');
  expect(await emojis('Recent')).toEqual([]);
});
