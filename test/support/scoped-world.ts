/** A world with chats that an operator hides, each with words that nothing else has. */
import type { World } from '@tgmcp/emulator';
import { CARL, DAY, HALL, PAPER, readingWorld } from './reading-world.js';
import { FRIEND, PERSON } from './small-world.js';

/** Telegram's own chat, with a login code in it. */
export const SERVICE = { id: 777_000n, code: '98765' };
/** A basic group. */
export const CELLAR = { bare: 805n, id: '-805', title: 'The Cellar' };

/** Words that stand only in chats that are hidden: in {@link HALL}, {@link PAPER}, {@link CELLAR}, and those of {@link CARL} and {@link SERVICE}. */
export const HIDDEN_WORDS = ['hidden hall', 'hidden paper', 'hidden cellar', 'hidden carl', SERVICE.code];

/** The reading world with them, and the folder "Shelf" in which {@link PAPER} stands. */
export function scopedWorld(): World {
  const world = readingWorld();
  const me = { kind: 'user', id: PERSON.id } as const;
  const date = DAY + 90_000;
  const say = (peer: { kind: 'user' | 'chat' | 'channel'; id: bigint }, from: bigint, text: string) =>
    world.addMessage({ peer, from, date, text });
  world.addBasicGroup({ id: CELLAR.bare, title: CELLAR.title, creator: CARL.id, members: [PERSON.id] });
  for (const { id } of [CARL, FRIEND]) world.addContact(PERSON.id, id);
  say({ kind: 'channel', id: HALL.bare }, CARL.id, 'hidden hall words');
  say({ kind: 'channel', id: PAPER.bare }, CARL.id, 'hidden paper words');
  say({ kind: 'chat', id: CELLAR.bare }, CARL.id, 'hidden cellar words');
  say(me, CARL.id, 'hidden carl words');
  if (!world.users.has(SERVICE.id)) world.addUser({ id: SERVICE.id, firstName: 'Telegram' });
  say(me, SERVICE.id, `Login code: ${SERVICE.code} words`);
  const account = world.accounts.get(PERSON.id);
  if (account === undefined) throw new Error('the world has no account');
  const chat = { _: 'inputPeerChannel', channel_id: PAPER.bare, access_hash: 1n };
  const title = { _: 'textWithEntities', text: 'Shelf', entities: [] };
  const lists = { pinned_peers: [], include_peers: [chat], exclude_peers: [] };
  account.filters = [{ _: 'dialogFilter', id: 2, title, ...lists }];
  return world;
}
