import type { TlObject } from '../../tl/value.js';
import type { WorldDocument, WorldMedia, WorldMessage, WorldPhoto } from '../../world/model.js';
import { flag } from '../common/fields.js';
import type { Viewer } from '../common/viewer.js';
import { renderPhotoSizes, renderThumbs } from './photo-sizes.js';
import { renderPoll, renderResults, renderTodo } from './poll.js';

/** A TL Photo. */
export function renderPhoto(photo: WorldPhoto): TlObject {
  return {
    _: 'photo',
    id: photo.id,
    access_hash: photo.accessHash,
    file_reference: photo.fileReference,
    date: photo.date,
    sizes: renderPhotoSizes(photo),
    dc_id: photo.dc,
  };
}

/** A TL Document. */
export function renderDocument(document: WorldDocument): TlObject {
  return {
    _: 'document',
    id: document.id,
    access_hash: document.accessHash,
    file_reference: document.fileReference,
    date: document.date,
    mime_type: document.mimeType,
    size: BigInt(document.size),
    thumbs: renderThumbs(document),
    dc_id: document.dc,
    attributes: document.attributes,
  };
}

/** The attribute of that name, when the document has it. */
export function attributeOf(document: WorldDocument, name: string): TlObject | undefined {
  return document.attributes.find((attribute) => attribute._ === name);
}

/**
 * A TL MessageMedia as the viewer sees it: polls show their results to those who voted. `shown` is how the message that
 * carries it shows it.
 */
export function renderMedia(
  viewer: Viewer,
  media: WorldMedia,
  shown: Pick<WorldMessage, 'spoiler' | 'ttlSeconds'> = {},
): TlObject {
  if (media.kind === 'poll') {
    return { _: 'messageMediaPoll', poll: renderPoll(viewer, media), results: renderResults(viewer, media) };
  }
  if (media.kind === 'todo') return renderTodo(media);
  if (media.kind === 'other') return media.media;
  const common = { spoiler: flag(shown.spoiler), ttl_seconds: shown.ttlSeconds };
  if (media.kind === 'photo') return { _: 'messageMediaPhoto', ...common, photo: renderPhoto(media) };
  const video = attributeOf(media, 'documentAttributeVideo');
  return {
    _: 'messageMediaDocument',
    ...common,
    video: flag(video !== undefined),
    round: flag(video?.['round_message'] === true),
    voice: flag(attributeOf(media, 'documentAttributeAudio')?.['voice'] === true),
    document: renderDocument(media),
  };
}
