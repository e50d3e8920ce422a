/** What the tools on people, links and discussions are tried on. */
import type { World } from '@tgmcp/emulator';
import { FRIEND, PERSON } from '../../support/small-world.js';
import { addWaiter, WAITER } from './waiter.js';

/** People whom the person has met, to be blocked and to be put into the contacts: one of each for each scenario. */
export const BOTHERS = [
  { id: 7_401n, username: 'pestering', firstName: 'Pest' },
  { id: 7_402n, username: 'queruling', firstName: 'Quer' },
] as const;
export const ADDED = [
  { id: 7_411n, username: 'rosalinde', firstName: 'Rosa' },
  { id: 7_412n, username: 'siegfried', firstName: 'Sieg' },
] as const;

/** Channels of the person's own, each with a group in which it is discussed. */
export const DISCUSSED = [
  { channel: 981n, username: 'kitenews', group: 982n, title: 'Kite talk' },
  { channel: 983n, username: 'boatnews', group: 984n, title: 'Boat talk' },
] as const;

/** Marked ids of every chat here that may be written to. */
export const PEOPLE_CHATS: readonly string[] = [
  ...[...BOTHERS, ...ADDED, WAITER].map(({ id }) => String(id)),
  ...DISCUSSED.map(({ group }) => String(-1_000_000_000_000n - group)),
];

/** Adds them. */
export function addPeopleAndLinks(world: World): void {
  addWaiter(world);
  for (const user of [...BOTHERS, ...ADDED]) world.addUser(user);
  for (const { channel, username, group, title } of DISCUSSED) {
    world.addSupergroup({ id: group, title, creator: PERSON.id, members: [FRIEND.id] });
    world.addChannel({ id: channel, title: username, username, creator: PERSON.id, linkedChatId: group });
  }
}
