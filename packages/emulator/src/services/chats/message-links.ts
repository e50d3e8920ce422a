import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { flagOf, numberOf, objectOf } from '../common/fields.js';
import { inputChannel } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { messageSeen } from '../common/seen-message.js';

function exportMessageLink(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const channel = inputChannel(viewer, objectOf(request, 'channel'));
  const id = numberOf(request, 'id');
  const message = messageSeen(viewer, { kind: 'channel', id: channel.id }, id);
  if (message === undefined) throw badRequest('MESSAGE_ID_INVALID');
  const place = channel.username ?? `c/${channel.id}`;
  const topic = message.replyTo?.forumTopic === true ? message.replyTo.topId : undefined;
  const path = topic === undefined ? `${place}/${id}` : `${place}/${topic}/${id}`;
  // A link to one message of an album says so, unless the album as a whole is meant.
  const isSingle = message.groupedId !== undefined && !flagOf(request, 'grouped');
  const thread = message.replyTo?.topId;
  const query = [
    ...(isSingle ? ['single'] : []),
    ...(flagOf(request, 'thread') && topic === undefined && thread !== undefined ? [`thread=${thread}`] : []),
  ];
  const link = `https://t.me/${path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  return { _: 'exportedMessageLink', link, html: link };
}

/** Links to single messages of supergroups and channels (core.telegram.org/api/links, "message links"). */
export const messageLinksHandlers: Handlers = { 'channels.exportMessageLink': exportMessageLink };
