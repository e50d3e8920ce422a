import {
  done,
  inputChannelOf,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Performed } from '../../gates/spec.js';
import type { Writer } from './writer.js';

/** Deletes messages; those that are gone already count as nothing. `revoke`: for everybody, in channels always. */
export async function deleteMessages(
  writer: Pick<Writer, 'peers'>,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  { ids, revoke }: { readonly ids: readonly number[]; readonly revoke: boolean },
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const id = [...ids];
  const answer = await writer.peers.withPeer(peer, (inputPeer) => {
    const channel = inputChannelOf(inputPeer);
    return caller.call<Api.channels.DeleteMessages | Api.messages.DeleteMessages>(
      channel === undefined
        ? new Api.messages.DeleteMessages({ id, revoke })
        : new Api.channels.DeleteMessages({ channel, id }),
    );
  });
  if (!answer.ok) return answer;
  const { ptsCount } = answer.value;
  return done({ result: { deleted: ptsCount }, ptsCount });
}
