/** A chat's entry in the list of chats: its draft, its place, and whether it is muted. */
import { done, telegramLibrary, type Outcome, type ResolvedPeer } from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Writer } from './writer.js';

/** The entry of a chat as Telegram tells it; undefined where the list of chats has none. Reads only. */
export async function dialogEntry(
  writer: Pick<Writer, 'peers' | 'call'>,
  peer: ResolvedPeer,
): Promise<Outcome<Api.Dialog | undefined>> {
  const { Api } = telegramLibrary();
  const answer = await writer.peers.withPeer(peer, (inputPeer) =>
    writer.call(new Api.messages.GetPeerDialogs({ peers: [new Api.InputDialogPeer({ peer: inputPeer })] })),
  );
  if (!answer.ok) return answer;
  const [entry] = answer.value.dialogs;
  return done(entry?.className === 'Dialog' ? entry : undefined);
}
