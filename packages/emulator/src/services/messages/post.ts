/*
 * Puts messages into chats. A random_id is remembered per account and peer for ever: a repeat, from any session and by
 * any method, makes nothing and gets the first message again (core.telegram.org/api/updates, updateMessageID).
 */
import { RpcError } from '../../rpc/handler.js';
import type { CallContext } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor } from '../../world/data.js';
import { peerKey } from '../../world/model.js';
import type { MessageDraft, PeerRef } from '../../world/model.js';
import { givenMarkup } from '../bots/markup.js';
import { messageUpdate, wrapUpdates } from '../updates/deliver.js';
import { flagOf, longOf } from '../common/fields.js';
import { checkMayWrite, spendSlowmode } from '../common/rights.js';
import { badRequest } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { clearDraft } from './drafts.js';
import { deliverDue } from './due.js';
import { replyTarget } from './reply-target.js';
import { announceScheduled, remind, schedule, scheduleDate, scheduledUpdate } from './schedule.js';
import { senderOf } from './send-as.js';
import { write } from './write.js';
import type { Written } from './write.js';

/** What a message consists of, besides its place, sender and date. */
export type Content = Pick<
  MessageDraft,
  | 'text'
  | 'entities'
  | 'media'
  | 'spoiler'
  | 'ttlSeconds'
  | 'forward'
  | 'mentions'
  | 'groupedId'
  | 'viaBotId'
  | 'replyMarkup'
>;

/** One of several messages to be made under one request; the content is asked for only when the random_id is new. */
export interface PostItem {
  readonly randomId: bigint;
  content(): Content;
}

/** A message that was made, or the old one when its random_id is a repeat, with the caller's update. */
export interface Posted extends Written {
  readonly randomId: bigint;
  readonly repeated: boolean;
}

/** What was made under a random_id before; undefined for a new one. Throws RANDOM_ID_EMPTY for 0. */
export function repeatOf(viewer: Viewer, peer: PeerRef, randomId: bigint): Posted | undefined {
  if (randomId === 0n) throw badRequest('RANDOM_ID_EMPTY');
  const known = viewer.account.randomIds.get(`${peerKey(peer)} ${randomId}`);
  if (known === undefined) return undefined;
  const message = known.sentAs ?? known;
  const update =
    message.scheduled === true ? scheduledUpdate(viewer, message) : messageUpdate(viewer, message, 'New', 0);
  return { message, randomId, repeated: true, update };
}

/** Makes one message; see {@link postAll}. */
export function post(
  call: CallContext,
  viewer: Viewer,
  peer: PeerRef,
  request: TlObject,
  randomId: bigint,
  content: Content,
): Posted {
  const [posted] = postAll(call, viewer, peer, request, [{ randomId, content: () => content }]);
  if (posted === undefined) throw new Error('a message to post got lost');
  return posted;
}

/**
 * Checks rights, reply, sender, time and slow mode for all, and only then stores them, remembers their random_ids and
 * tells everybody: either all are made or none.
 */
export function postAll(
  call: CallContext,
  viewer: Viewer,
  peer: PeerRef,
  request: TlObject,
  items: readonly PostItem[],
): Posted[] {
  const repeats = items.map(({ randomId }) => repeatOf(viewer, peer, randomId));
  if (new Set(items.map(({ randomId }) => randomId)).size < items.length) {
    throw new RpcError(500, 'RANDOM_ID_DUPLICATE');
  }
  const contents = items.map((item, index) => (repeats[index] === undefined ? item.content() : undefined));
  const fresh = contents.filter((content) => content !== undefined);
  if (fresh.length === 0) return repeats.filter((repeat) => repeat !== undefined);
  for (const { media } of fresh) checkMayWrite(viewer, peer, media);
  const replyTo = replyTarget(viewer, peer, request);
  const markup = givenMarkup(viewer, request);
  const common: Partial<MessageDraft> = {
    ...senderOf(viewer, peer, request),
    ...(replyTo !== undefined && { replyTo }),
    ...(markup !== undefined && { replyMarkup: markup }),
    ...(flagOf(request, 'silent') && { silent: true }),
    ...(flagOf(request, 'noforwards') && { noforwards: true }),
    ...(flagOf(request, 'invert_media') && { invertMedia: true }),
  };
  const later = scheduleDate(viewer, peer, request, fresh.length);
  if (later === undefined) spendSlowmode(viewer, peer, countAlbums(fresh));
  const make = (content: Content, randomId: bigint): Posted => {
    const draft = { peer, owner: viewer.id, author: viewer.id, ...content, ...common };
    const made =
      later === undefined
        ? write(call, viewer, { ...draft, date: viewer.now })
        : wait(call, viewer, { ...draft, date: later });
    viewer.account.randomIds.set(`${peerKey(peer)} ${randomId}`, made.message);
    return { ...made, randomId, repeated: false };
  };
  const posted = items.flatMap(({ randomId }, index) => {
    const content = contents[index];
    return (content === undefined ? repeats[index] : make(content, randomId)) ?? [];
  });
  if (flagOf(request, 'clear_draft')) clearDraft(call, viewer, peer, replyTo);
  return posted;
}

/** Stores a message for later. */
function wait(call: CallContext, viewer: Viewer, draft: MessageDraft): Written {
  const message = schedule(viewer, draft);
  remind(call, viewer, message, deliverDue);
  return { message, update: announceScheduled(call, viewer, message) };
}

/** How many messages slow mode counts: an album is one. */
function countAlbums(contents: readonly Content[]): number {
  const albums = new Set(contents.flatMap(({ groupedId }) => groupedId ?? []));
  return albums.size + contents.filter(({ groupedId }) => groupedId === undefined).length;
}

/** The Updates that answer a send: each id under its random_id, then the messages. */
export function postedAnswer(viewer: Viewer, posted: readonly Posted[]): TlObject {
  const ids = posted.map(({ message, randomId }) => ({
    _: 'updateMessageID',
    id: idFor(message, viewer.id) ?? 0,
    random_id: randomId,
  }));
  return wrapUpdates(viewer, [...ids, ...posted.flatMap(({ update, also }) => [update, ...(also ?? [])])]);
}

/** The random_id of a request. */
export function randomIdOf(request: TlObject): bigint {
  return longOf(request, 'random_id');
}
