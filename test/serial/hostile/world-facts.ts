import { createHash } from 'node:crypto';
import type { World } from '@tgmcp/emulator';

/** What a write could have changed in a world, as one digest a chat and account. */
export function worldFacts(world: World): Readonly<Record<string, string>> {
  const channels = [...world.channels.values()].map(({ history, invites, ...channel }) => {
    // A chat gets its first link when somebody looks at it.
    const made = invites.filter(({ permanent }) => !permanent);
    return [channel.title, { channel, invites: made, messages: history.messages }] as const;
  });
  const groups = [...world.groups.values()].map((group) => [group.title, group] as const);
  const accounts = [...world.accounts.values()].map((account) => {
    const { userId, pts, contacts, filters, notifyKinds } = account;
    const chats = [...account.histories].map(([peer, { messages }]) => [peer, messages]);
    const scheduled = [...account.scheduled].map(([peer, { messages }]) => [peer, messages]);
    return [String(userId), { pts, contacts, filters, notifyKinds, chats, scheduled }] as const;
  });
  return Object.fromEntries(
    [...channels, ...groups, ...accounts].map(([name, facts]) => [name, digest(facts)]),
  );
}

function digest(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts, plain)).digest('hex').slice(0, 16);
}

function plain(key: string, value: unknown): unknown {
  // The lasting link of a chat comes into being when its creator looks at the chat.
  if (key === 'invites' && Array.isArray(value)) return value.filter((one) => one?.permanent !== true);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return [...value.entries()];
  return value instanceof Set ? [...value] : value;
}
