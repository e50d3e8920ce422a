/* Where in a chat messages of a kind lie: by day, and as single points (core.telegram.org/api/search). */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { numberOf, objectOf } from '../common/fields.js';
import { limitOf } from '../common/pages.js';
import type { MessageList } from '../common/pages.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderMessage } from '../render/message.js';
import { People } from '../render/people.js';
import { hitsIn } from './hits.js';
import { filterTest } from './message-filter.js';
import { searched } from './search.js';
import { hiddenUpTo } from '../common/seen-message.js';

const DAY = 86_400;
/** How many days one calendar answer covers. */
const PERIODS = 100;
/** Kinds whose places Telegram keeps. */
const SUPPORTED = new Set(
  [
    'Photos',
    'Video',
    'PhotoVideo',
    'Document',
    'Url',
    'Gif',
    'Voice',
    'Music',
    'RoundVideo',
    'RoundVoice',
  ].map((kind) => `inputMessagesFilter${kind}`),
);

interface Places {
  readonly peer: PeerRef;
  readonly list: MessageList | undefined;
  /** All places, newest first. */
  readonly all: readonly number[];
  /** Those from the offset on. */
  readonly rest: readonly number[];
}

function placesOf(viewer: Viewer, request: TlObject): Places {
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const filter = objectOf(request, 'filter')?._ ?? '';
  if (!SUPPORTED.has(filter)) throw badRequest('FILTER_NOT_SUPPORTED');
  const passes = filterTest(filter);
  const list = searched(viewer, peer, request);
  if (list === undefined) return { peer, list, all: [], rest: [] };
  const matches = (message: WorldMessage): boolean => passes(message, viewer.id);
  const { places } = hitsIn(list, matches, hiddenUpTo(viewer, peer));
  const offsetId = numberOf(request, 'offset_id');
  const offsetDate = numberOf(request, 'offset_date');
  let end = list.size;
  if (offsetId > 0) end = list.countBelow(offsetId);
  else if (offsetDate > 0) end = list.countBefore(offsetDate);
  return { peer, list, all: places, rest: places.filter((place) => place < end) };
}

function getCalendar(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { peer, list, all, rest } = placesOf(viewer, request);
  const days = new Map<number, number[]>();
  for (const place of rest) {
    const date = list?.dateAt(place) ?? 0;
    const day = date - (date % DAY);
    const known = days.get(day);
    if (known === undefined && days.size === PERIODS) break;
    if (known === undefined) days.set(day, [place]);
    else known.push(place);
  }
  const idAt = (place: number | undefined): number => (place === undefined ? 0 : (list?.idAt(place) ?? 0));
  const newest = [...days.values()].map(([first]) => first).flatMap((place) => list?.at(place ?? -1) ?? []);
  const messages = newest.map((message) => renderMessage(viewer, message));
  const oldest = all.at(-1);
  return {
    _: 'messages.searchResultsCalendar',
    count: all.length,
    min_date: oldest === undefined ? 0 : (list?.dateAt(oldest) ?? 0),
    min_msg_id: idAt(oldest),
    offset_id_offset: all.length - rest.length,
    periods: [...days].map(([date, places]) => ({
      _: 'searchResultsCalendarPeriod',
      date,
      min_msg_id: idAt(places.at(-1)),
      max_msg_id: idAt(places[0]),
      count: places.length,
    })),
    messages,
    ...new People(viewer).add(peer).addFrom(messages).render(),
  };
}

function getPositions(request: TlObject, call: CallContext): TlObject {
  const { list, all, rest } = placesOf(viewerOf(call), request);
  const before = all.length - rest.length;
  return {
    _: 'messages.searchResultsPositions',
    count: all.length,
    positions: rest.slice(0, limitOf(request)).map((place, index) => ({
      _: 'searchResultPosition',
      msg_id: list?.idAt(place) ?? 0,
      date: list?.dateAt(place) ?? 0,
      offset: before + index,
    })),
  };
}

/** Calendars and positions of shared media. */
export const searchResultsHandlers: Handlers = {
  'messages.getSearchResultsCalendar': getCalendar,
  'messages.getSearchResultsPositions': getPositions,
};
