import type { TlObject } from '../tl/value.js';
import type { ExportedMessage } from './export-shape.js';
import { numberIn, objectIn, objectsIn, stringIn } from './fields.js';
import { prizeOf } from './prizes.js';
import { gameOf, invoiceOf } from './shop-media.js';
import { todoListOf } from './todo-list.js';

/** A TL MessageMedia for what is neither photo nor file. Undefined when there is none. */
export function otherMediaOf(message: ExportedMessage, vcard: string): TlObject | undefined {
  if (message['type'] === 'unsupported') return { _: 'messageMediaUnsupported' };
  return (
    pollOf(message) ??
    todoListOf(message) ??
    contactOf(message, vcard) ??
    placeOf(message) ??
    gameOf(message) ??
    invoiceOf(message) ??
    prizeOf(message)
  );
}

function pollOf(message: ExportedMessage): TlObject | undefined {
  const poll = objectIn(message, 'poll');
  if (poll === undefined) return undefined;
  const answers = objectsIn(poll, 'answers');
  return {
    _: 'messageMediaPoll',
    poll: {
      _: 'poll',
      id: BigInt(numberIn(message, 'id') ?? 0),
      closed: poll['closed'] === true ? true : undefined,
      question: plain(stringIn(poll, 'question') ?? ''),
      answers: answers.map((answer, index) => ({
        _: 'pollAnswer',
        text: plain(stringIn(answer, 'text') ?? ''),
        option: Uint8Array.of(index),
      })),
    },
    results: {
      _: 'pollResults',
      total_voters: numberIn(poll, 'total_voters') ?? 0,
      results: answers.map((answer, index) => ({
        _: 'pollAnswerVoters',
        chosen: answer['chosen'] === true ? true : undefined,
        option: Uint8Array.of(index),
        voters: numberIn(answer, 'voters') ?? 0,
        // Later layers tell the two together.
        recent_voters: [],
      })),
    },
  };
}

function plain(text: string): TlObject {
  return { _: 'textWithEntities', text, entities: [] };
}

function contactOf(message: ExportedMessage, vcard: string): TlObject | undefined {
  const contact = objectIn(message, 'contact_information');
  if (contact === undefined) return undefined;
  return {
    _: 'messageMediaContact',
    phone_number: stringIn(contact, 'phone_number') ?? '',
    first_name: stringIn(contact, 'first_name') ?? '',
    last_name: stringIn(contact, 'last_name') ?? '',
    vcard,
    user_id: 0n,
  };
}

function placeOf(message: ExportedMessage): TlObject | undefined {
  const place = objectIn(message, 'location_information');
  // A point that is gone is written as null.
  if (place === undefined)
    return message['location_information'] === null
      ? { _: 'messageMediaGeo', geo: { _: 'geoPointEmpty' } }
      : undefined;
  const long = numberIn(place, 'longitude') ?? 0;
  const geo: TlObject = { _: 'geoPoint', long, lat: numberIn(place, 'latitude') ?? 0, access_hash: 0n };
  const period = numberIn(message, 'live_location_period_seconds');
  if (period !== undefined) return { _: 'messageMediaGeoLive', geo, period };
  const title = stringIn(message, 'place_name');
  if (title === undefined) return { _: 'messageMediaGeo', geo };
  const address = stringIn(message, 'address') ?? '';
  return { _: 'messageMediaVenue', geo, title, address, provider: '', venue_id: '', venue_type: '' };
}
