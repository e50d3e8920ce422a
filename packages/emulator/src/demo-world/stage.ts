import { ALL_RIGHTS } from '../world/build.js';
import { isMember, peerOf } from '../world/data.js';
import type { AdminRights, PeerRef, WorldChat } from '../world/model.js';
import type { World } from '../world/world.js';
import type { Cast } from './cast.js';
import { faceOf } from './faces.js';
import { Seeded } from './seeded.js';
import type { ChatSpec } from './spec.js';

const DAY = 86_400;
const FIRST_CHANNEL = 1_800_000_001n;
const FIRST_GROUP = 4_500_001n;

/** A moderator who may not change who else is one. */
const MODERATOR: AdminRights = {
  change_info: true,
  delete_messages: true,
  ban_users: true,
  invite_users: true,
  pin_messages: true,
};

/** A chat that is set up and waits for its messages. */
export interface Staged {
  readonly spec: ChatSpec;
  readonly peer: PeerRef;
  readonly created: number;
  readonly creator: bigint;
  /** Who may speak: those who belong to it (both ends of a private chat), the first account first. */
  readonly speakers: readonly bigint[];
  /** Who came by its link lately, and when. */
  readonly newcomers: ReadonlyMap<bigint, number>;
}

/** Who the chats are for: the account the demo logs in with, and its friend. */
export interface Stars {
  readonly main: bigint;
  readonly friend: bigint | undefined;
}

/** Adds a chat with its members and roles; `number` counts chats, which fixes the ids. */
export function stageChat(
  world: World,
  spec: ChatSpec,
  number: number,
  context: { cast: Cast; stars: Stars; now: number },
): Staged {
  const { cast, stars, now } = context;
  const created = now - (spec.days + 1) * DAY;
  if (spec.kind === 'private') {
    const other = cast.id(spec.with ?? '');
    const peer: PeerRef = { kind: 'user', id: other };
    const speakers = [...new Set([stars.main, other])];
    return { spec, peer, created, creator: stars.main, speakers, newcomers: new Map() };
  }
  const people = [...membersOf(spec, cast)];
  if (spec.friend && stars.friend !== undefined) people.push(stars.friend);
  const crowd = spec.kind === 'channel' ? (cast.groups.get('en') ?? []).slice(number, number + 2) : people;
  const creator = spec.creator === undefined ? (crowd[0] ?? stars.main) : cast.id(spec.creator);
  const members = [...new Set([...(spec.without ? [] : [stars.main]), creator, ...crowd])];
  if (spec.friend && stars.friend !== undefined && !members.includes(stars.friend))
    members.push(stars.friend);
  const photo = faceOf(BigInt(number), created, new Seeded(`${world.seed} ${spec.key} face`));
  const options = {
    ...(photo !== undefined && { photo }),
    title: spec.title,
    date: created - (spec.generated?.days ?? 0) * DAY,
    creator,
    members,
    ...(spec.about !== undefined && { about: spec.about }),
    ...(spec.people !== undefined && { participantsCount: spec.people }),
  };
  const channel = {
    ...options,
    id: FIRST_CHANNEL + BigInt(number),
    slowmodeSeconds: spec.slow,
    ...(spec.username !== undefined && { username: spec.username }),
  };
  const chat: WorldChat =
    spec.kind === 'group'
      ? world.addBasicGroup({ ...options, id: FIRST_GROUP + BigInt(number) })
      : spec.kind === 'supergroup'
        ? world.addSupergroup(channel)
        : world.addChannel(channel);
  giveRoles(world, chat, spec, { cast, creator, crowd });
  const speakers = members.filter((id) => isMember(chat, id) && chat.members.get(id)?.role !== 'restricted');
  const newcomers = addNewcomers(world, chat, spec, cast, now);
  return { spec, peer: peerOf(chat), created, creator, speakers, newcomers };
}

/** Lets people in who are not there yet, one every five days until now. */
function addNewcomers(
  world: World,
  chat: WorldChat,
  { newcomers }: ChatSpec,
  cast: Cast,
  now: number,
): Map<bigint, number> {
  const strangers = [...cast.groups.values()].flat().filter((id) => !chat.members.has(id));
  const came = strangers.slice(0, newcomers).map((id, index) => [id, now - (index + 1) * 5 * DAY] as const);
  for (const [id, date] of came) world.addMember(chat, id, { date });
  return new Map(came);
}

function* membersOf(spec: ChatSpec, cast: Cast): Generator<bigint> {
  for (const [group, count] of Object.entries(spec.members)) {
    yield* (cast.groups.get(group) ?? []).slice(0, count);
  }
}

function giveRoles(
  world: World,
  chat: WorldChat,
  spec: ChatSpec,
  people: { cast: Cast; creator: bigint; crowd: readonly bigint[] },
): void {
  const { creator, crowd, cast } = people;
  for (const name of spec.admin) {
    world.addMember(chat, cast.id(name), { role: 'admin', rights: MODERATOR, promotedBy: creator });
  }
  if (spec.kind !== 'supergroup') return;
  const second = crowd.find((id) => id !== creator && chat.members.get(id)?.role === 'member');
  if (second !== undefined) {
    const rights = { ...ALL_RIGHTS, add_admins: false };
    world.addMember(chat, second, { role: 'admin', rights, promotedBy: creator, rank: 'moderator' });
  }
  const last = crowd.at(-1);
  if (spec.restricted && last !== undefined) {
    world.addMember(chat, last, { role: 'restricted', banned: { send_messages: true, send_media: true } });
  }
}
