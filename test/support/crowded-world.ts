/** A thousand peers of every kind that is hard to name: strangers without an access hash, homonyms, groups that moved on. */
import { createWorld, type World } from '@tgmcp/emulator';
import { PERSON } from './small-world.js';

const START = 1_790_000_000;
const NAMES = ['Kim', 'Sasha', 'Robin', 'Noor', 'Ariel', 'Jo', 'Lou'];
const TITLES = ['Family', 'Work', 'Neighbours', 'Chess', 'News'];

/** Where nobody but admins sees who the members are, so that most people stay strangers. */
const HIDDEN_EVERY = 2;

/** A world with 1,000 peers besides the account; `PERSON` is in every chat. */
export function crowdedWorld(): World {
  const world = createWorld({ seed: 'crowd' });
  world.minUsers = true;
  const ann = world.addAccount(PERSON).userId;
  let date = START;
  const people = Array.from({ length: 880 }, (_, n) => {
    const named = n % 4 === 0 ? { username: `person_${n}` } : {};
    return world.addUser({ id: BigInt(10_000 + n), firstName: NAMES[n % NAMES.length] ?? 'X', ...named }).id;
  });
  const some = (from: number, count: number): bigint[] => people.slice(from, from + count);
  const say = (
    peer: { kind: 'channel' | 'chat' | 'user'; id: bigint },
    from: bigint,
    source?: bigint,
  ): void => {
    date += 1;
    const forward =
      source === undefined ? {} : { forward: { from: { kind: 'user' as const, id: source }, date } };
    world.addMessage({ peer, from, date, text: `word ${date}`, ...forward });
  };
  // 0 to 599 speak in supergroups, and each passes on the words of one of 600 to 699.
  for (let n = 0; n < 60; n += 1) {
    const members = some(n * 10, 10);
    const title = TITLES[n % TITLES.length] ?? '';
    const named = n % 3 === 0 ? { username: `place_${n}` } : {};
    const forum = n % 6 === 5;
    const options = { id: BigInt(20_000 + n), title, creator: members[0] ?? ann, members: [ann, ...members] };
    const chat = world.addSupergroup({ ...options, ...named, forum });
    chat.participantsHidden = n % HIDDEN_EVERY === 0;
    for (const [index, member] of members.entries()) {
      const source = index < 2 ? people[600 + ((n * 2 + index) % 100)] : undefined;
      say({ kind: 'channel', id: chat.id }, member, source);
    }
  }
  // 700 to 799 are members of basic groups, of which every other one has become a supergroup.
  for (let n = 0; n < 25; n += 1) {
    const members = some(700 + n * 4, 4);
    const title = TITLES[n % TITLES.length] ?? '';
    const id = BigInt(30_000 + n);
    const group = world.addBasicGroup({ id, title, creator: ann, members });
    for (const member of members) say({ kind: 'chat', id }, member);
    if (n % 2 === 1) continue;
    const next = world.addSupergroup({ id: BigInt(40_000 + n), title, creator: ann, members });
    next.migratedFrom = id;
    group.migratedTo = next.id;
    group.deactivated = true;
    say({ kind: 'channel', id: next.id }, ann);
  }
  for (let n = 0; n < 22; n += 1) {
    const title = TITLES[n % TITLES.length] ?? '';
    const id = BigInt(50_000 + n);
    world.addChannel({ id, title, creator: people[n] ?? ann, members: [ann] });
    say({ kind: 'channel', id }, people[n] ?? ann);
  }
  for (const user of some(800, 40)) say({ kind: 'user', id: ann }, user);
  for (const user of some(840, 40)) world.addContact(ann, user);
  return world;
}
