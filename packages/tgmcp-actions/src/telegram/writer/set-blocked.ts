import {
  done,
  inputUserOf,
  refuse,
  telegramLibrary,
  type Outcome,
  type ResolvedPeer,
  type TelegramCaller,
} from '@tgmcp/core';
import type { Api } from 'telegram';
import type { Performed } from '../../gates/spec.js';
import type { Writer } from './writer.js';

/** Blocks a person or bot, or ends that. One who is so already is `repeated`, and nothing is sent. */
export async function setBlocked(
  writer: Writer,
  caller: TelegramCaller,
  peer: ResolvedPeer,
  blocked: boolean,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const now = await isBlocked(writer, peer);
  if (!now.ok) return now;
  const result = { user_id: peer.id, blocked };
  if (now.value === blocked) return done({ result, repeated: true });
  const answer = await writer.peers.withPeer(peer, (id) =>
    caller.call<Api.contacts.Block | Api.contacts.Unblock>(
      blocked ? new Api.contacts.Block({ id }) : new Api.contacts.Unblock({ id }),
    ),
  );
  return answer.ok ? done({ result, repeated: false }) : answer;
}

/** Whether the account blocks a person or bot now. Reads only. */
export async function isBlocked(writer: Writer, peer: ResolvedPeer): Promise<Outcome<boolean>> {
  const { Api } = telegramLibrary();
  const full = await writer.peers.withPeer(peer, async (inputPeer) => {
    const id = inputUserOf(inputPeer);
    return id === undefined
      ? refuse('WRONG_PEER_KIND', { data: { wanted: 'user, bot' } })
      : writer.call(new Api.users.GetFullUser({ id }));
  });
  return full.ok ? done(full.value.fullUser.blocked === true) : full;
}
