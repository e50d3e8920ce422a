import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RpcError } from '../../rpc/handler.js';
import { loadSchema } from '../../tl/load.js';
import type { WorldChannel, WorldMessage } from '../../world/model.js';
import { services } from '../index.js';
import { bringToLife, crowdedTown, sessionOf } from './crowded-town.js';
import { poolOf } from './hostile-pool.js';
import { HostileSampler } from './hostile-values.js';

const SEED = 20_260_729;
const EACH = 15;
/** What changes a chat, or what others wrote in it. */
const METHODS = [...loadSchema().functions.values()].filter(
  ({ name }) =>
    name in services &&
    /^(?:channels|messages|stories|folders)\./.test(name) &&
    !/get|search|leave/i.test(name),
);

function othersMessage({ text, entities, media, pinned, author }: WorldMessage, me: bigint) {
  if (author === me) return undefined;
  return media?.kind === 'poll' ? { text, pinned } : { text, entities, media, pinned };
}

/** All of a chat that needs a right to be changed by somebody. */
function guarded(channel: WorldChannel, me: bigint): string {
  const { history, members, adminLog, joinRequests } = channel;
  const { title, about, photo, username, slowmodeSeconds, linkedChatId, forum, defaultBanned, noforwards } =
    channel;
  const { invites, topics, pinnedTopics, availableReactions, ttlPeriod, signatures, antispam, deleted } =
    channel;
  const plain = {
    title,
    about,
    photo,
    username,
    slowmodeSeconds,
    linkedChatId,
    forum,
    defaultBanned,
    noforwards,
  };
  const more = {
    invites,
    topics,
    pinnedTopics,
    availableReactions,
    ttlPeriod,
    signatures,
    antispam,
    deleted,
  };
  const others = [...members].filter(([id]) => id !== me);
  const messages = history.slice(0).flatMap((message) => othersMessage(message, me) ?? []);
  const own = adminLog.filter(({ userId }) => userId === me);
  return inspect([plain, more, others, messages, own, joinRequests], { depth: 9, maxArrayLength: null });
}

describe('an administrator without rights', () => {
  it('changes nothing that needs one, whatever is asked', async () => {
    const town = crowdedTown();
    await bringToLife(town);
    const { world, people, named } = town;
    const { cat } = people;
    const chats = [named.news, named.talk, named.hall, named.closed, named.room];
    const session = sessionOf(world, cat);
    const pool = poolOf(town);
    const ids = new Set(chats.map(({ id }) => id));
    const peers = [...pool.peers.filter(({ kind, id }) => kind === 'channel' && ids.has(id)), ...pool.peers];
    const sampler = new HostileSampler(loadSchema(), { ...pool, peers }, SEED);
    const states = () => chats.map((chat) => guarded(chat, cat));
    let before = states();
    const changed: string[] = [];
    let done = 0;
    for (const method of Array.from({ length: EACH }, () => METHODS).flat()) {
      const request = sampler.request(method, cat);
      try {
        await session.value(method.name, { ...request });
        done += 1;
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        continue;
      }
      const after = states();
      for (const [index, chat] of chats.entries()) {
        if (after[index] !== before[index]) changed.push(`${method.name} in ${chat.title}`);
      }
      before = after;
    }
    expect(changed).toEqual([]);
    expect(done).toBeGreaterThan(100);
  }, 60_000);
});
