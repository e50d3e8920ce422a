import { toJson } from '../server/call-log.js';
import type { Json } from '../server/call-log.js';
import type { Emulator } from '../server/emulator.js';
import { idFor, peerOf } from '../world/data.js';
import type { History } from '../world/history.js';
import { peerKey } from '../world/model.js';
import type { PeerRef, WorldChat, WorldMessage, WorldReaction } from '../world/model.js';
import type { World } from '../world/world.js';
import { ControlError } from './requests.js';

/** How many messages of a chat are told where nobody says how many. */
const MOST_SHOWN = 10_000;

const CHANNEL_MARK = 1_000_000_000_000n;

/** A peer's marked id, as clients write it: users 5, basic groups -5, supergroups and channels -1000000000005. */
export function markedId(peer: PeerRef): string {
  if (peer.kind === 'user') return `${peer.id}`;
  return peer.kind === 'chat' ? `${-peer.id}` : `${-(CHANNEL_MARK + peer.id)}`;
}

/** What the whole world holds: accounts, chats with their counts, faults to come, what went wrong. */
export function worldState(emulator: Emulator): Json {
  const { world } = emulator;
  const accounts = [...world.accounts.values()].map((account) => ({
    user_id: `${account.userId}`,
    phone: account.phone,
    name: nameOf(world, account.userId),
    dialogs: account.dialogs.size,
  }));
  const all = [...world.groups.values(), ...world.channels.values()];
  const chats = all.filter(isThere).map((chat) => ({
    id: markedId(peerOf(chat)),
    kind: chat.kind,
    title: chat.title,
    username: chat.kind === 'group' ? null : (chat.username ?? null),
    members: chat.members.size,
    messages: countIn(world, peerOf(chat)),
  }));
  return {
    now: emulator.clock.now(),
    accounts,
    chats,
    faults: emulator.faults.pending.map((fault) => ({ ...fault })),
    protocol_errors: [...emulator.protocolErrors],
    unimplemented: [...emulator.unimplemented],
  };
}

/** A deleted chat is remembered, so that those who were in it can be told of it, but is none any more. */
function isThere(chat: WorldChat): boolean {
  return chat.kind === 'group' ? !chat.deactivated || chat.migratedTo !== undefined : !chat.deleted;
}

/** One chat: who belongs to it and its newest `last` messages (10,000 by default), oldest first. Throws a 404 ControlError. */
export function chatState(emulator: Emulator, chat: string, last: number | undefined): Json {
  const { world } = emulator;
  const peer = peerNamed(world, chat);
  const count = countIn(world, peer);
  const kept = newestIn(world, peer, Math.min(count, last ?? MOST_SHOWN));
  const found = world.chat(peer);
  const user = peer.kind === 'user' ? world.users.get(peer.id) : undefined;
  const username =
    user?.username ?? (peer.kind === 'channel' ? world.channels.get(peer.id)?.username : undefined);
  return {
    id: markedId(peer),
    kind: found?.kind ?? 'user',
    title: found?.title ?? nameOf(world, peer.id),
    username: username ?? null,
    members: [...(found?.members.values() ?? [])].map((member) => ({
      user_id: `${member.userId}`,
      name: nameOf(world, member.userId),
      role: member.role,
    })),
    count,
    messages: kept.map(messageState),
  };
}

function peerNamed(world: World, chat: string): PeerRef {
  const peer = /^-?\d+$/u.test(chat)
    ? unmark(BigInt(chat))
    : world.usernames.get(chat.replace('@', '').toLowerCase());
  const isKnown = peer?.kind === 'user' ? world.users.has(peer.id) : peer !== undefined && world.chat(peer);
  if (peer === undefined || !isKnown) {
    throw new ControlError(
      404,
      `there is no chat ${chat}; GET /state lists groups and channels, users go by their id`,
    );
  }
  return peer;
}

function unmark(id: bigint): PeerRef {
  if (id > 0n) return { kind: 'user', id };
  return -id > CHANNEL_MARK ? { kind: 'channel', id: -id - CHANNEL_MARK } : { kind: 'chat', id: -id };
}

/** The boxes that hold messages of a chat: the channel's own, or each account's. */
function boxesOf(world: World, peer: PeerRef): History[] {
  const shared = peer.kind === 'channel' ? world.channels.get(peer.id)?.history : undefined;
  if (shared !== undefined) return [shared];
  return [...world.accounts.values()].flatMap((account) => account.histories.get(peerKey(peer)) ?? []);
}

/** How many logical messages a chat holds, whichever boxes hold them. */
function countIn(world: World, peer: PeerRef): number {
  const boxes = boxesOf(world, peer);
  const [only] = boxes;
  if (boxes.length < 2) return only?.size ?? 0;
  const keys = new Set<string>();
  for (const box of boxes) {
    for (let index = 0; index < box.size; index++) keys.add(keyOf(box.at(index)));
  }
  return keys.size;
}

/** The newest `count` logical messages of a chat, oldest first. */
function newestIn(world: World, peer: PeerRef, count: number): WorldMessage[] {
  const found = new Map<string, WorldMessage>();
  for (const box of boxesOf(world, peer)) {
    for (const message of box.slice(box.size - count)) found.set(keyOf(message), message);
  }
  const messages = [...found.values()].toSorted((a, b) => a.date - b.date);
  return messages.slice(Math.max(0, messages.length - count));
}

/** The two boxes of a private chat hold one and the same message. */
function keyOf(message: WorldMessage | undefined): string {
  const copy = message?.copies[0];
  return `${copy?.owner} ${copy?.id}`;
}

function messageState(message: WorldMessage): Json {
  const { copies, from, author, replyTo, forward, media, action, reactions } = message;
  const isShared = copies.some((copy) => copy.owner === 0n);
  return {
    id: copies[0]?.id ?? 0,
    // Private and basic-group messages have an id of their own in each account's box.
    ...(!isShared && { copies: copies.map((copy) => ({ account: `${copy.owner}`, id: copy.id })) }),
    from: from === undefined ? null : markedId(from),
    author: author === undefined ? null : `${author}`,
    date: message.date,
    text: message.text,
    ...(message.entities !== undefined && { entities: toJson(message.entities) }),
    ...(replyTo !== undefined && {
      reply_to:
        replyTo.message === undefined ? replyTo.id : (idFor(replyTo.message, copies[0]?.owner ?? 0n) ?? null),
    }),
    ...(forward !== undefined && {
      forwarded_from: forward.from === undefined ? (forward.fromName ?? null) : markedId(forward.from),
    }),
    ...(media !== undefined && { media: media.kind === 'other' ? toJson(media.media) : media.kind }),
    ...(action !== undefined && { action: toJson(action) }),
    ...(reactions !== undefined && {
      reactions: Object.fromEntries(reactions.map((reaction) => [nameOfReaction(reaction), reaction.count])),
    }),
    ...(message.editDate !== undefined && { edit_date: message.editDate }),
    ...(message.pinned === true && { pinned: true }),
  };
}

/** A custom emoji goes by its document, the paid star by `paid`. */
function nameOfReaction({ emoji, customEmoji, paid }: WorldReaction): string {
  return paid === true ? 'paid' : (customEmoji?.toString() ?? emoji);
}

function nameOf(world: World, userId: bigint): string {
  const user = world.users.get(userId);
  return [user?.firstName, user?.lastName].filter((part) => part !== undefined).join(' ');
}
