/** Which message shows whom, for peers that Telegram lets address only by a message (core.telegram.org/api/min). */
import type { Api } from 'telegram';
import { markedId } from '../reader/marked-id.js';
import type { Sighting } from './entry.js';

/** The first of the messages in which each peer appears as the sender, the source of a forward or the one a deed was done to. */
export function sightingsIn(messages: readonly Api.TypeMessage[]): Map<string, Sighting> {
  const found = new Map<string, Sighting>();
  for (const message of messages) {
    if (message.className === 'MessageEmpty') continue;
    const seen = { chat: markedId(message.peerId), message: message.id };
    for (const id of shown(message)) if (!found.has(id)) found.set(id, seen);
  }
  return found;
}

function shown(message: Api.Message | Api.MessageService): string[] {
  const peers = [message.fromId];
  if (message.className === 'Message') peers.push(message.fwdFrom?.fromId);
  // The library gives null for an absent field, whatever its types say.
  const ids = peers.flatMap((peer) => (peer === undefined || peer === null ? [] : [markedId(peer)]));
  if (message.className === 'Message') return ids;
  const { action } = message;
  return action.className === 'MessageActionChatAddUser' ? [...ids, ...action.users.map(String)] : ids;
}
