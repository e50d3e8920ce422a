import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RpcError } from '../../rpc/handler.js';
import { loadSchema } from '../../tl/load.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import type { World } from '../../world/world.js';
import { longOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import type { TestSession } from '../common/test-call.js';
import { services } from '../index.js';
import { bringToLife, crowdedTown } from './crowded-town.js';
import { poolOf } from './hostile-pool.js';
import { HostileSampler } from './hostile-values.js';

const SEED = 20_260_728;
const EACH = 6;
const METHODS = [...loadSchema().functions.values()].filter(
  ({ name }) => name in services && !name.startsWith('auth.'),
);

/** Where the counters stand: of accounts, and of channels. */
function counters({ accounts, channels }: World) {
  return {
    accounts: new Map([...accounts].map(([id, { pts, updateLog }]) => [id, { pts, log: updateLog.length }])),
    channels: new Map([...channels].map(([id, { pts }]) => [id, pts])),
  };
}

/** The channel whose counter an update moves; 0n for none. */
function channelOf(update: TlObject): bigint {
  if (!update._.includes('Channel') || typeof update['pts'] !== 'number') return 0n;
  const message = objectOf(update, 'message');
  const peer = objectOf(update, 'peer') ?? (message === undefined ? undefined : objectOf(message, 'peer_id'));
  return longOf(peer ?? update, 'channel_id');
}

/** Follows counted updates from where somebody stood; returns where that ends, or says what is missing. */
function follow(from: number, updates: readonly TlObject[]): number | string {
  let at = from;
  for (const update of updates) {
    const [pts, count] = [numberOf(update, 'pts'), numberOf(update, 'pts_count')];
    if (count === 0) continue;
    if (at + count !== pts) return `${update._} leads from ${pts - count} to ${pts}, known is ${at}`;
    at = pts;
  }
  return at;
}

/** What does not add up after a call: every step of a counter must have been told to everybody whose counter it is. */
function gaps(world: World, before: ReturnType<typeof counters>, session: TestSession): string[] {
  const found: string[] = [];
  for (const account of world.accounts.values()) {
    const known = before.accounts.get(account.userId);
    const told = account.updateLog.slice(known?.log).map(({ update }) => update);
    const end = follow(known?.pts ?? 1, told);
    if (end !== account.pts) found.push(`account ${account.userId} at ${account.pts}: ${end}`);
  }
  for (const channel of world.channels.values()) {
    const from = before.channels.get(channel.id) ?? channel.pts;
    for (const id of world.accounts.keys()) {
      if (!isMember(channel, id) || from === channel.pts) continue;
      const told = session.pushed
        .filter(({ userId }) => userId === id)
        .flatMap(({ updates }) => objectsOf(updates, 'updates'))
        .filter((update) => channelOf(update) === channel.id);
      const end = follow(from, told);
      if (end !== channel.pts) found.push(`channel ${channel.title} at ${channel.pts} for ${id}: ${end}`);
    }
  }
  return found;
}

describe('every change that counts', () => {
  it('is told to all whom it concerns, step by step, and a refusal changes no counter', async () => {
    const town = crowdedTown();
    await bringToLife(town);
    const { world, sessions } = town;
    const sampler = new HostileSampler(loadSchema(), poolOf(town), SEED);
    const found: string[] = [];
    let changes = 0;
    for (const method of Array.from({ length: EACH }, () => METHODS).flat()) {
      const session = sessions[Math.max(0, sampler.below(9) - 3)];
      if (session === undefined || (/delete|leave|migrate/i.test(method.name) && sampler.below(3) > 0))
        continue;
      const before = counters(world);
      session.pushed.length = 0;
      let refused = false;
      try {
        await session.value(method.name, { ...sampler.request(method, session.userId ?? 0n) });
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        refused = true;
      }
      const moved = inspect(counters(world)) !== inspect(before);
      if (moved) changes += 1;
      if (moved && refused) found.push(`${method.name} was refused and counted`);
      found.push(...gaps(world, before, session).map((gap) => `${method.name}: ${gap}`));
    }
    expect(found).toEqual([]);
    expect(changes).toBeGreaterThan(20);
  }, 60_000);
});
