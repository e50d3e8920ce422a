import type { Api } from 'telegram';
import { markedId } from './peers/ids.js';

/** Methods that Telegram answers with SLOWMODE_WAIT; edits, pins and deletions are not slowed. */
const SLOWED: ReadonlySet<string> = new Set([
  'messages.SendMessage',
  'messages.SendMedia',
  'messages.SendMultiMedia',
  'messages.ForwardMessages',
  'messages.SendInlineBotResult',
]);

/** The chat whose slow mode a request is subject to, by canonical id; only supergroups have one. */
export function slowedPeer(request: Api.AnyRequest): string | undefined {
  if (!SLOWED.has(request.className)) return undefined;
  const peer: unknown = 'toPeer' in request ? request.toPeer : 'peer' in request ? request.peer : undefined;
  if (typeof peer !== 'object' || peer === null || !('channelId' in peer)) return undefined;
  return markedId({ type: 'channel', id: BigInt(String(peer.channelId)) });
}
