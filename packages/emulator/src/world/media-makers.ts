/* Documents of every kind as Telegram's clients make them, with the attributes that tell what they are. */
import type { TlObject } from '../tl/value.js';
import { stable64 } from './chance.js';
import { makeDocument } from './files.js';
import type { FileContent, WorldDocument, WorldMedia, WorldStickerSet } from './model.js';

/** What every file has; `content` may be left out, then some bytes of a fitting size are made up. */
export interface MediaOptions {
  readonly id: bigint;
  readonly date: number;
  readonly content?: FileContent;
  readonly dc?: number;
}

/** How long something plays, in seconds, and how large it is, in pixels. */
export interface VideoOptions extends MediaOptions {
  readonly duration: number;
  readonly width?: number;
  readonly height?: number;
  readonly fileName?: string;
}

/** How many amplitudes of 5 bits a waveform holds (core.telegram.org/constructor/documentAttributeAudio). */
const WAVEFORM_BYTES = 63;

function common(options: MediaOptions, bytesPerUnit: number, units: number) {
  const { id, date, dc } = options;
  const size = Math.max(1, Math.round(bytesPerUnit * units));
  const content = options.content ?? { seed: Number(BigInt.asUintN(31, id)), size };
  return { id, date, content, ...(dc !== undefined && { dc }) };
}

/** A waveform that depends on nothing but the id. */
export function waveformOf(id: bigint): Uint8Array {
  const bytes = new Uint8Array(WAVEFORM_BYTES);
  let state = Number(BigInt.asUintN(31, stable64('waveform', id))) + 1;
  for (let index = 0; index < bytes.length; index++) {
    state = Math.imul(state, 48_271) >>> 1;
    bytes[index] = state >>> 8;
  }
  return bytes;
}

/** A voice note. */
export function makeVoice(
  options: MediaOptions & { duration: number; waveform?: Uint8Array },
): WorldDocument {
  const waveform = options.waveform ?? waveformOf(options.id);
  const attributes = [
    { _: 'documentAttributeAudio', voice: true, duration: Math.round(options.duration), waveform },
  ];
  return makeDocument({ ...common(options, 2048, options.duration), mimeType: 'audio/ogg', attributes });
}

/** A round video note. */
export function makeVideoNote(options: MediaOptions & { duration: number; side?: number }): WorldDocument {
  const side = options.side ?? 384;
  const { duration } = options;
  const attributes = [
    {
      _: 'documentAttributeVideo',
      round_message: true,
      supports_streaming: true,
      duration,
      w: side,
      h: side,
    },
  ];
  return makeDocument({ ...common(options, 60_000, duration), mimeType: 'video/mp4', attributes });
}

/** A video. */
export function makeVideo(options: VideoOptions): WorldDocument {
  const { duration, width: w = 1280, height: h = 720, fileName } = options;
  const attributes = [{ _: 'documentAttributeVideo', supports_streaming: true, duration, w, h }];
  return makeDocument({
    ...common(options, 120_000, duration),
    mimeType: 'video/mp4',
    attributes,
    ...(fileName !== undefined && { fileName }),
  });
}

/** A GIF: a silent video that repeats. */
export function makeGif(options: VideoOptions): WorldDocument {
  const { duration, width: w = 320, height: h = 240, fileName = 'animation.gif.mp4' } = options;
  const attributes = [
    { _: 'documentAttributeVideo', nosound: true, supports_streaming: true, duration, w, h },
    { _: 'documentAttributeAnimated' },
  ];
  return makeDocument({ ...common(options, 40_000, duration), mimeType: 'video/mp4', attributes, fileName });
}

/** A piece of music. */
export function makeAudio(
  options: MediaOptions & { duration: number; title?: string; performer?: string; fileName?: string },
): WorldDocument {
  const { duration, title, performer, fileName } = options;
  const attributes = [{ _: 'documentAttributeAudio', duration: Math.round(duration), title, performer }];
  return makeDocument({
    ...common(options, 16_000, duration),
    mimeType: 'audio/mpeg',
    attributes,
    ...(fileName !== undefined && { fileName }),
  });
}

/** A set of stickers, masks or custom emoji: one document for each emoji that it stands for. */
export function makeStickerSet(options: {
  readonly id: bigint;
  readonly title: string;
  readonly shortName: string;
  readonly emoji: readonly string[];
  readonly date: number;
  readonly kind?: WorldStickerSet['kind'];
}): WorldStickerSet {
  const { id, title, shortName, kind = 'stickers' } = options;
  const accessHash = stable64('sticker set', id);
  const stickerset = { _: 'inputStickerSetID', id, access_hash: accessHash };
  const side = kind === 'emoji' ? 100 : 512;
  const documents = options.emoji.map((alt, index) => {
    const named: TlObject =
      kind === 'emoji'
        ? { _: 'documentAttributeCustomEmoji', free: true, alt, stickerset }
        : { _: 'documentAttributeSticker', alt, stickerset, ...(kind === 'masks' && { mask: true }) };
    return makeDocument({
      ...common({ id: id * 1000n + BigInt(index), date: options.date }, 12_000, 1),
      mimeType: 'image/webp',
      fileName: 'sticker.webp',
      attributes: [{ _: 'documentAttributeImageSize', w: side, h: side }, named],
    });
  });
  return { id, accessHash, title, shortName, kind, documents };
}

/** A place. */
export function makeGeo(latitude: number, longitude: number): WorldMedia {
  return { kind: 'other', media: { _: 'messageMediaGeo', geo: geoPoint(latitude, longitude) } };
}

/** A place with a name. */
export function makeVenue(place: {
  readonly latitude: number;
  readonly longitude: number;
  readonly title: string;
  readonly address: string;
}): WorldMedia {
  const { latitude, longitude, title, address } = place;
  const geo = geoPoint(latitude, longitude);
  const named = { title, address, provider: '', venue_id: '', venue_type: '' };
  return { kind: 'other', media: { _: 'messageMediaVenue', geo, ...named } };
}

/** Somebody's card; `userId` is 0n for a number that nobody on Telegram has. */
export function makeContactCard(card: {
  readonly phone: string;
  readonly firstName: string;
  readonly lastName?: string;
  readonly userId?: bigint;
}): WorldMedia {
  const media = {
    _: 'messageMediaContact',
    phone_number: card.phone,
    first_name: card.firstName,
    last_name: card.lastName ?? '',
    vcard: '',
    user_id: card.userId ?? 0n,
  };
  return { kind: 'other', media };
}

/** How many values each emoji that is thrown can have. */
const DICE: Readonly<Record<string, number>> = { '🎲': 6, '🎯': 6, '🎳': 6, '🏀': 5, '⚽': 5, '🎰': 64 };

/** A thrown die, or another emoji with a random value; undefined for an emoji that is none. `chance` decides the value. */
export function makeDice(emoticon: string, chance: bigint): WorldMedia | undefined {
  const sides = DICE[emoticon.replaceAll('\uFE0F', '')];
  if (sides === undefined) return undefined;
  const value = Number(BigInt.asUintN(63, chance) % BigInt(sides)) + 1;
  return { kind: 'other', media: { _: 'messageMediaDice', value, emoticon } };
}

function geoPoint(lat: number, long: number): TlObject {
  return { _: 'geoPoint', lat, long, access_hash: stable64('geo', lat, long) };
}
