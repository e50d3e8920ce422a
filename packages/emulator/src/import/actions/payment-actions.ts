import type { TlObject } from '../../tl/value.js';
import { flagIn, numberIn, stringIn } from '../fields.js';
import { plainOrRich } from '../rich-text.js';
import { longIn, tlPeer } from './context.js';
import type { Translate } from './context.js';

const peerOr = (peer: ReturnType<Parameters<Translate>[1]['peer']>): TlObject =>
  tlPeer(peer ?? { kind: 'user', id: 0n });

/** "12.50 EUR" as the smallest units and the code; the file writes no other form that says more. */
function costOf(message: Parameters<Translate>[0]): { currency: string; amount: bigint } {
  const [, number, code] = /^([\d.]+)\s*(\S+)$/u.exec(stringIn(message, 'cost') ?? '') ?? [];
  return { currency: code ?? 'USD', amount: BigInt(Math.round(Number(number ?? 0) * 100)) };
}

/** Payments, gifts, prizes and boosts. */
export const PAYMENT_ACTIONS: Readonly<Record<string, Translate>> = {
  send_payment: (message) => ({
    _: 'messageActionPaymentSent',
    currency: stringIn(message, 'currency') ?? '',
    total_amount: longIn(message, 'amount'),
    recurring_used: message['recurring'] === 'used' ? true : undefined,
    recurring_init: message['recurring'] === 'init' ? true : undefined,
  }),
  refunded_payment: (message, context) => ({
    _: 'messageActionPaymentRefunded',
    peer: peerOr(context.peer(message['peer_id'])),
    currency: stringIn(message, 'currency') ?? '',
    total_amount: longIn(message, 'amount'),
    charge: {
      _: 'paymentCharge',
      id: stringIn(message, 'charge_id') ?? '',
      provider_charge_id: '',
    },
  }),
  send_premium_gift: (message) => ({
    _: 'messageActionGiftPremium',
    ...costOf(message),
    months: numberIn(message, 'months') ?? 0,
    // Named by the days since the months went out of use.
    days: (numberIn(message, 'months') ?? 0) * 30,
  }),
  send_stars_gift: (message) => ({
    _: 'messageActionGiftStars',
    ...costOf(message),
    stars: longIn(message, 'stars'),
  }),
  gift_code_prize: (message, context) => {
    const boosted = context.peer(message['boost_peer_id']);
    return {
      _: 'messageActionGiftCode',
      slug: stringIn(message, 'gift_code') ?? '',
      months: numberIn(message, 'months') ?? 0,
      days: (numberIn(message, 'months') ?? 0) * 30,
      unclaimed: flagIn(message, 'unclaimed'),
      // Layer 198 has one flag for the price and for being unclaimed.
      ...(flagIn(message, 'unclaimed') === true && { currency: '', amount: 0n }),
      via_giveaway: flagIn(message, 'via_giveaway'),
      boost_peer: boosted === undefined ? undefined : tlPeer(boosted),
    };
  },
  giveaway_launch: () => ({ _: 'messageActionGiveawayLaunch' }),
  giveaway_results: (message) => ({
    _: 'messageActionGiveawayResults',
    winners_count: numberIn(message, 'winners') ?? 0,
    unclaimed_count: numberIn(message, 'unclaimed') ?? 0,
    stars: flagIn(message, 'stars'),
  }),
  stars_prize: (message, context) => ({
    _: 'messageActionPrizeStars',
    stars: longIn(message, 'stars'),
    unclaimed: flagIn(message, 'is_unclaimed'),
    transaction_id: stringIn(message, 'transaction_id') ?? '',
    boost_peer: peerOr(context.peer(message['boost_peer_id'])),
    giveaway_msg_id: numberIn(message, 'giveaway_msg_id') ?? 0,
  }),
  boost_apply: (message) => ({
    _: 'messageActionBoostApply',
    boosts: numberIn(message, 'boosts') ?? 0,
  }),
  send_star_gift: (message) => {
    const { text, entities } = plainOrRich(message['gift_text']);
    const isLimited = flagIn(message, 'is_limited');
    const sticker = { _: 'documentEmpty', id: 0n };
    return {
      _: 'messageActionStarGift',
      name_hidden: flagIn(message, 'is_anonymous'),
      gift: {
        _: 'starGift',
        id: longIn(message, 'gift_id'),
        limited: isLimited,
        ...(isLimited === true && { availability_remains: 0, availability_total: 0 }),
        sticker,
        stars: longIn(message, 'stars'),
        convert_stars: 0n,
      },
      message: text === '' ? undefined : { _: 'textWithEntities', text, entities: [...entities] },
    };
  },
};
