import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { idFor } from '../../world/data.js';
import { flag, flagOf, objectOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { post, postedAnswer, randomIdOf, repeatOf } from './post.js';
import { compose } from '../common/text.js';
import { renderMedia } from '../render/media.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import { previewFor } from './web-pages.js';

function sendMessage(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const randomId = randomIdOf(request);
  const repeat = repeatOf(viewer, peer, randomId);
  if (repeat !== undefined) return postedAnswer(viewer, [repeat]);
  const { text, entities, mentions } = compose(viewer, request);
  if (text === '') throw badRequest('MESSAGE_EMPTY');
  const media = flagOf(request, 'no_webpage') ? undefined : previewFor(viewer, peer, text, entities);
  const content = { text, entities, mentions, ...(media !== undefined && { media }) };
  const posted = post(call, viewer, peer, request, randomId, content);
  // What was sent to a person gets the short answer, which names neither the random_id nor the text.
  if (peer.kind !== 'user' || posted.message.scheduled === true) return postedAnswer(viewer, [posted]);
  return {
    _: 'updateShortSentMessage',
    out: flag(true),
    id: idFor(posted.message, viewer.id) ?? 0,
    pts: viewer.account.pts,
    pts_count: 1,
    date: posted.message.date,
    media: media === undefined ? undefined : renderMedia(viewer, media),
    entities: entities.length === 0 ? undefined : entities,
  };
}

/** Sending text. */
export const sendMessageHandlers: Handlers = { 'messages.sendMessage': sendMessage };
