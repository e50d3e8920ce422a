import type { Pending } from './pending.js';
import type { Seeded } from './seeded.js';
import type { Staged } from './stage.js';

/** Service messages of a chat: its creation, people who were added or came, a pinned message. */
export function writeEvents(staged: Staged, written: readonly Pending[], seeded: Seeded): Pending[] {
  const { spec, peer, created, creator, speakers, newcomers } = staged;
  if (spec.kind === 'private') return [];
  const base = { peer, author: creator, text: '', ...(spec.kind !== 'channel' && { from: creator }) };
  const others = speakers.filter((id) => id !== creator);
  const events: Pending[] = [
    {
      ...base,
      date: created,
      action:
        spec.kind === 'group'
          ? { _: 'messageActionChatCreate', title: spec.title, users: [creator, ...others.slice(0, 2)] }
          : { _: 'messageActionChannelCreate', title: spec.title },
    },
  ];
  if (spec.kind === 'channel') return events;
  for (const [index, added] of others.slice(2, 5).entries()) {
    const users = [added];
    const date = created + 30 * (index + 1);
    events.push({ ...base, date, action: { _: 'messageActionChatAddUser', users } });
  }
  for (const [from, date] of newcomers) {
    const action = { _: 'messageActionChatJoinedByLink', inviter_id: creator };
    events.push({ peer, from, author: from, text: '', date, action });
  }
  const target = spec.pin ? written[Math.floor(written.length * 0.9)] : undefined;
  if (target !== undefined) {
    target.pinned = true;
    const date = target.date + seeded.between(5, 14);
    events.push({ ...base, date, replyTo: target, action: { _: 'messageActionPinMessage' } });
  }
  return events;
}
