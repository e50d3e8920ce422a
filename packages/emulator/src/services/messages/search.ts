import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import type { History } from '../../world/history.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { flagOf, numberOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { filterTest, matchesText } from './message-filter.js';
import { limitOf, messagesAnswer } from '../common/pages.js';
import { inputPeer, optionalPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

type Match = (message: WorldMessage) => boolean;

function matcher(viewer: Viewer, request: TlObject, sender: PeerRef | undefined): Match {
  const query = textOf(request, 'q').toLowerCase();
  const passes = filterTest(objectOf(request, 'filter')?._ ?? 'inputMessagesFilterEmpty');
  const minDate = numberOf(request, 'min_date');
  const maxDate = numberOf(request, 'max_date');
  const senderKey = sender === undefined ? undefined : peerKey(sender);
  const topId = numberOf(request, 'top_msg_id');
  return (message) =>
    (minDate === 0 || message.date >= minDate) &&
    (maxDate === 0 || message.date <= maxDate) &&
    (senderKey === undefined || peerKey(message.from ?? message.peer) === senderKey) &&
    (topId === 0 || message.replyTo?.topId === topId || message.replyTo?.id === topId) &&
    passes(message, viewer.id) &&
    matchesText(message, query);
}

interface Hit {
  readonly id: number;
  readonly message: WorldMessage;
}

function found(history: History | undefined, matches: Match): Hit[] {
  const hits: Hit[] = [];
  for (let index = (history?.size ?? 0) - 1; index >= 0; index--) {
    const message = history?.at(index);
    if (message !== undefined && matches(message)) hits.push({ id: history?.idAt(index) ?? 0, message });
  }
  return hits;
}

function search(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const sender = optionalPeer(viewer, objectOf(request, 'from_id'));
  const hits = found(viewer.world.history(viewer.id, peer), matcher(viewer, request, sender));
  const minId = numberOf(request, 'min_id');
  const maxId = numberOf(request, 'max_id');
  const within = hits.filter(({ id }) => id > minId && (maxId === 0 || id < maxId));
  const offsetId = numberOf(request, 'offset_id');
  const newer = offsetId > 0 ? within.filter(({ id }) => id >= offsetId).length : 0;
  const start = newer + numberOf(request, 'add_offset');
  const page = within.slice(Math.max(start, 0), Math.max(start + limitOf(request), 0));
  const messages = page.map(({ message }) => message);
  return messagesAnswer(viewer, peer, messages, hits.length, offsetId > 0 ? newer : undefined);
}

function inScope(viewer: Viewer, request: TlObject, peer: PeerRef): boolean {
  const dialog = viewer.account.dialogs.get(peerKey(peer));
  const folder = request['folder_id'];
  if (typeof folder === 'number' && dialog?.folder !== folder) return false;
  const isBroadcast = peer.kind === 'channel' && viewer.world.channels.get(peer.id)?.kind === 'channel';
  if (flagOf(request, 'broadcasts_only')) return isBroadcast;
  if (flagOf(request, 'users_only')) return peer.kind === 'user';
  if (flagOf(request, 'groups_only')) return peer.kind !== 'user' && !isBroadcast;
  return true;
}

function searchGlobal(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const filter = objectOf(request, 'filter')?._ ?? 'inputMessagesFilterEmpty';
  if (textOf(request, 'q') === '' && filter === 'inputMessagesFilterEmpty')
    throw badRequest('SEARCH_QUERY_EMPTY');
  const matches = matcher(viewer, request, undefined);
  const hits: WorldMessage[] = [];
  for (const { peer } of viewer.account.dialogs.values()) {
    if (!inScope(viewer, request, peer)) continue;
    for (const hit of found(viewer.world.history(viewer.id, peer), matches)) hits.push(hit.message);
  }
  hits.sort((one, other) => other.date - one.date);
  const peer = optionalPeer(viewer, objectOf(request, 'offset_peer'));
  const start = peer === undefined ? 0 : after(viewer, hits, peer, numberOf(request, 'offset_id'));
  const page = hits.slice(start, start + limitOf(request));
  const answer = messagesAnswer(viewer, undefined, page, hits.length);
  const isLast = start + page.length >= hits.length;
  return answer._ === 'messages.messagesSlice' && !isLast
    ? { ...answer, next_rate: page.at(-1)?.date }
    : answer;
}

function after(viewer: Viewer, hits: readonly WorldMessage[], peer: PeerRef, id: number): number {
  const index = hits.findIndex(
    (hit) => idFor(hit, viewer.id) === id && peerKey(peerAs(hit, viewer.id)) === peerKey(peer),
  );
  return index === -1 ? 0 : index + 1;
}

/** Search in one chat, in all chats, and counts by kind of media. */
export const searchHandlers: Handlers = {
  'messages.search': search,
  'messages.searchGlobal': searchGlobal,
  'messages.getSearchCounters': (request, call) => {
    const viewer = viewerOf(call);
    const history = viewer.world.history(viewer.id, inputPeer(viewer, objectOf(request, 'peer')));
    return objectsOf(request, 'filters').map((filter) => {
      const passes = filterTest(filter._);
      const count = found(history, (message) => passes(message, viewer.id)).length;
      return { _: 'messages.searchCounter', filter, count };
    });
  },
};
