import { numberIn, stringIn } from '../fields.js';
import { longIn, tlPeer } from './context.js';
import type { Translate } from './context.js';

/** What a person can show a service from Telegram Passport, by the file's names. */
const PASSPORT: Readonly<Record<string, string>> = {
  personal_details: 'secureValueTypePersonalDetails',
  passport: 'secureValueTypePassport',
  driver_license: 'secureValueTypeDriverLicense',
  identity_card: 'secureValueTypeIdentityCard',
  internal_passport: 'secureValueTypeInternalPassport',
  address_information: 'secureValueTypeAddress',
  utility_bill: 'secureValueTypeUtilityBill',
  bank_statement: 'secureValueTypeBankStatement',
  rental_agreement: 'secureValueTypeRentalAgreement',
  passport_registration: 'secureValueTypePassportRegistration',
  temporary_registration: 'secureValueTypeTemporaryRegistration',
  phone_number: 'secureValueTypePhone',
  email: 'secureValueTypeEmail',
};

/** A list in the file: as such, or (a habit of some versions) as a string of JSON. */
function listIn(message: Parameters<Translate>[0], name: string): readonly unknown[] {
  const value = message[name];
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? [...value.matchAll(/\d+/gu)].map(([digits]) => digits) : [];
}

/** What bots, games and other services leave in a chat. */
export const BOT_ACTIONS: Readonly<Record<string, Translate>> = {
  allow_sending_messages: (message) => {
    const app = stringIn(message, 'reason_app_name');
    if (app === undefined)
      return { _: 'messageActionBotAllowed', domain: stringIn(message, 'reason_domain') };
    const id = longIn(message, 'reason_app_id');
    const rest = { short_name: app, title: app, description: '', photo: { _: 'photoEmpty', id: 0n } };
    return {
      _: 'messageActionBotAllowed',
      app: { _: 'botApp', id, access_hash: 0n, hash: 0n, ...rest },
    };
  },
  attach_menu_bot_allowed: () => ({ _: 'messageActionBotAllowed', attach_menu: true }),
  send_passport_values: (message) => ({
    _: 'messageActionSecureValuesSent',
    types: listIn(message, 'values').flatMap((value) => {
      const type = PASSPORT[String(value)];
      return type === undefined ? [] : [{ _: type }];
    }),
  }),
  send_webview_data: (message) => ({
    _: 'messageActionWebViewDataSent',
    text: stringIn(message, 'text') ?? '',
  }),
  requested_phone_number: () => undefined,
  requested_peer: (message) => ({
    _: 'messageActionRequestedPeer',
    button_id: numberIn(message, 'button_id') ?? 0,
    peers: listIn(message, 'peers').map((id) => ({ _: 'peerUser', user_id: BigInt(String(id)) })),
  }),
  score_in_game: (message) => ({
    _: 'messageActionGameScore',
    game_id: longIn(message, 'game_message_id'),
    score: numberIn(message, 'score') ?? 0,
  }),
  proximity_reached: (message, context) => {
    const [from, to] = [context.peer(message['from_id']), context.peer(message['to_id'])];
    if (from === undefined || to === undefined) return undefined;
    const distance = numberIn(message, 'distance') ?? 0;
    return {
      _: 'messageActionGeoProximityReached',
      from_id: tlPeer(from),
      to_id: tlPeer(to),
      distance,
    };
  },
};
