import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { stable64 } from '../../world/chance.js';
import { objectOf, objectsOf } from '../common/fields.js';
import { inputMedia } from './input-media.js';
import { inputPeer } from '../common/peers.js';
import { post, postedAnswer, randomIdOf, repeatOf } from './post.js';
import type { Content } from './post.js';
import { renderMedia } from '../render/media.js';
import { compose } from '../common/text.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

function contentOf(call: CallContext, viewer: Viewer, request: TlObject): Content {
  const caption = compose(viewer, request, 1024, 'MEDIA_CAPTION_TOO_LONG');
  return { ...caption, media: inputMedia(viewer, objectOf(request, 'media'), call.dc) };
}

function sendMedia(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const randomId = randomIdOf(request);
  const repeat = repeatOf(viewer, peer, randomId);
  if (repeat !== undefined) return postedAnswer(viewer, [repeat]);
  return postedAnswer(viewer, [
    post(call, viewer, peer, request, randomId, contentOf(call, viewer, request)),
  ]);
}

function sendMultiMedia(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const items = objectsOf(request, 'multi_media');
  if (items.length === 0) throw badRequest('MULTI_MEDIA_EMPTY');
  if (items.length > 10) throw badRequest('MULTI_MEDIA_TOO_LONG');
  const groupedId = BigInt.asUintN(
    63,
    stable64('album', viewer.id, viewer.now, viewer.account.nextMessageId),
  );
  const posted = items.map((item) => {
    const randomId = randomIdOf(item);
    const repeat = repeatOf(viewer, peer, randomId);
    if (repeat !== undefined) return repeat;
    return post(call, viewer, peer, request, randomId, { ...contentOf(call, viewer, item), groupedId });
  });
  return postedAnswer(viewer, posted);
}

/** Sending photos, files and albums. */
export const sendMediaHandlers: Handlers = {
  'messages.sendMedia': sendMedia,
  'messages.sendMultiMedia': sendMultiMedia,
  'messages.uploadMedia': (request, call) => {
    const viewer = viewerOf(call);
    inputPeer(viewer, objectOf(request, 'peer'));
    const media = inputMedia(viewer, objectOf(request, 'media'), call.dc);
    if (media.kind !== 'other') viewer.world.files.set(media.id, media);
    return renderMedia(media);
  },
};
