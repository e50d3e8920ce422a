import { createWorld, type World } from '@tgmcp/emulator';
import { FRIEND, GROUP, OTHER, PERSON } from './small-world.js';

/** Two groups with long histories that nobody wrote down: `messages` in {@link GROUP}, a fifth of it in {@link OTHER}. */
export function longWorld(messages: number): World {
  const world = createWorld({ seed: 'long' });
  const ann = world.addAccount(PERSON).userId;
  const bob = world.addAccount({ ...FRIEND, username: 'bobby' }).userId;
  const people = Array.from({ length: 10 }, (_, n) => world.addUser({ firstName: `Person ${n}` }).id);
  for (const [{ bare, title, username }, count] of [
    [GROUP, messages],
    [OTHER, Math.ceil(messages / 5)],
  ] as const) {
    world.addSupergroup({ id: bare, title, username, creator: bob, members: [ann, ...people] });
    const from = 1_700_000_000;
    world.addGeneratedMessages({
      peer: { kind: 'channel', id: bare },
      count,
      from,
      until: from + count * 60,
    });
  }
  return world;
}
