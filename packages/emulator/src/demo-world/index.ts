/*
 * The demo world: a seeded, fixed little Telegram that is pleasant to read. The same files give the same world, id by
 * id, on every machine; data/README.md names the chats that demos and tests may rely on.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createWorld } from '../world/world.js';
import type { PeerRef } from '../world/model.js';
import type { World } from '../world/world.js';
import { spreadArrivals } from './arrivals.js';
import { addCast } from './cast.js';
import { writeEvents } from './events.js';
import { DemoMedia } from './media.js';
import { addMore } from './more.js';
import { addPending } from './pending.js';
import type { Pending } from './pending.js';
import { Seeded } from './seeded.js';
import { DemoSpecError, readDemoSpec } from './spec.js';
import type { ChatSpec, DemoSpec } from './spec.js';
import { stageChat } from './stage.js';
import type { Staged, Stars } from './stage.js';
import { writeChat } from './script.js';
import type { Desk, Material } from './script.js';

export { DemoSpecError } from './spec.js';

const DAY = 86_400;
/** In the package the demo world lies beside the code; in the repository it belongs to all. */
const DEMO = ['../../demo/world.json', '../../../../data/demo/world.json']
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path));

/** Builds the demo world, or the one that another `world.json` describes. Throws a DemoSpecError. */
export function loadDemoWorld(file: string | undefined = DEMO): World {
  if (file === undefined) {
    throw new DemoSpecError('the demo world is not part of this copy: give the path of a world.json.');
  }
  return buildDemoWorld(readDemoSpec(file));
}

function buildDemoWorld(spec: DemoSpec): World {
  const { seed, now: nowText, chats, accounts } = spec.world;
  const now = Date.parse(nowText) / 1000;
  const world = createWorld({ seed });
  world.minUsers = spec.world.minUsers;
  const cast = addCast(world, spec.world, new Seeded(`${seed} cast`));
  const [main, friend] = accounts.map((account) => BigInt(account.id));
  if (main === undefined) throw new Error('a demo world needs an account');
  const stars: Stars = { main, friend };
  // Channels are written first, so that others can forward their posts.
  const staged = chats
    .map((chat, number) => stageChat(world, chat, number, { cast, stars, now }))
    .toSorted((a, b) => Number(b.spec.kind === 'channel') - Number(a.spec.kind === 'channel'));
  const written = new Map<string, Pending[]>();
  const media = new DemoMedia();
  for (const one of staged) {
    const seeded = new Seeded(`${seed} chat ${one.spec.key}`);
    const latestPost: Desk['latestPost'] = (channel, before) =>
      written.get(channel)?.findLast((post) => post.date < before && post.action === undefined);
    const messages = writeChat({ seeded, media, stars, now, latestPost }, one, materialOf(spec, one.spec));
    written.set(one.spec.key, [...messages, ...writeEvents(one, messages, seeded)]);
  }
  for (const one of staged) addOlder(world, one, stars, seed);
  const more =
    spec.world.more === undefined ? [] : addMore(world, spec.world.more, { cast, staged, stars, now });
  addPending(world, [...written.values(), more].flat());
  for (const one of staged) {
    spreadArrivals(world, one, written.get(one.spec.key) ?? [], { founders: [main, friend], now, seed });
  }
  for (const one of staged) finish(world, one, staged, stars);
  return world;
}

/** The part of a chat that nobody wrote down, however long it is. */
function addOlder(world: World, { spec, peer, created, speakers }: Staged, stars: Stars, seed: string): void {
  if (spec.generated === undefined) return;
  world.addGeneratedMessages({
    peer,
    owner: stars.main,
    count: spec.generated.count,
    from: created - spec.generated.days * DAY,
    until: created,
    authors: speakers,
    seed: `${seed} ${spec.key}`,
  });
}

function materialOf(spec: DemoSpec, chat: ChatSpec): Material {
  if (chat.talk !== undefined) return spec.talk(chat.talk);
  const series = spec.series[chat.posts ?? chat.exchange ?? ''];
  if (series === undefined) throw new Error(`the chat ${chat.key} has nothing to say`);
  const threads =
    series.exchange === undefined ? (series.posts ?? []).map((post) => [post]) : [series.exchange];
  return { threads, closing: [], slots: series.slots };
}

/** How many messages came in after the account's own last one: whoever answered had read what was there. */
function newSince(world: World, account: bigint, peer: PeerRef): number {
  const history = world.history(account, peer);
  let count = 0;
  while (count < (history?.size ?? 0) && history?.at(history.size - 1 - count)?.author !== account)
    count += 1;
  return count;
}

/** What depends on the messages being there: the account's view of the chat, and who its contacts are. */
function finish(world: World, one: Staged, all: readonly Staged[], { main, friend }: Stars): void {
  const { spec, peer } = one;
  if (spec.kind === 'private' && peer.id !== main && world.users.get(peer.id)?.bot === false) {
    world.addContact(main, peer.id, { mutual: peer.id === friend });
  }
  if (!spec.without) {
    const dialog = world.dialog(main, peer);
    world.setUnread(main, peer, Math.min(spec.unread, newSince(world, main, peer)));
    dialog.pinnedOrder = spec.pinned;
    if (spec.muted) dialog.muteUntil = 2_147_483_647;
    if (spec.archived) dialog.folder = 1;
  }
  const linked = all.find((other) => other.spec.key === spec.linked)?.peer.id;
  const chat = world.channels.get(peer.id);
  const channel = linked === undefined ? undefined : world.channels.get(linked);
  if (chat === undefined || channel === undefined || peer.kind !== 'channel') return;
  chat.linkedChatId = channel.id;
  channel.linkedChatId = chat.id;
}
