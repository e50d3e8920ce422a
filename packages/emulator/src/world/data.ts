import type { FileTable } from './file-table.js';
import type { History } from './history.js';
import { peerKey } from './model.js';
import type {
  PeerRef,
  WorldAccount,
  WorldChannel,
  WorldChat,
  WorldGroup,
  WorldMessage,
  WorldUser,
} from './model.js';

/** The world's tables, for the functions that work on them. */
export interface WorldData {
  readonly users: ReadonlyMap<bigint, WorldUser>;
  readonly groups: ReadonlyMap<bigint, WorldGroup>;
  readonly channels: ReadonlyMap<bigint, WorldChannel>;
  readonly accounts: ReadonlyMap<bigint, WorldAccount>;
  /** Photos and documents by id, for downloads and for sending them again. */
  readonly files: FileTable;
}

/** The chat behind a peer; undefined for a user or an unknown chat. */
export function chatOf(data: WorldData, peer: PeerRef): WorldChat | undefined {
  if (peer.kind === 'user') return undefined;
  return peer.kind === 'chat' ? data.groups.get(peer.id) : data.channels.get(peer.id);
}

/** True while the user belongs to the chat (a restricted member does, a banned or left one does not). */
export function isMember(chat: WorldChat, userId: bigint): boolean {
  const member = chat.members.get(userId);
  if (member === undefined || member.away === true) return false;
  return member.role !== 'left' && member.role !== 'banned';
}

/** The peer of a chat. */
export function peerOf(chat: WorldChat): PeerRef {
  return { kind: chat.kind === 'group' ? 'chat' : 'channel', id: chat.id };
}

/** The history a viewer has of a peer; undefined when there is none. */
export function historyOf(data: WorldData, viewer: bigint, peer: PeerRef): History | undefined {
  if (peer.kind === 'channel') return data.channels.get(peer.id)?.history;
  return data.accounts.get(viewer)?.histories.get(peerKey(peer));
}

/** The chat a message lies in, as one account sees it (in a private chat: the other person). */
export function peerAs(message: WorldMessage, viewer: bigint): PeerRef {
  if (message.peer.kind !== 'user' || message.peer.id !== viewer) return message.peer;
  return message.author === undefined ? message.peer : { kind: 'user', id: message.author };
}

/** A message's id in one account's box (or in its channel); undefined when that account has no copy. */
export function idFor(message: WorldMessage, viewer: bigint): number | undefined {
  for (const copy of message.copies) {
    if (copy.owner === 0n || copy.owner === viewer) return copy.id;
  }
  return undefined;
}

/** True while an account holds its copy of a private or basic-group message; it may have deleted it for itself. */
export function hasCopy(account: WorldAccount, message: WorldMessage): boolean {
  const id = idFor(message, account.userId);
  return id !== undefined && account.boxIndex.get(id)?.get(id) === message;
}
