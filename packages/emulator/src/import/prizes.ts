import type { TlObject } from '../tl/value.js';
import { longIn } from './actions/context.js';
import type { ExportedMessage } from './export-shape.js';
import { flagIn, numberIn, objectIn, secondsIn, stringIn } from './fields.js';

function listIn(from: ExportedMessage, name: string): readonly unknown[] {
  const value = from[name];
  return Array.isArray(value) ? value : [];
}

const numbersIn = (from: ExportedMessage, name: string): bigint[] =>
  listIn(from, name).flatMap((id) => (/^\d{1,18}$/u.test(String(id)) ? [BigInt(String(id))] : []));

/** A giveaway, its results, or media that cost stars; undefined when the message is none of these. */
export function prizeOf(message: ExportedMessage): TlObject | undefined {
  const start = objectIn(message, 'giveaway_information');
  if (start !== undefined) return giveaway(start);
  const results = objectIn(message, 'giveaway_results');
  if (results !== undefined) return giveawayResults(results);
  const stars = numberIn(message, 'paid_stars_amount');
  if (stars === undefined) return undefined;
  // What was paid for is not in the file.
  const extended_media = [{ _: 'messageExtendedMediaPreview' }];
  return { _: 'messageMediaPaidMedia', stars_amount: BigInt(stars), extended_media };
}

/** What giveaways and their results have in common: the prize is months of Premium or stars. */
function prize(from: ExportedMessage): Omit<TlObject, '_'> {
  const [months, stars] = [numberIn(from, 'months') ?? 0, longIn(from, 'stars')];
  return {
    months: months > 0 ? months : undefined,
    stars: stars > 0n ? stars : undefined,
    prize_description: stringIn(from, 'additional_prize'),
    only_new_subscribers: flagIn(from, 'is_only_new_subscribers'),
    until_date: secondsIn(from, 'until_date') ?? 0,
  };
}

function giveaway(from: ExportedMessage): TlObject {
  const countries = listIn(from, 'countries').filter((one): one is string => typeof one === 'string');
  return {
    _: 'messageMediaGiveaway',
    ...prize(from),
    channels: numbersIn(from, 'channels'),
    countries_iso2: countries.length === 0 ? undefined : countries,
    quantity: numberIn(from, 'quantity') ?? 0,
  };
}

function giveawayResults(from: ExportedMessage): TlObject {
  const others = numberIn(from, 'additional_peers_count') ?? 0;
  return {
    _: 'messageMediaGiveawayResults',
    ...prize(from),
    refunded: flagIn(from, 'is_refunded'),
    channel_id: longIn(from, 'channel'),
    additional_peers_count: others > 0 ? others : undefined,
    launch_msg_id: numberIn(from, 'launch_message_id') ?? 0,
    winners_count: numberIn(from, 'winners_count') ?? 0,
    unclaimed_count: numberIn(from, 'unclaimed_count') ?? 0,
    winners: numbersIn(from, 'winners'),
  };
}
