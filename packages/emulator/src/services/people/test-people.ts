/* For the tests of people: three accounts who know each other a little, and sessions of theirs. */
import type { UserOptions } from '../../world/build-user.js';
import { createWorld } from '../../world/world.js';
import { TestSession } from '../common/test-call.js';

/** Ann knows Bob, Bob knows Ann; nobody knows Eve. */
export function threePeople(options: { readonly ann?: UserOptions; readonly eve?: UserOptions } = {}) {
  const world = createWorld();
  const ann = world.addAccount({ ...options.ann, phone: '15550001', firstName: 'Ann' }).userId;
  const bob = world.addAccount({ phone: '15550002', firstName: 'Bob', username: 'bobby' }).userId;
  const eve = world.addAccount({ ...options.eve, phone: '15550003', firstName: 'Eve' }).userId;
  world.addContact(ann, bob, { mutual: true });
  const session = (userId: bigint) => new TestSession(world, userId, userId.toString(16).padStart(16, '0'));
  return {
    world,
    ann,
    bob,
    eve,
    annSession: session(ann),
    bobSession: session(bob),
    eveSession: session(eve),
  };
}

/** The InputUser under which a session's account knows somebody. */
export function inputUserOf(session: TestSession, id: bigint) {
  return { ...session.input({ kind: 'user', id }), _: 'inputUser' };
}

/** One user as a session's account sees it now. */
export async function seenBy(session: TestSession, id: bigint) {
  const users = await session.value('users.getUsers', { id: [inputUserOf(session, id)] });
  return (users as readonly unknown[])[0];
}

let random = 1000n;

/** Sends a text to a person and returns the error, or `no error`. */
export function write(session: TestSession, to: bigint, message = 'hello'): Promise<string> {
  random += 1n;
  const peer = session.input({ kind: 'user', id: to });
  return session.failure('messages.sendMessage', { peer, message, random_id: random });
}
