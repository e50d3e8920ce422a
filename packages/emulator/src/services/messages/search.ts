import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor, peerAs } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import { threadIn } from '../../world/thread-state.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { flagOf, numberOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { hitsIn, newestOf } from './hits.js';
import type { Hits } from './hits.js';
import { filterTest, matchesText } from './message-filter.js';
import { limitOf, messagesAnswer } from '../common/pages.js';
import type { MessageList } from '../common/pages.js';
import { inputPeer, optionalPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { hiddenUpTo } from '../common/seen-message.js';
import { isListed } from '../dialogs/rows.js';

type Match = (message: WorldMessage) => boolean;

function matcher(viewer: Viewer, request: TlObject, sender: PeerRef | undefined): Match {
  const query = textOf(request, 'q').toLowerCase();
  const passes = filterTest(objectOf(request, 'filter')?._ ?? 'inputMessagesFilterEmpty');
  const minDate = numberOf(request, 'min_date');
  const maxDate = numberOf(request, 'max_date');
  const senderKey = sender === undefined ? undefined : peerKey(sender);
  return (message) =>
    (minDate === 0 || message.date >= minDate) &&
    (maxDate === 0 || message.date <= maxDate) &&
    (senderKey === undefined || peerKey(message.from ?? message.peer) === senderKey) &&
    passes(message, viewer.id) &&
    matchesText(message, query);
}

/** Where a search looks: in the whole chat, or in the thread or topic that `top_msg_id` names. */
export function searched(viewer: Viewer, peer: PeerRef, request: TlObject): MessageList | undefined {
  const topId = numberOf(request, 'top_msg_id');
  if (topId === 0) return viewer.world.history(viewer.id, peer);
  const group = peer.kind === 'channel' ? viewer.world.channels.get(peer.id) : undefined;
  return group === undefined ? undefined : threadIn(group, topId);
}

function search(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const sender = optionalPeer(viewer, objectOf(request, 'from_id'));
  const history = searched(viewer, peer, request);
  if (history === undefined) return messagesAnswer(viewer, peer, [], 0);
  const { places } = hitsIn(history, matcher(viewer, request, sender), hiddenUpTo(viewer, peer));
  const maxId = numberOf(request, 'max_id');
  const floor = history.countBelow(numberOf(request, 'min_id') + 1);
  const ceiling = maxId === 0 ? history.size : history.countBelow(maxId);
  const within = places.filter((place) => place >= floor && place < ceiling);
  const offsetId = numberOf(request, 'offset_id');
  const below = history.countBelow(offsetId);
  const newer = offsetId > 0 ? within.filter((place) => place >= below).length : 0;
  const start = newer + numberOf(request, 'add_offset');
  const page = within.slice(Math.max(start, 0), Math.max(start + limitOf(request), 0));
  const messages = page.flatMap((place) => history.at(place) ?? []);
  return messagesAnswer(viewer, peer, messages, places.length, offsetId > 0 ? newer : undefined);
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
  const found: Hits[] = [];
  for (const { peer } of viewer.account.dialogs.values()) {
    if (!isListed(viewer, peer)) continue;
    const history = inScope(viewer, request, peer) ? viewer.world.history(viewer.id, peer) : undefined;
    if (history !== undefined) found.push(hitsIn(history, matches, hiddenUpTo(viewer, peer)));
  }
  const count = found.reduce((sum, { places }) => sum + places.length, 0);
  const peer = optionalPeer(viewer, objectOf(request, 'offset_peer'));
  const isOffset = offsetTest(viewer, peer, numberOf(request, 'offset_id'));
  const start = peer === undefined ? 0 : positionOf(newestOf(found), isOffset) + 1;
  const page = [...range(newestOf(found), start, start + limitOf(request))];
  const answer = messagesAnswer(viewer, undefined, page, count);
  const isLast = start + page.length >= count;
  return answer._ === 'messages.messagesSlice' && !isLast
    ? { ...answer, next_rate: page.at(-1)?.date }
    : answer;
}

function offsetTest(viewer: Viewer, peer: PeerRef | undefined, id: number): Match {
  const key = peer === undefined ? undefined : peerKey(peer);
  return (hit) => idFor(hit, viewer.id) === id && peerKey(peerAs(hit, viewer.id)) === key;
}

function positionOf(hits: Iterable<WorldMessage>, matches: Match): number {
  let position = 0;
  for (const hit of hits) {
    if (matches(hit)) return position;
    position += 1;
  }
  return -1;
}

function* range(hits: Iterable<WorldMessage>, from: number, to: number): Generator<WorldMessage> {
  let position = 0;
  for (const hit of hits) {
    if (position >= to) return;
    if (position >= from) yield hit;
    position += 1;
  }
}

/** Search in one chat, in all chats, and counts by kind of media. */
export const searchHandlers: Handlers = {
  'messages.search': search,
  'messages.searchGlobal': searchGlobal,
  'messages.getSearchCounters': (request, call) => {
    const viewer = viewerOf(call);
    const peer = inputPeer(viewer, objectOf(request, 'peer'));
    const history = searched(viewer, peer, request);
    return objectsOf(request, 'filters').map((filter) => {
      const passes = filterTest(filter._);
      const matches: Match = (message) => passes(message, viewer.id);
      const hidden = hiddenUpTo(viewer, peer);
      const count = history === undefined ? 0 : hitsIn(history, matches, hidden).places.length;
      return { _: 'messages.searchCounter', filter, count };
    });
  },
};
