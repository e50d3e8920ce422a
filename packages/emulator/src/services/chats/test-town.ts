/* For the tests of groups and channels: a few people with sessions, and proof that a refused call changes nothing. */
import { inspect } from 'node:util';
import { expect } from 'vitest';
import { knownLayers } from '../../tl/load.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { PeerRef, WorldChat } from '../../world/model.js';
import { peerOf } from '../../world/data.js';
import { createWorld } from '../../world/world.js';
import type { World } from '../../world/world.js';
import { objectsOf } from '../common/fields.js';
import { TestSession } from '../common/test-call.js';

type Fields = Readonly<Record<string, TlValue>>;

/** Ann, Bob, Cat and Dan can log in; Eve is a person without a session, Robo a bot. */
export function town() {
  const world = createWorld();
  const account = (firstName: string, n: number) => {
    const { userId } = world.addAccount({ phone: `1555000${n}`, firstName });
    const session = new TestSession(world, userId);
    session.alsoIn = knownLayers();
    return { id: userId, session };
  };
  const people = { ann: account('Ann', 1), bob: account('Bob', 2), cat: account('Cat', 3) };
  const dan = account('Dan', 4);
  const eve = world.addUser({ firstName: 'Eve' }).id;
  const robo = world.addUser({ firstName: 'Robo', bot: true, about: 'beeps' }).id;
  return { world, ...people, dan, eve, robo };
}

/** The InputChannel or chat_id under which a session names a chat. */
export function named(session: TestSession, chat: WorldChat): Fields {
  if (chat.kind === 'group') return { chat_id: chat.id };
  return { channel: { ...session.input(peerOf(chat)), _: 'inputChannel' } };
}

/** The InputUser under which a session knows somebody. */
export function user(session: TestSession, id: bigint): TlObject {
  return { ...session.input({ kind: 'user', id }), _: 'inputUser' };
}

/** Names of the updates that a user's other sessions were pushed, in order. */
export function told(session: TestSession, userId: bigint): string[] {
  const pushed = session.pushed.filter((one) => one.userId === userId);
  return pushed.flatMap(({ updates }) => objectsOf(updates, 'updates').map((update) => update._));
}

/** The action of the newest message of a chat, as a viewer has it. */
export function lastAction(world: World, viewer: bigint, peer: PeerRef): TlObject | undefined {
  return world.history(viewer, peer)?.top?.action;
}

function picture(world: World): string {
  return inspect([world.users, world.groups, world.channels, world.accounts, world.usernames], {
    depth: 9,
    maxArrayLength: null,
  });
}

/** Asserts that a call fails with that error, changes nothing and tells nobody. */
export async function refuses(
  session: TestSession,
  method: string,
  fields: Fields,
  error: string,
): Promise<void> {
  const before = picture(session.world);
  const pushed = session.pushed.length;
  expect(await session.failure(method, fields)).toBe(error);
  expect(picture(session.world)).toBe(before);
  expect(session.pushed).toHaveLength(pushed);
}
