import { done, refuse, type Outcome, type ResolvedPeer, type Telegram } from '@tgmcp/core';

/** What writers read and address with; sending takes the caller that an approved action is given. */
export type Writer = Telegram;

/** The peer that a stored action names by its canonical id. Refused with PEER_NOT_FOUND when its access hash is not kept. */
export async function storedPeer(
  writer: Pick<Telegram, 'peers'>,
  id: string,
): Promise<Outcome<ResolvedPeer>> {
  const peer = await writer.peers.known(id);
  return peer === undefined ? refuse('PEER_NOT_FOUND', { data: { peer: id } }) : done(peer);
}
