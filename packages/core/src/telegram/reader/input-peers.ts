/** The forms in which methods take a peer that is a user or a channel, made from the form that fits both. */
import type { Api } from 'telegram';
import { telegram } from '../library.js';

/** The user an input peer names; undefined for a chat. */
export function inputUserOf(peer: Api.TypeInputPeer): Api.TypeInputUser | undefined {
  const { Api } = telegram();
  switch (peer.className) {
    case 'InputPeerUser':
      return new Api.InputUser({ userId: peer.userId, accessHash: peer.accessHash });
    case 'InputPeerUserFromMessage':
      return new Api.InputUserFromMessage({ peer: peer.peer, msgId: peer.msgId, userId: peer.userId });
    case 'InputPeerSelf':
      return new Api.InputUserSelf();
    default:
      return undefined;
  }
}

/** The channel or supergroup an input peer names; undefined for anything else. */
export function inputChannelOf(peer: Api.TypeInputPeer): Api.TypeInputChannel | undefined {
  const { Api } = telegram();
  if (peer.className === 'InputPeerChannel')
    return new Api.InputChannel({ channelId: peer.channelId, accessHash: peer.accessHash });
  if (peer.className !== 'InputPeerChannelFromMessage') return undefined;
  const { peer: place, msgId, channelId } = peer;
  return new Api.InputChannelFromMessage({ peer: place, msgId, channelId });
}
