import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { changeMarkup } from '../bots/markup.js';
import { isFile } from '../../world/files.js';
import { peerKey } from '../../world/model.js';
import type { PeerRef, WorldMedia, WorldMessage } from '../../world/model.js';
import { announce, countChange, wrapUpdates } from '../updates/deliver.js';
import { flag, flagOf, numberOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { compose } from '../common/text.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { editDiscussed } from './discussion-post.js';
import { deliverDue } from './due.js';
import { inputMedia } from './input-media.js';
import { checkMayEdit } from './may-edit.js';
import { announcePoll } from './polls.js';
import { announceScheduled, remind, scheduleDate } from './schedule.js';
import { isPreview, previewFor } from './web-pages.js';
import { messageSeen } from '../common/seen-message.js';

/** What an edit leaves in a message. */
interface Edited {
  readonly text: string;
  readonly entities: readonly TlObject[];
  readonly mentions: readonly bigint[];
  readonly media: WorldMedia | undefined;
}

/** A value as text, to be compared; files are told apart by their ids. */
function inPlainText(value: readonly TlObject[] | WorldMedia | undefined): string {
  const plain = value !== undefined && 'kind' in value && isFile(value) ? value.id : value;
  return JSON.stringify(plain ?? null, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? String(inner) : inner,
  );
}

/** The new media. Throws MEDIA_PREV_INVALID for what cannot be replaced, MEDIA_NEW_INVALID for what cannot replace it. */
function newMedia(
  call: CallContext,
  viewer: Viewer,
  peer: PeerRef,
  message: WorldMessage,
  input: TlObject | undefined,
): WorldMedia | undefined {
  const old = isPreview(message.media) ? undefined : message.media;
  if (input === undefined) return old;
  const former = old?.kind;
  if (former === 'poll' || former === 'other') throw badRequest('MEDIA_PREV_INVALID');
  const media = inputMedia(viewer, input, call.dc, peer);
  if (former === 'todo' ? media.kind !== 'todo' : !isFile(media)) throw badRequest('MEDIA_NEW_INVALID');
  if (message.groupedId !== undefined && former !== media.kind) throw badRequest('MEDIA_GROUPED_INVALID');
  return media;
}

function editedOf(
  call: CallContext,
  viewer: Viewer,
  peer: PeerRef,
  message: WorldMessage,
  request: TlObject,
): Edited {
  const media = newMedia(call, viewer, peer, message, objectOf(request, 'media'));
  const { text, entities = [], mentions = [] } = message;
  if (request['message'] === undefined) return { text, entities, mentions, media: media ?? message.media };
  const composed =
    media === undefined ? compose(viewer, request) : compose(viewer, request, 1024, 'MEDIA_CAPTION_TOO_LONG');
  if (composed.text === '' && media === undefined) throw badRequest('MESSAGE_EMPTY');
  if (media !== undefined || flagOf(request, 'no_webpage')) return { ...composed, media };
  return { ...composed, media: previewFor(viewer, peer, composed.text, composed.entities) };
}

function isSame(message: WorldMessage, edited: Edited): boolean {
  return (
    edited.text === message.text &&
    inPlainText(edited.media) === inPlainText(message.media) &&
    inPlainText(edited.entities) === inPlainText(message.entities ?? [])
  );
}

function apply(viewer: Viewer, message: WorldMessage, edited: Edited): void {
  message.text = edited.text;
  if (edited.entities.length > 0) message.entities = edited.entities;
  else delete message.entities;
  message.mentions = edited.mentions;
  const { media } = edited;
  if (media === undefined) delete message.media;
  else message.media = media;
  if (isFile(media)) viewer.world.files.set(media.id, media);
}

/** Closes a poll: the one edit that a poll takes. */
function closePoll(call: CallContext, viewer: Viewer, message: WorldMessage): TlObject | undefined {
  if (message.media?.kind !== 'poll') return undefined;
  if (message.media.closed) throw badRequest('MESSAGE_NOT_MODIFIED');
  message.media.closed = true;
  countChange(call, message);
  const edited = announce(call, viewer, message, 'Edit');
  return wrapUpdates(viewer, [edited, announcePoll(call, viewer, message, message.media)]);
}

function editWaiting(call: CallContext, viewer: Viewer, peer: PeerRef, request: TlObject): TlObject {
  const waiting = viewer.account.scheduled.get(peerKey(peer));
  const message = waiting?.get(numberOf(request, 'id'));
  if (message === undefined) throw badRequest('MESSAGE_ID_INVALID');
  const edited = editedOf(call, viewer, peer, message, request);
  const date = scheduleDate(viewer, peer, request, 0) ?? viewer.now;
  if (isSame(message, edited) && date === message.date) throw badRequest('MESSAGE_NOT_MODIFIED');
  apply(viewer, message, edited);
  message.date = date;
  remind(call, viewer, message, deliverDue);
  return wrapUpdates(viewer, [announceScheduled(call, viewer, message)]);
}

function editMessage(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  if (numberOf(request, 'schedule_date') > 0) return editWaiting(call, viewer, peer, request);
  const message = messageSeen(viewer, peer, numberOf(request, 'id'));
  if (message === undefined || message.action !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  checkMayEdit(viewer, peer, message);
  const media = objectOf(request, 'media');
  const poll = media?._ === 'inputMediaPoll' ? objectOf(media, 'poll') : undefined;
  if (poll !== undefined && flagOf(poll, 'closed')) {
    const closed = closePoll(call, viewer, message);
    if (closed !== undefined) return closed;
  }
  const edited = editedOf(call, viewer, peer, message, request);
  const inverts = flagOf(request, 'invert_media');
  const keeps = isSame(message, edited);
  const rekeyed = changeMarkup(viewer, request, message);
  if (keeps && !rekeyed && (message.media === undefined || inverts === (message.invertMedia === true))) {
    throw badRequest('MESSAGE_NOT_MODIFIED');
  }
  apply(viewer, message, edited);
  message.invertMedia = inverts;
  message.editDate = viewer.now;
  // Turning the caption over changes nothing that was said: clients do not call it an edit.
  message.editHidden = keeps && !rekeyed;
  countChange(call, message);
  const update = announce(call, viewer, message, 'Edit');
  editDiscussed(call, viewer, message);
  return wrapUpdates(viewer, [update]);
}

function getEditData(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const message = messageSeen(viewer, peer, numberOf(request, 'id'));
  if (message === undefined || message.action !== undefined) throw badRequest('MESSAGE_ID_INVALID');
  checkMayEdit(viewer, peer, message);
  return {
    _: 'messages.messageEditData',
    caption: flag(message.media !== undefined && !isPreview(message.media)),
  };
}

/** Changing the text, the caption or the file of a message, and closing a poll. */
export const editMessageHandlers: Handlers = {
  'messages.editMessage': editMessage,
  'messages.getMessageEditData': getEditData,
};
