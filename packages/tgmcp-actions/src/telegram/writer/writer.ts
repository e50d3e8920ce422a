import {
  done,
  refuse,
  type Outcome,
  type Refused,
  type ResolvedPeer,
  type Telegram,
  type TelegramCaller,
} from '@tgmcp/core';
import type { OutgoingFiles } from '../../files/outgoing-files.js';
import type { MessagesAhead } from './messages-ahead.js';

/** What writers read and address with, and the files they may send; sending takes the caller that an approved action is given. */
export interface Writer extends Telegram {
  readonly files: OutgoingFiles;
  /** Looks at what a person must see of an action and no reading method shows, by the methods for that alone. */
  readonly look: TelegramCaller['call'];
  /** Where many actions are looked at in a row: their messages, many at once. */
  readonly ahead?: MessagesAhead;
}

/** The peer that a stored action names by its canonical id. Refused with PEER_NOT_FOUND when its access hash is not kept. */
export async function storedPeer(writer: Pick<Writer, 'peers'>, id: string): Promise<Outcome<ResolvedPeer>> {
  const peer = await writer.peers.known(id);
  return peer === undefined ? refuse('PEER_NOT_FOUND', { data: { peer: id } }) : done(peer);
}

/** Runs what is done to the peer that a stored action names. */
export async function withStoredPeer<T>(
  writer: Pick<Writer, 'peers'>,
  id: string,
  work: (peer: ResolvedPeer) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const peer = await storedPeer(writer, id);
  return peer.ok ? work(peer.value) : peer;
}

/** Telegram's own name for why a request was refused, where it was Telegram that refused. */
export function rpcOf({ refusal }: Refused): string | undefined {
  const rpc = refusal.data?.['rpc'];
  return typeof rpc === 'string' ? rpc : undefined;
}
