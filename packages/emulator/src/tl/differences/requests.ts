/* Methods that moved: what newer layers call otherwise, as layer 198 calls it. */
import type { TlObject, TlValue } from '../value.js';

/** Topics were for supergroups only; later methods take any peer. */
const NOW_BY_PEER: Readonly<Record<string, string>> = {
  'messages.createForumTopic': 'channels.createForumTopic',
  'messages.deleteTopicHistory': 'channels.deleteTopicHistory',
  'messages.editForumTopic': 'channels.editForumTopic',
  'messages.getForumTopics': 'channels.getForumTopics',
  'messages.getForumTopicsByID': 'channels.getForumTopicsByID',
  'messages.reorderPinnedForumTopics': 'channels.reorderPinnedForumTopics',
  'messages.updatePinnedForumTopic': 'channels.updatePinnedForumTopic',
  'messages.editChatCreator': 'channels.editCreator',
};

/** A request under the name and with the fields of layer 198, where a newer one moved it; undefined when it did not move. */
export function earlierForm(request: TlObject): TlObject | undefined {
  const name = NOW_BY_PEER[request._];
  if (name === undefined) return undefined;
  return { ...request, _: name, channel: toInputChannel(request['peer']) };
}

function toInputChannel(peer: TlValue): TlObject {
  if (typeof peer !== 'object' || peer === null || !('_' in peer)) return { _: 'inputChannelEmpty' };
  if (peer._ === 'inputPeerChannel') return { ...peer, _: 'inputChannel' };
  return peer._ === 'inputPeerChannelFromMessage'
    ? { ...peer, _: 'inputChannelFromMessage' }
    : { _: 'inputChannelEmpty' };
}
