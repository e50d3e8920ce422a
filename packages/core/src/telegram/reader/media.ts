import type { Api } from 'telegram';
import type { MessageRecord } from '../../tools/records.js';
import { pollOf } from './poll.js';

type MediaRecord = NonNullable<MessageRecord['media']>;

/** What a message carries besides text, without fetching it. */
export function mediaOf(media: Api.TypeMessageMedia | null | undefined): MediaRecord | undefined {
  if (media === undefined || media === null || media.className === 'MessageMediaEmpty') return undefined;
  if (media.className === 'MessageMediaPhoto') return { kind: 'photo' };
  if (media.className === 'MessageMediaDocument') return documentOf(media);
  if (media.className === 'MessageMediaPoll') return { kind: 'poll', poll: pollOf(media) };
  if (media.className === 'MessageMediaContact') {
    return { kind: 'contact', name: `${media.firstName} ${media.lastName}`.trim() };
  }
  if (media.className === 'MessageMediaVenue')
    return { kind: 'venue', name: media.title, ...placeOf(media.geo) };
  if (media.className === 'MessageMediaGeo') return { kind: 'location', ...placeOf(media.geo) };
  if (media.className === 'MessageMediaGeoLive') return { kind: 'live_location', ...placeOf(media.geo) };
  if (media.className === 'MessageMediaWebPage') return webPageOf(media.webpage);
  return { kind: PLAIN_KINDS[media.className] ?? 'other' };
}

/** Kinds of which nothing else is shown here, by the constructor's name. */
const PLAIN_KINDS: Readonly<Record<string, MediaRecord['kind']>> = {
  MessageMediaGame: 'game',
  MessageMediaInvoice: 'invoice',
  MessageMediaDice: 'dice',
  MessageMediaStory: 'story',
  MessageMediaGiveaway: 'giveaway',
  MessageMediaGiveawayResults: 'giveaway',
  MessageMediaPaidMedia: 'paid_media',
  MessageMediaUnsupported: 'unsupported',
};

function documentOf(media: Api.MessageMediaDocument): MediaRecord {
  const document = media.document;
  if (document === undefined || document === null || document.className === 'DocumentEmpty')
    return { kind: 'document' };
  const { attributes } = document;
  const audio = attributes.find((one) => one.className === 'DocumentAttributeAudio');
  const video = attributes.find((one) => one.className === 'DocumentAttributeVideo');
  const duration = audio?.duration ?? video?.duration;
  const file = attributes.find((one) => one.className === 'DocumentAttributeFilename')?.fileName;
  const song = [audio?.performer, audio?.title].filter((part) => (part ?? '') !== '').join(' - ');
  const name = file ?? (song === '' ? undefined : song);
  return {
    kind: documentKind(attributes),
    mime: document.mimeType,
    ...(name === undefined ? {} : { name }),
    size: Number(document.size),
    ...(duration === undefined ? {} : { duration: Math.round(duration) }),
  };
}

function placeOf(point: Api.TypeGeoPoint): Pick<MediaRecord, 'latitude' | 'longitude'> {
  return point.className === 'GeoPoint' ? { latitude: point.lat, longitude: point.long } : {};
}

function webPageOf(page: Api.TypeWebPage): MediaRecord {
  if (page.className !== 'WebPage') return { kind: 'web_page' };
  const name = page.title ?? page.siteName ?? undefined;
  return { kind: 'web_page', ...(name === undefined ? {} : { name }), url: page.url };
}

function documentKind(attributes: readonly Api.TypeDocumentAttribute[]): MediaRecord['kind'] {
  const has = new Set(attributes.map((one) => one.className));
  if (has.has('DocumentAttributeSticker') || has.has('DocumentAttributeCustomEmoji')) return 'sticker';
  if (has.has('DocumentAttributeAnimated')) return 'animation';
  const audio = attributes.find((one) => one.className === 'DocumentAttributeAudio');
  if (audio !== undefined) return audio.voice === true ? 'voice' : 'audio';
  const video = attributes.find((one) => one.className === 'DocumentAttributeVideo');
  if (video !== undefined) return video.roundMessage === true ? 'video_note' : 'video';
  return 'document';
}
