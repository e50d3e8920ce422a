import type { Api } from 'telegram';
import type { MessageRecord } from '../../tools/records.js';

type MediaRecord = NonNullable<MessageRecord['media']>;

/** What a message carries besides text, without fetching it. */
export function mediaOf(media: Api.TypeMessageMedia | null | undefined): MediaRecord | undefined {
  if (media === undefined || media === null || media.className === 'MessageMediaEmpty') return undefined;
  if (media.className === 'MessageMediaPhoto') return { kind: 'photo' };
  if (media.className === 'MessageMediaDocument') return documentOf(media);
  if (media.className === 'MessageMediaPoll') return { kind: 'poll', name: media.poll.question.text };
  if (media.className === 'MessageMediaContact') {
    return { kind: 'contact', name: `${media.firstName} ${media.lastName}`.trim() };
  }
  if (media.className === 'MessageMediaVenue') return { kind: 'venue', name: media.title };
  return { kind: PLAIN_KINDS[media.className] ?? 'other' };
}

/** Kinds of which nothing else is shown here, by the constructor's name. */
const PLAIN_KINDS: Readonly<Record<string, MediaRecord['kind']>> = {
  MessageMediaGeo: 'location',
  MessageMediaGeoLive: 'live_location',
  MessageMediaWebPage: 'web_page',
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
  const name = document.attributes.find((one) => one.className === 'DocumentAttributeFilename')?.fileName;
  return {
    kind: documentKind(document.attributes),
    mime: document.mimeType,
    ...(name === undefined ? {} : { name }),
    size: Number(document.size),
  };
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
