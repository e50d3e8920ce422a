/** Files as Telegram describes them: where they lie, how large they are, what they are said to be. Fetches nothing. */
import type { Api } from 'telegram';
import { done, type Outcome } from '../../../errors/outcome.js';
import { refuse } from '../../../errors/refuse.js';
import type { MessageRecord } from '../../../tools/records.js';
import { telegram } from '../../library.js';
import { mediaOf } from '../media.js';

/** One file, or one size of a picture, as it can be fetched. */
export interface RemoteFile {
  /** Telegram's id of it, decimal. */
  readonly id: string;
  readonly kind: NonNullable<MessageRecord['media']>['kind'];
  /** Type as its sender says. */
  readonly mime: string;
  /** Name as its sender says; never a path of ours. */
  readonly name?: string;
  /** Bytes. */
  readonly size: number;
  readonly width?: number;
  readonly height?: number;
  readonly location: Api.TypeInputFileLocation;
  readonly dc: number;
}

/** How large a picture may be. */
export interface PictureLimits {
  /** Pixels of its longer side. */
  readonly side: number;
  readonly bytes: number;
}

const PICTURES = /^image\/(jpeg|png|gif|webp)$/;

/** The file that a message or story carries; NO_FILE for what has none, and for what destroys itself. */
export function fileOf(media: Api.TypeMessageMedia | null | undefined): Outcome<RemoteFile> {
  const content = contentOf(media);
  if (!content.ok) return content;
  const { photo, document, record } = content.value;
  if (photo !== undefined) return photoFile(photo);
  if (document === undefined)
    return noFile(`this is a ${record.kind.replaceAll('_', ' ')}, which has no file`);
  const { kind, mime = '', name } = record;
  return done({
    ...documentFile(document, ''),
    kind,
    mime,
    ...(name === undefined ? {} : { name }),
    size: Number(document.size),
  });
}

/** The picture that stands for a message or story: its photo, its picture file, or the preview of its video or document. */
export function pictureOf(
  media: Api.TypeMessageMedia | null | undefined,
  limits: PictureLimits,
): Outcome<RemoteFile> {
  const content = contentOf(media);
  if (!content.ok) return content;
  const { photo, document, record } = content.value;
  if (photo !== undefined) return photoFile(photo, limits);
  if (document === undefined)
    return noFile(`this is a ${record.kind.replaceAll('_', ' ')}, which is no picture`);
  const size = Number(document.size);
  const mime = record.mime ?? '';
  if (PICTURES.test(mime) && size <= limits.bytes)
    return done({ ...documentFile(document, ''), kind: record.kind, mime, size });
  const preview = largest(document.thumbs ?? [], limits);
  if (preview === undefined) return noFile(`this ${record.kind.replaceAll('_', ' ')} has no preview`);
  const { type, ...shape } = preview;
  return done({ ...documentFile(document, type), kind: record.kind, mime: 'image/jpeg', ...shape });
}

/** A photo in its largest size, or in the largest within the limits. */
export function photoFile(photo: Api.TypePhoto, limits?: PictureLimits): Outcome<RemoteFile> {
  const { Api } = telegram();
  const found = photo.className === 'Photo' ? largest(photo.sizes, limits) : undefined;
  if (photo.className !== 'Photo' || found === undefined) return noFile('the photo is not there any more');
  const { type, ...shape } = found;
  const { id, accessHash, fileReference, dcId: dc } = photo;
  const location = new Api.InputPhotoFileLocation({ id, accessHash, fileReference, thumbSize: type });
  return done({ id: String(id), kind: 'photo', mime: 'image/jpeg', ...shape, location, dc });
}

/** NO_FILE, with the reason. */
export function noFile(reason: string): Outcome<never> {
  return refuse('NO_FILE', { data: { reason } });
}

interface Content {
  readonly record: NonNullable<MessageRecord['media']>;
  readonly photo?: Api.TypePhoto;
  readonly document?: Api.Document;
}

function contentOf(media: Api.TypeMessageMedia | null | undefined): Outcome<Content> {
  const record = mediaOf(media);
  if (record === undefined || media === undefined || media === null) return noFile('there is no media');
  const page =
    media.className === 'MessageMediaWebPage' && media.webpage.className === 'WebPage'
      ? media.webpage
      : undefined;
  const from =
    media.className === 'MessageMediaPhoto' || media.className === 'MessageMediaDocument' ? media : page;
  if (from === undefined || page !== undefined) return done({ record });
  // Fetching alone would not open it, but a copy would outlive what its sender wanted.
  if ('ttlSeconds' in from && typeof from.ttlSeconds === 'number')
    return noFile('it destroys itself once seen; open it in Telegram');
  if (from.className === 'MessageMediaPhoto' && from.photo) return done({ record, photo: from.photo });
  if (from.className === 'MessageMediaDocument' && from.document?.className === 'Document')
    return done({ record, document: from.document });
  return noFile('the file is not there any more');
}

function documentFile(document: Api.Document, thumbSize: string): Pick<RemoteFile, 'id' | 'location' | 'dc'> {
  const { Api } = telegram();
  const { id, accessHash, fileReference, dcId: dc } = document;
  const location = new Api.InputDocumentFileLocation({ id, accessHash, fileReference, thumbSize });
  return { id: String(id), location, dc };
}

interface Size {
  readonly type: string;
  readonly width: number;
  readonly height: number;
  readonly size: number;
}

/** The largest size that can be fetched; with limits the largest within them, or else the smallest there is. */
function largest(sizes: readonly Api.TypePhotoSize[], limits?: PictureLimits): Size | undefined {
  const all = sizes.flatMap((one): Size[] => {
    if (one.className === 'PhotoSize')
      return [{ type: one.type, width: one.w, height: one.h, size: one.size }];
    if (one.className !== 'PhotoSizeProgressive') return [];
    return [{ type: one.type, width: one.w, height: one.h, size: one.sizes.at(-1) ?? 0 }];
  });
  const ordered = all.toSorted((one, other) => one.width * one.height - other.width * other.height);
  if (limits === undefined) return ordered.at(-1);
  const fit = ordered.filter(
    (one) => Math.max(one.width, one.height) <= limits.side && one.size <= limits.bytes,
  );
  return fit.at(-1) ?? ordered.find((one) => one.size <= limits.bytes);
}
