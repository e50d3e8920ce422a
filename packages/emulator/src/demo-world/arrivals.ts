import type { World } from '../world/world.js';
import type { Pending } from './pending.js';
import { Seeded } from './seeded.js';
import type { Staged } from './stage.js';

const HOUR = 3600;

/**
 * Lets the members of a group or channel come one by one: when a service message says so, else some time before the first
 * thing they said. The creator, and `founders`, were there from the start.
 */
export function spreadArrivals(
  world: World,
  { spec, peer, created, creator, newcomers }: Staged,
  written: readonly Pending[],
  { founders, now, seed }: { founders: readonly (bigint | undefined)[]; now: number; seed: string },
): void {
  const chat = peer.kind === 'user' ? undefined : world.chat(peer);
  // Generated messages are older than all others, and anybody's.
  if (chat === undefined || spec.generated !== undefined) return;
  const { added, firstSaid } = tracesIn(written);
  const seeded = new Seeded(`${seed} arrivals ${spec.key}`);
  for (const member of chat.members.values()) {
    const { userId } = member;
    if (userId === creator || founders.includes(userId) || newcomers.has(userId)) continue;
    const latest = Math.min(firstSaid.get(userId) ?? now, now - HOUR);
    const chosen = seeded.between(created, Math.max(created, latest - 60));
    member.date = added.get(userId) ?? chosen;
  }
}

/** When people were added, and when they first wrote or reacted. */
function tracesIn(written: readonly Pending[]): {
  added: ReadonlyMap<bigint, number>;
  firstSaid: ReadonlyMap<bigint, number>;
} {
  const [added, firstSaid] = [new Map<bigint, number>(), new Map<bigint, number>()];
  const note = (userId: bigint, date: number): unknown =>
    firstSaid.set(userId, Math.min(firstSaid.get(userId) ?? date, date));
  for (const { author, date, action, reactions } of written) {
    note(author, date);
    const users = action?.['users'];
    if (Array.isArray(users)) for (const id of users) if (typeof id === 'bigint') added.set(id, date);
    for (const { by } of reactions ?? []) for (const { userId } of by) note(userId, date);
  }
  return { added, firstSaid };
}
