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

/** One message as far as a test tells what may be in it. */
interface MessageFacts {
  readonly id: number;
  readonly date: number;
  readonly text: string;
  readonly from: bigint | undefined;
  /** Everything else of it, as JSON. */
  readonly more: string;
}

/** A supergroup, taken apart. */
export interface ChatFacts {
  readonly messages: readonly MessageFacts[];
  /** Roles by user. */
  readonly members: ReadonlyMap<bigint, string>;
  /** Everything else that a write could have changed, as a digest. */
  readonly rest: string;
}

/** What a write could have changed in one supergroup. */
export function chatFacts(world: World, bare: bigint): ChatFacts {
  const channel = world.channels.get(bare);
  if (channel === undefined) throw new Error(`There is no chat ${bare}`);
  const {
    history,
    members,
    pts: _pts,
    adminLog: _log,
    lastSent: _sent,
    threads: _threads,
    ...rest
  } = channel;
  const messages = history
    .slice(0)
    .map(({ peer: _peer, copies, from, author: _author, date, text, ...more }) => ({
      id: copies[0]?.id ?? 0,
      date,
      text,
      from: from?.id,
      more: JSON.stringify(more, plain),
    }));
  const roles = [...members.values()].map(({ userId, role }) => [userId, role] as const);
  return { messages, members: new Map(roles), rest: digest(rest) };
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
