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

/** Chats of somebody else's, to be joined: by their links, one for each scenario, and by its name. */
export const CLOSED = [
  { bare: 985n, title: 'Secret garden', about: 'Roses only' },
  { bare: 987n, title: 'Walled garden', about: 'Figs only' },
] as const;
export const OPEN_CHAT = { bare: 986n, title: 'Open garden', username: 'opengarden' };

/** People of whom one takes the place of the other, in the workshop: a pair for each scenario. */
export const PAIRS = [
  { old: { id: 7_431n, username: 'oldtimera' }, young: { id: 7_432n, username: 'youngstera' } },
  { old: { id: 7_433n, username: 'oldtimerb' }, young: { id: 7_434n, username: 'youngsterb' } },
] as const;
const paired = PAIRS.flatMap(({ old, young }) => [old, young]);

/** Marked ids of every chat here that may be written to. */
export const PEOPLE_CHATS: readonly string[] = [
  ...[...BOTHERS, ...ADDED, WAITER, ...paired].map(({ id }) => String(id)),
  ...[...DISCUSSED.map(({ group }) => group), OPEN_CHAT.bare].map((bare) =>
    String(-1_000_000_000_000n - bare),
  ),
];

/** Adds them; those who are to be replaced are put into the workshop. */
export function addPeopleAndLinks(world: World, workshop: bigint): void {
  addWaiter(world);
  for (const user of [...BOTHERS, ...ADDED]) world.addUser(user);
  for (const { channel, username, group, title } of DISCUSSED) {
    world.addSupergroup({ id: group, title, creator: PERSON.id, members: [FRIEND.id] });
    world.addChannel({ id: channel, title: username, username, creator: PERSON.id, linkedChatId: group });
  }
  for (const { bare, ...garden } of CLOSED) {
    world.addSupergroup({ id: bare, ...garden, creator: FRIEND.id });
    linkInto(world, bare);
  }
  world.addSupergroup({ ...OPEN_CHAT, id: OPEN_CHAT.bare, creator: FRIEND.id });
  for (const user of paired) world.addUser({ ...user, firstName: user.username });
  const chat = world.channels.get(workshop);
  for (const { old } of PAIRS) if (chat !== undefined) world.addMember(chat, old.id, {});
}

/** A new invite link of a chat of somebody else's. */
export function linkInto(
  world: World,
  bare: bigint,
  more: { readonly requestNeeded?: boolean } = {},
): string {
  const chat = world.channels.get(bare);
  if (chat === undefined) throw new Error('There is no such chat');
  return linkOf(world.addInvite(chat, { adminId: FRIEND.id, ...more }));
}

/** The first link of each of {@link CLOSED}, the same in each such world. */
export function closedLinks(world: World): readonly string[] {
  return CLOSED.map(({ bare }) => linkOf(world.channels.get(bare)?.invites[0] ?? { hash: '' }));
}

function linkOf({ hash }: { readonly hash: string }): string {
  return `https://t.me/+${hash}`;
}
