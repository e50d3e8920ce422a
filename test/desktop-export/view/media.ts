import { listOf, maybe, number, objectOf, present } from './plain.js';
import type { Plain } from './plain.js';
import { textField } from './text.js';
import type { Names } from './names.js';

type Fields = Record<string, unknown>;
type View = (media: Plain, message: Plain, names: Names) => Fields;

/** What a photo shows of itself. */
export function photoView(photo: Plain | undefined): Fields {
  const sized = listOf(photo?.['sizes']).filter((one) => one['w'] !== undefined);
  const largest = sized.toSorted((one, other) => number(one['w']) - number(other['w'])).at(-1);
  if (largest === undefined) return {};
  // A progressive photo tells the bytes of each of its steps; the last one is all of it.
  const bytes = largest['size'] ?? (largest['sizes'] as readonly number[]).at(-1);
  return { photo_file_size: number(bytes), width: number(largest['w']), height: number(largest['h']) };
}

/** Fields of how a photo or file is shown. */
function shown(media: Plain): Fields {
  return {
    ...(media['spoiler'] === true && { media_spoiler: true }),
    ...(media['ttlSeconds'] !== undefined && { self_destruct_period_seconds: number(media['ttlSeconds']) }),
  };
}

function documentView(document: Plain): Fields {
  const attributes = new Map(listOf(document['attributes']).map((one) => [one._, one]));
  const [video, audio] = [attributes.get('DocumentAttributeVideo'), attributes.get('DocumentAttributeAudio')];
  const sticker = attributes.get('DocumentAttributeSticker');
  const size = video ?? attributes.get('DocumentAttributeImageSize');
  const duration = number(video?.['duration'] ?? audio?.['duration'] ?? 0);
  const kind =
    sticker !== undefined
      ? 'sticker'
      : attributes.has('DocumentAttributeAnimated')
        ? 'animation'
        : video !== undefined
          ? video['roundMessage'] === true
            ? 'video_message'
            : 'video_file'
          : audio === undefined
            ? undefined
            : audio['voice'] === true
              ? 'voice_message'
              : 'audio_file';
  return present({
    file_name: attributes.get('DocumentAttributeFilename')?.['fileName'],
    file_size: number(document['size']),
    mime_type: document['mimeType'],
    media_type: kind,
    sticker_emoji: sticker?.['alt'],
    performer: audio?.['performer'],
    title: audio?.['title'],
    duration_seconds: duration > 0 ? duration : undefined,
    width: size === undefined ? undefined : number(size['w']),
    height: size === undefined ? undefined : number(size['h']),
  });
}

function place(geo: Plain): unknown {
  return geo._ === 'GeoPoint' ? { latitude: geo['lat'], longitude: geo['long'] } : null;
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : String(objectOf(value)['text']);
}

const isoDate = (seconds: unknown): string => new Date(number(seconds) * 1000).toISOString().slice(0, 19);

const prize = (media: Plain): Fields => ({
  months: number(media['months'] ?? 0),
  stars: number(media['stars'] ?? 0),
  until_date: isoDate(media['untilDate']),
  additional_prize: media['prizeDescription'] ?? '',
  is_only_new_subscribers: media['onlyNewSubscribers'] === true,
});

const VIEWS: Readonly<Record<string, View>> = {
  MessageMediaPhoto: (media) => ({ ...photoView(maybe(media['photo'])), ...shown(media) }),
  MessageMediaDocument: (media) => ({ ...documentView(objectOf(media['document'])), ...shown(media) }),
  MessageMediaContact: (media) => {
    const vcard = String(media['vcard']);
    return {
      contact_information: {
        first_name: media['firstName'],
        last_name: media['lastName'],
        phone_number: media['phoneNumber'],
      },
      ...(vcard !== '' && { contact_vcard_file_size: Buffer.byteLength(vcard) }),
    };
  },
  MessageMediaGeo: (media) => ({ location_information: place(objectOf(media['geo'])) }),
  MessageMediaGeoLive: (media) => ({
    location_information: place(objectOf(media['geo'])),
    live_location_period_seconds: media['period'],
  }),
  MessageMediaVenue: (media) => ({
    place_name: media['title'],
    address: media['address'],
    location_information: place(objectOf(media['geo'])),
  }),
  MessageMediaGame: (media, message, names) => {
    const game = objectOf(media['game']);
    const bot = names.username(message['viaBotId']);
    return {
      game_title: game['title'],
      game_description: game['description'],
      game_link: `https://t.me/${bot}?game=${String(game['shortName'])}`,
    };
  },
  MessageMediaInvoice: (media) => ({
    invoice_information: present({
      title: media['title'],
      description: media['description'],
      amount: number(media['totalAmount']),
      currency: media['currency'],
      receipt_message_id: media['receiptMsgId'],
    }),
  }),
  MessageMediaPoll: (media) => {
    const [poll, results] = [objectOf(media['poll']), objectOf(media['results'])];
    const voters = listOf(results['results']);
    return {
      poll: {
        question: words(poll['question']),
        closed: poll['closed'] === true,
        total_voters: results['totalVoters'],
        answers: listOf(poll['answers']).map((answer, index) => ({
          text: words(answer['text']),
          voters: voters[index]?.['voters'],
          chosen: voters[index]?.['chosen'] === true,
        })),
      },
    };
  },
  MessageMediaToDo: (media) => {
    const todo = objectOf(media['todo']);
    return {
      todo_list: {
        title: rich(todo['title']),
        others_can_append: todo['othersCanAppend'] === true,
        others_can_complete: todo['othersCanComplete'] === true,
        answers: listOf(todo['list']).map(todoView),
      },
    };
  },
  MessageMediaGiveaway: (media) => ({
    giveaway_information: {
      ...prize(media),
      quantity: media['quantity'],
      channels: (media['channels'] as bigint[]).map(Number),
      countries: media['countriesIso2'] ?? [],
    },
  }),
  MessageMediaGiveawayResults: (media) => ({
    giveaway_results: {
      ...prize(media),
      channel: number(media['channelId']),
      winners: (media['winners'] as bigint[]).map(Number),
      launch_message_id: media['launchMsgId'],
      additional_peers_count: media['additionalPeersCount'] ?? 0,
      winners_count: media['winnersCount'],
      unclaimed_count: media['unclaimedCount'],
      is_refunded: media['refunded'] === true,
    },
  }),
  MessageMediaPaidMedia: (media) => ({ paid_stars_amount: number(media['starsAmount']) }),
};

/** One task of a to-do list. */
export function todoView(item: Plain): Fields {
  return { text: rich(item['title']), id: item['id'] };
}

/** TL TextWithEntities as an export writes it. */
export function rich(value: unknown): unknown {
  const { text, entities } = objectOf(value);
  return textField(String(text), listOf(entities));
}

/** The fields of what a message carries besides text. */
export function mediaFields(message: Plain, names: Names): Fields {
  const media = maybe(message['media']);
  if (media === undefined) return {};
  const view = VIEWS[media._];
  if (view === undefined) throw new Error(`no view of ${media._}`);
  return view(media, message, names);
}
