import type { TlObject } from '../../tl/value.js';
import type { PeerRef } from '../../world/model.js';
import type { ExportedMessage } from '../export-shape.js';

/** What a service action needs to know about the chat it happened in. */
export interface ActionContext {
  /** The person with that shown name; everybody whom a service message names is somebody. */
  personNamed(name: string): bigint | undefined;
  /** The peer behind "user1", "chat1" or "channel1". */
  peer(value: unknown): PeerRef | undefined;
  /** The TL Photo that comes with the message. */
  photo(): TlObject;
  readonly actor: bigint | undefined;
  readonly owner: bigint;
  /** The basic group that this supergroup was, when its history is in the export. */
  readonly formerGroup: bigint | undefined;
  /** The supergroup that this basic group became. */
  readonly successor: bigint | undefined;
}

/** Makes a TL MessageAction of a service message; undefined when the message does not hold what that needs. */
export type Translate = (message: ExportedMessage, context: ActionContext) => TlObject | undefined;

/** A TL Peer. */
export function tlPeer(peer: PeerRef): TlObject {
  if (peer.kind === 'user') return { _: 'peerUser', user_id: peer.id };
  return peer.kind === 'chat'
    ? { _: 'peerChat', chat_id: peer.id }
    : { _: 'peerChannel', channel_id: peer.id };
}

/** A number of the file as a TL long; they are exact up to 2^53 or come as strings. */
export function longIn(message: ExportedMessage, name: string): bigint {
  const value = message[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === 'string' && /^-?\d{1,19}$/u.test(value) ? BigInt(value) : 0n;
}

/** The people that a message lists by name. */
export function membersIn(message: ExportedMessage, context: ActionContext): bigint[] {
  const names: unknown = message['members'];
  if (!Array.isArray(names)) return [];
  return names.flatMap((name) => context.personNamed(typeof name === 'string' ? name : '') ?? []);
}
