import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { stable64 } from '../../world/chance.js';
import { isFile } from '../../world/files.js';
import type { PeerRef, WorldMedia } from '../../world/model.js';
import { flagOf, numberOf, objectOf, objectsOf } from '../common/fields.js';
import { inputMedia } from './input-media.js';
import { inputPeer } from '../common/peers.js';
import { postAll, postedAnswer, randomIdOf } from './post.js';
import type { Content } from './post.js';
import { attributeOf, renderMedia } from '../render/media.js';
import { compose } from '../common/text.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** How many files an album holds. */
const ALBUM_SIZE = 10;

/** How long a photo may be seen that goes by itself, in seconds; and what stands for "once". */
const LONGEST_TTL = 60;
const ONCE = 0x7fff_ffff;

function contentOf(call: CallContext, viewer: Viewer, peer: PeerRef, request: TlObject): Content {
  const caption = compose(viewer, request, 1024, 'MEDIA_CAPTION_TOO_LONG');
  const input = objectOf(request, 'media');
  const media = inputMedia(viewer, input, call.dc, peer);
  return { ...caption, media, ...(isFile(media) && input !== undefined ? coverOf(input, peer) : {}) };
}

/** Whether a photo or file is covered, and when it goes. Throws TTL_MEDIA_INVALID. */
function coverOf(input: TlObject, peer: PeerRef): Pick<Content, 'spoiler' | 'ttlSeconds'> {
  const ttlSeconds = numberOf(input, 'ttl_seconds');
  const isTime = (ttlSeconds > 0 && ttlSeconds <= LONGEST_TTL) || ttlSeconds === ONCE;
  if (ttlSeconds !== 0 && (!isTime || peer.kind !== 'user')) throw badRequest('TTL_MEDIA_INVALID');
  return {
    ...(flagOf(input, 'spoiler') && { spoiler: true }),
    ...(ttlSeconds !== 0 && { ttlSeconds }),
  };
}

/** A grouped_id for a new album. */
export function newGroupedId(viewer: Viewer, salt: bigint): bigint {
  return BigInt.asUintN(63, stable64('album', viewer.id, viewer.now, viewer.account.nextMessageId, salt));
}

/** What may stand together in an album: photos with videos, files with files, music with music; nothing else at all. */
function albumKind(media: WorldMedia | undefined): string | undefined {
  if (media === undefined || media.kind === 'photo') return media === undefined ? undefined : 'visual';
  if (media.kind !== 'document') return undefined;
  const video = attributeOf(media, 'documentAttributeVideo');
  const audio = attributeOf(media, 'documentAttributeAudio');
  const isAlone = ['documentAttributeSticker', 'documentAttributeAnimated'].some(
    (name) => attributeOf(media, name) !== undefined,
  );
  if (isAlone || video?.['round_message'] === true || audio?.['voice'] === true) return undefined;
  if (video !== undefined) return 'visual';
  return audio === undefined ? 'file' : 'music';
}

function sendMedia(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const item = { randomId: randomIdOf(request), content: () => contentOf(call, viewer, peer, request) };
  return postedAnswer(viewer, postAll(call, viewer, peer, request, [item]));
}

/** An album takes files that lie here already; what was only uploaded becomes one by messages.uploadMedia. */
const READY: ReadonlySet<string> = new Set(['inputMediaPhoto', 'inputMediaDocument']);

function sendMultiMedia(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const peer = inputPeer(viewer, objectOf(request, 'peer'));
  const singles = objectsOf(request, 'multi_media');
  const [first] = singles;
  if (first === undefined) throw badRequest('MULTI_MEDIA_EMPTY');
  if (singles.length > ALBUM_SIZE) throw badRequest('MULTI_MEDIA_TOO_LONG');
  const groupedId = newGroupedId(viewer, randomIdOf(first));
  const kinds = new Set<string>();
  const items = singles.map((single) => ({
    randomId: randomIdOf(single),
    content: () => {
      if (!READY.has(objectOf(single, 'media')?._ ?? '')) throw badRequest('MEDIA_INVALID');
      const content = contentOf(call, viewer, peer, single);
      const kind = albumKind(content.media);
      if (kind === undefined || kinds.add(kind).size > 1) throw badRequest('MEDIA_INVALID');
      return { ...content, groupedId };
    },
  }));
  return postedAnswer(viewer, postAll(call, viewer, peer, request, items));
}

/** Sending photos, files and albums. */
export const sendMediaHandlers: Handlers = {
  'messages.sendMedia': sendMedia,
  'messages.sendMultiMedia': sendMultiMedia,
  'messages.uploadMedia': (request, call) => {
    const viewer = viewerOf(call);
    const peer = inputPeer(viewer, objectOf(request, 'peer'));
    const media = inputMedia(viewer, objectOf(request, 'media'), call.dc, peer);
    if (isFile(media)) viewer.world.files.set(media.id, media);
    return renderMedia(viewer, media);
  },
};
