import { createWorld, type World } from '@tgmcp/emulator';

/** The account that tests log in as, and what it sees. Ids as the tools print them. */
export const PERSON = { id: 7_001n, phone: '+15550001', code: '11111', firstName: 'Ann' };
export const FRIEND = { id: 7_002n, phone: '+15550002', code: '22222', password: 'secret', firstName: 'Bob' };

/** A supergroup the person may write to. */
export const GROUP = { bare: 900n, id: '-1000000000900', username: 'thegroup', title: 'The Group' };
/** Another one, for allowlists to leave out. */
export const OTHER = { bare: 901n, id: '-1000000000901', username: 'theothers', title: 'The Others' };
/** A channel the person only reads. */
export const CHANNEL = { bare: 902n, id: '-1000000000902', username: 'thenews', title: 'The News' };
export const CLUB = { bare: 800n, id: '-800', title: 'Club' };

/** Messages in {@link GROUP}, numbered from 1; even ones are the person's. */
export const GROUP_MESSAGES = 250;

/** A small world that is the same each time. */
export function smallWorld(): World {
  const world = createWorld({ seed: 'small' });
  const ann = world.addAccount(PERSON).userId;
  const bob = world.addAccount({ ...FRIEND, username: 'bobby' }).userId;
  for (const { bare, title, username } of [GROUP, OTHER]) {
    world.addSupergroup({ id: bare, title, username, creator: bob, members: [ann] });
  }
  world.addChannel({
    id: CHANNEL.bare,
    title: CHANNEL.title,
    username: CHANNEL.username,
    creator: bob,
    members: [ann],
  });
  world.addBasicGroup({ id: CLUB.bare, title: CLUB.title, creator: ann, members: [bob] });
  const group = { kind: 'channel', id: GROUP.bare } as const;
  for (let n = 1; n <= GROUP_MESSAGES; n += 1) {
    world.addMessage({
      peer: group,
      from: n % 2 === 0 ? ann : bob,
      date: 1_790_000_000 + n * 60,
      text: `note ${n}`,
    });
  }
  const later = 1_790_100_000;
  world.addMessage({
    peer: { kind: 'channel', id: CHANNEL.bare },
    from: bob,
    date: later,
    text: 'The first issue',
  });
  world.addMessage({
    peer: { kind: 'chat', id: CLUB.bare },
    from: bob,
    date: later + 60,
    text: 'Chess on Friday?',
  });
  world.addMessage({ peer: { kind: 'user', id: ann }, from: bob, date: later + 120, text: 'Hello Ann' });
  return world;
}
