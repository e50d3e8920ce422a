import type { Api } from 'telegram';
import { describe, expect, it } from 'vitest';
import { done, type Outcome } from '../../errors/outcome.js';
import { telegram } from '../library.js';
import type { ResolvedPeer } from '../peers/peers.js';
import { canonicalParams } from './canonical-params.js';
import { buildRawWrite, peersInParams } from './write-request.js';

const ME = '1001';
const KITES = '-1000000000042';
const CLUB = '-4123';

async function resolve(id: string): Promise<Outcome<ResolvedPeer>> {
  const { Api, helpers } = telegram();
  const long = helpers.returnBigInt;
  const inputPeer =
    id === ME
      ? new Api.InputPeerSelf()
      : id === CLUB
        ? new Api.InputPeerChat({ chatId: long(4123) })
        : new Api.InputPeerChannel({ channelId: long(42), accessHash: long(7) });
  return done({ id, kind: 'supergroup', title: id, inputPeer });
}

async function built(method: string, params: Record<string, unknown>): Promise<Api.AnyRequest> {
  const admitted = new Set(peersInParams({ method, params }));
  const outcome = await buildRawWrite(
    { resolve },
    { method, params },
    { randomId: 1n, accountId: ME, admitted },
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  return outcome.value;
}

const media = { _: 'inputMediaDice', emoticon: 'x' };
const dice = { peer: KITES, media, message: '' };
const point = { _: 'inputMediaGeoPoint', geo_point: { _: 'inputGeoPoint', lat: 52.5, long: -13 } };

describe('the one spelling of a request', () => {
  it.each<[string, string, Record<string, unknown>, Record<string, unknown>]>([
    ['a flag that is false', 'messages.sendMedia', dice, { ...dice, silent: false }],
    ['null for nothing', 'messages.sendMedia', dice, { ...dice, silent: null, schedule_date: null }],
    ['no formatting', 'messages.sendMedia', dice, { ...dice, entities: [] }],
    [
      'a form by another case',
      'messages.sendMedia',
      dice,
      { ...dice, media: { ...media, _: 'InputMediaDICE' } },
    ],
    [
      'fractions as text, and zeros behind them',
      'messages.sendMedia',
      { ...dice, media: point },
      { ...dice, media: { ...point, geo_point: { _: 'inputGeoPoint', lat: '52.50', long: '-13.0' } } },
    ],
    [
      'a basic group by its bare number',
      'messages.editChatTitle',
      { chat_id: CLUB, title: 'Club' },
      { chat_id: 4123, title: 'Club' },
    ],
    ['the account itself', 'messages.setHistoryTTL', { peer: ME, period: 1 }, { period: 1, peer: 1001 }],
  ])('is the same with %s', async (_what, method, params, other) => {
    const [one, two] = [await built(method, params), await built(method, other)];
    const spelt = canonicalParams(one, ME);
    expect(JSON.stringify(canonicalParams(two, ME))).toBe(JSON.stringify(spelt));
    const again = await built(method, spelt);
    expect(again.getBytes().equals(one.getBytes())).toBe(true);
    expect(JSON.stringify(spelt)).not.toMatch(/random|access|hash/i);
  });

  it('differs with everything that is sent', async () => {
    const others = [
      { ...dice, silent: true },
      { ...dice, message: ' ' },
      { ...dice, peer: ME },
      { ...dice, media: { ...media, emoticon: 'y' } },
      { ...dice, schedule_date: 0 },
      { ...dice, entities: [{ _: 'messageEntityBold', offset: 0, length: 1 }] },
    ];
    const requests = await Promise.all(
      [dice, ...others].map((params) => built('messages.sendMedia', params)),
    );
    const spelt = requests.map((request) => JSON.stringify(canonicalParams(request, ME)));
    expect(new Set(spelt).size).toBe(others.length + 1);
    expect(spelt[0]).toBe(JSON.stringify({ peer: KITES, media, message: '' }));
  });
});
