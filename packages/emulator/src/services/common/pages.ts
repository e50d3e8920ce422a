import type { TlObject } from '../../tl/value.js';
import type { PeerRef, WorldMessage } from '../../world/model.js';
import { numberOf } from './fields.js';
import { hiddenUpTo } from './seen-message.js';
import { renderMessage } from '../render/message.js';
import { People } from '../render/people.js';
import type { Viewer } from './viewer.js';

/** The most messages one answer holds. */
const MAX_PAGE = 100;

/** What pages are cut from: a history, or a thread of one. */
export interface MessageList {
  readonly size: number;
  readonly topId: number;
  idAt(index: number): number | undefined;
  at(index: number): WorldMessage | undefined;
  dateAt(index: number): number;
  countBelow(id: number): number;
  countBefore(date: number): number;
  slice(from: number, to: number): WorldMessage[];
}

/** Places in a history (by ascending index) that a request asks for, and how many newer ones lie above its offset. */
interface PagePlan {
  readonly from: number;
  readonly to: number;
  readonly newer: number;
}

/**
 * Applies offset_id, offset_date, add_offset, limit, max_id and min_id as core.telegram.org/api/offsets describes them,
 * on an ascending history: an index range [from, to), read backwards.
 */
function planPage(history: MessageList, request: TlObject): PagePlan {
  const offsetId = numberOf(request, 'offset_id');
  const offsetDate = numberOf(request, 'offset_date');
  let end = history.size;
  if (offsetId > 0) end = history.countBelow(offsetId);
  else if (offsetDate > 0) end = history.countBefore(offsetDate);
  const newer = history.size - end;
  const maxId = numberOf(request, 'max_id');
  const minId = numberOf(request, 'min_id');
  const ceiling = maxId > 0 ? history.countBelow(maxId) : history.size;
  const floor = minId > 0 ? history.countBelow(minId + 1) : 0;
  const high = Math.min(end, ceiling) - numberOf(request, 'add_offset');
  return { from: Math.max(high - limitOf(request), floor), to: Math.min(high, ceiling), newer };
}

/** How many messages a request wants, within what Telegram gives. */
export function limitOf(request: TlObject): number {
  return Math.min(Math.max(numberOf(request, 'limit'), 0), MAX_PAGE);
}

/** The messages of an index range, newest first. */
function newestFirst(history: MessageList, plan: PagePlan): WorldMessage[] {
  return plan.to <= plan.from ? [] : history.slice(plan.from, plan.to).toReversed();
}

/** The page of a history, or of a thread of one, that a request asks for; what is hidden from the viewer does not count. */
export function pageAnswer(
  viewer: Viewer,
  peer: PeerRef,
  list: MessageList | undefined,
  request: TlObject,
): TlObject {
  if (list === undefined) return messagesAnswer(viewer, peer, [], 0);
  const hidden = hiddenUpTo(viewer, peer);
  const plan = planPage(list, { ...request, min_id: Math.max(numberOf(request, 'min_id'), hidden) });
  const hasOffset = numberOf(request, 'offset_id') > 0 || numberOf(request, 'offset_date') > 0;
  const count = list.size - list.countBelow(hidden + 1);
  return messagesAnswer(viewer, peer, newestFirst(list, plan), count, hasOffset ? plan.newer : undefined);
}

/** A messages.Messages answer of the kind that the peer asks for. `newer` is offset_id_offset. */
export function messagesAnswer(
  viewer: Viewer,
  peer: PeerRef | undefined,
  page: readonly WorldMessage[],
  count: number,
  newer?: number,
): TlObject {
  const messages = page.map((message) => renderMessage(viewer, message));
  return packMessages(viewer, peer, messages, count, newer);
}

/** The same for messages that are already rendered. */
export function packMessages(
  viewer: Viewer,
  peer: PeerRef | undefined,
  messages: readonly TlObject[],
  count: number,
  newer?: number,
): TlObject {
  const people = new People(viewer, { min: true }).addFrom(messages);
  if (peer !== undefined) people.add(peer);
  if (peer?.kind === 'channel') {
    return {
      _: 'messages.channelMessages',
      pts: viewer.world.channels.get(peer.id)?.pts ?? 1,
      count,
      offset_id_offset: newer,
      messages,
      topics: [],
      ...people.render(),
    };
  }
  if (messages.length >= count) return { _: 'messages.messages', messages, ...people.render() };
  return { _: 'messages.messagesSlice', count, offset_id_offset: newer, messages, ...people.render() };
}
