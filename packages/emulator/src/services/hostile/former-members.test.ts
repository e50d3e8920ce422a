import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RpcError } from '../../rpc/handler.js';
import { loadSchema } from '../../tl/load.js';
import { peerOf } from '../../world/data.js';
import { services } from '../index.js';
import { crowdedTown, NOW, sessionOf } from './crowded-town.js';
import { poolOf } from './hostile-pool.js';
import { HostileSampler } from './hostile-values.js';

const SEED = 20_260_730;
const EACH = 8;
const METHODS = [...loadSchema().functions.values()].filter(
  ({ name }) => name in services && !name.startsWith('auth.'),
);

/** One has left the Club and one was thrown out; both know a message each way. Then the Club goes on without them. */
function setUp() {
  const town = crowdedTown();
  const { world, people, named } = town;
  const { club } = named;
  const base = { peer: peerOf(club), date: NOW - 9 };
  const former = (['left', 'banned'] as const).map((role, n) => {
    const { userId } = world.addAccount({ phone: `1555004${n}`, firstName: role });
    world.addMember(club, userId);
    const known = { ...base, from: userId, owner: userId, text: `known by ${role}` };
    world.addMessages([known, { ...base, from: people.ann, owner: people.ann, text: 'known' }]);
    world.addMember(club, userId, { role });
    return sessionOf(world, userId);
  });
  const late = world.addUser({ firstName: 'secret-person' }).id;
  world.addMember(club, late);
  world.addMessage({ ...base, from: people.ann, owner: people.ann, text: 'secret-after', pinned: true });
  club.about = 'secret-about';
  return { ...town, former };
}

/** What members see of the Club. */
function inside({ world, people, named }: ReturnType<typeof setUp>): string {
  const { title, about, photo, members, invites, defaultBanned, availableReactions } = named.club;
  const messages = world.history(people.ann, peerOf(named.club))?.slice(0) ?? [];
  const shown = messages.map(({ text, pinned, reactions, media }) => ({ text, pinned, reactions, media }));
  return inspect([title, about, photo, members, invites, defaultBanned, availableReactions, shown], {
    depth: 8,
  });
}

describe('who is no member of a basic group any more', () => {
  it('learns nothing of what came after, and changes nothing', async () => {
    const town = setUp();
    const { world, named, former } = town;
    const pool = poolOf(town);
    const club = peerOf(named.club);
    const fields = { ...pool.fields, hash: ['none'], link: ['none'] };
    const peers = [club, club, club, ...pool.peers];
    const sampler = new HostileSampler(loadSchema(), { ...pool, peers, fields }, SEED);
    const before = inside(town);
    const leaks: string[] = [];
    for (const method of Array.from({ length: EACH }, () => METHODS).flat()) {
      const session = former[sampler.below(former.length)];
      if (session === undefined) throw new Error('nobody asks');
      const request = sampler.request(method, session.userId ?? 0n);
      let answer: unknown;
      try {
        answer = await session.value(method.name, { ...request });
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
      }
      if (inspect(answer, { depth: 12 }).includes('secret-')) leaks.push(method.name);
    }
    expect(leaks).toEqual([]);
    expect(inside(town)).toBe(before);
    expect(world.history(former[0]?.userId ?? 0n, club)?.size).toBeGreaterThan(0);
  }, 60_000);

  it('takes nothing back from the others that he wrote', async () => {
    const town = setUp();
    const before = inside(town);
    for (const session of town.former) {
      const history = session.world.history(session.userId ?? 0n, peerOf(town.named.club));
      const own = history?.ids.filter((id) => history.get(id)?.author === session.userId) ?? [];
      const all = { id: own, revoke: true };
      expect(await session.failure('messages.deleteMessages', all)).toBe('403 MESSAGE_DELETE_FORBIDDEN');
      await session.call('messages.deleteMessages', { id: own });
    }
    expect(inside(town)).toBe(before);
  });

  it('is not told what it is about, nor who reads', async () => {
    const { former, named } = setUp();
    for (const session of former) {
      const answer = await session.call('messages.getFullChat', { chat_id: named.club.id });
      expect(inspect(answer, { depth: 12 })).not.toContain('secret-');
      const peer = session.input(peerOf(named.club));
      const ids = session.world.history(session.userId ?? 0n, peerOf(named.club))?.ids ?? [];
      const asked = { peer, msg_id: ids[0] ?? 0 };
      session.time = NOW;
      expect(await session.failure('messages.getMessageReadParticipants', asked)).toBe('400 PEER_ID_INVALID');
    }
  });
});
