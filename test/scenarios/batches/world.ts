/** What batches are run on: groups to add to, chats to leave, messages to delete; one set for each scenario. */
import type { World } from '@tgmcp/emulator';
import { FRIEND, PERSON, smallWorld } from '../../support/small-world.js';

/** Supergroups of the person's own. */
export const CLASSES = [2_001n, 2_002n, 2_003n, 2_004n] as const;
/** Supergroups of a friend's, to be left. */
export const CROWDS = [2_011n, 2_012n, 2_013n] as const;
/** Supergroups of the person's own with ten messages each. */
export const ARCHIVES = [2_021n, 2_022n] as const;
/** A supergroup of a friend's into which the person may invite nobody. */
export const CLOSED = 2_031n;

/** People to be added; the last one lets nobody add them. */
export const CARL = { id: 7_401n, username: 'carolus', firstName: 'Carl' };
export const DORA = { id: 7_402n, username: 'doratha', firstName: 'Dora' };
export const SHY = {
  id: 7_403n,
  username: 'shyness',
  firstName: 'Shy',
  privacy: { chat_invite: { base: 'nobody' } },
} as const;

/** The marked id of a supergroup. */
export function marked(bare: bigint): string {
  return String(-1_000_000_000_000n - bare);
}

/** Everybody and everything that a batch may act on. */
export const CHATS = [...CLASSES, ...CROWDS, ...ARCHIVES, CLOSED]
  .map(marked)
  .concat([CARL, DORA, SHY].map(({ id }) => String(id)));

/** The small world, and what batches are run on. */
export function batchWorld(): World {
  const world = smallWorld();
  const add = (id: bigint, title: string, creator: bigint, messages = 1): void => {
    const members = creator === PERSON.id ? [] : [PERSON.id];
    world.addSupergroup({ id, title, creator, members });
    for (let n = 1; n <= messages; n += 1) {
      const date = 1_790_200_000 + n;
      world.addMessage({ peer: { kind: 'channel', id }, from: creator, date, text: `old ${n}` });
    }
  };
  for (const id of CLASSES) add(id, `Class ${id}`, PERSON.id);
  for (const id of CROWDS) add(id, `Crowd ${id}`, FRIEND.id);
  for (const id of ARCHIVES) add(id, `Archive ${id}`, PERSON.id, 10);
  add(CLOSED, 'Closed', FRIEND.id);
  for (const person of [CARL, DORA, SHY]) world.addUser(person);
  return world;
}

/** What is left of the messages of an archive. */
export function textsOf(world: World, bare: bigint): string[] {
  return (world.channels.get(bare)?.history.messages ?? []).map(({ text }) => text);
}

/** Whether somebody is a member of a supergroup. */
export function isMember(world: World, bare: bigint, user: bigint): boolean {
  return world.channels.get(bare)?.members.get(user)?.role === 'member';
}
