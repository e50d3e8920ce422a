/*
 * Photos and files of an export. Content that lies beside the export is read when asked for; what was not exported
 * ("(File not included. …)") keeps its name and size and gets made-up bytes. Nothing outside the export's own folder
 * is ever read, whatever path the export names.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { makeDocument, makePhoto } from '../world/files.js';
import type { FileContent, WorldDocument, WorldPhoto } from '../world/model.js';
import { renderPhoto } from '../services/render/media.js';
import type { TlObject } from '../tl/value.js';
import type { ExportedMessage } from './export-shape.js';
import { numberIn, stringIn } from './fields.js';

const FIRST_ID = 6_000_000_000_000_000_000n;
const MAX_GENERATED = 2 ** 31;

/** Makes the world's photos and documents out of an export's, each with an id of its own. */
export class ExportedFiles {
  #next = FIRST_ID;
  readonly #folder: string | undefined;

  /** `file` is the export; without one no content is looked for. */
  constructor(
    file: string | undefined,
    /** Takes the photos that no message carries as its medium. */
    private readonly keep?: (photo: WorldPhoto) => void,
  ) {
    this.#folder = file === undefined ? undefined : realpathSync(dirname(resolve(file)));
  }

  /** The photo of a message; undefined when it has none. */
  photo(message: ExportedMessage, date: number): WorldPhoto | undefined {
    const path = stringIn(message, 'photo');
    if (path === undefined) return undefined;
    const found = this.#content(path, numberIn(message, 'photo_file_size') ?? 100_000);
    const size = { width: sizeIn(message, 'width', 800), height: sizeIn(message, 'height', 600) };
    return withContent(makePhoto({ id: this.#id(), date, ...size, content: found.stand }), found.read);
  }

  /** The file of a message; undefined when it has none. */
  document(message: ExportedMessage, date: number): WorldDocument | undefined {
    const path = stringIn(message, 'file');
    if (path === undefined) return undefined;
    const found = this.#content(path, numberIn(message, 'file_size') ?? 10_000);
    const name =
      stringIn(message, 'file_name') ?? (path.startsWith('(') ? undefined : path.split('/').at(-1));
    const document = makeDocument({
      id: this.#id(),
      date,
      content: found.stand,
      mimeType: stringIn(message, 'mime_type') ?? mimeOf(message),
      attributes: attributesOf(message),
      ...(name !== undefined && { fileName: name }),
    });
    return withContent(document, found.read);
  }

  /** The TL Photo of a service message. */
  actionPhoto(message: ExportedMessage, date: number): TlObject {
    const photo = this.photo(message, date);
    if (photo === undefined) return { _: 'photoEmpty', id: 0n };
    this.keep?.(photo);
    return renderPhoto(photo);
  }

  /** What a small text file beside the export says (a contact's card); empty when it is not there. */
  text(path: string | undefined): string {
    if (path === undefined) return '';
    const { read } = this.#content(path, 0);
    return read === undefined ? '' : Buffer.from(read()).toString('utf8');
  }

  #id(): bigint {
    this.#next += 1n;
    return this.#next;
  }

  #content(path: string, size: number): { stand: FileContent; read?: () => Uint8Array } {
    const seed = Number(this.#next % 2n ** 31n);
    const missing = { stand: { seed, size: Math.min(Math.max(1, Math.floor(size)), MAX_GENERATED) } };
    if (this.#folder === undefined || path.startsWith('(')) return missing;
    const full = resolve(this.#folder, path);
    try {
      const real = realpathSync(full);
      const stat = statSync(real);
      if (!real.startsWith(this.#folder + sep) || !stat.isFile() || stat.size === 0) return missing;
      return { stand: { seed, size: stat.size }, read: () => readFileSync(real) };
    } catch {
      return missing; // Moved or deleted since the export: as if it had not been included.
    }
  }
}

function withContent<T extends object>(file: T, read: (() => Uint8Array) | undefined): T {
  return read === undefined ? file : Object.defineProperty(file, 'content', { get: read, enumerable: true });
}

function sizeIn(message: ExportedMessage, name: string, otherwise: number): number {
  const value = numberIn(message, name);
  return value === undefined || value < 1 ? otherwise : Math.floor(value);
}

function mimeOf(message: ExportedMessage): string {
  switch (message['media_type']) {
    case 'sticker':
      return 'image/webp';
    case 'voice_message':
      return 'audio/ogg';
    case 'audio_file':
      return 'audio/mpeg';
    case 'video_file':
    case 'video_message':
    case 'animation':
      return 'video/mp4';
    default:
      return 'application/octet-stream';
  }
}

function attributesOf(message: ExportedMessage): TlObject[] {
  const duration = numberIn(message, 'duration_seconds') ?? 0;
  const w = sizeIn(message, 'width', 512);
  const h = sizeIn(message, 'height', 512);
  const video: TlObject = { _: 'documentAttributeVideo', duration, w, h };
  switch (message['media_type']) {
    case 'sticker': {
      const alt = stringIn(message, 'sticker_emoji') ?? '';
      const set = { _: 'inputStickerSetEmpty' };
      return [
        { _: 'documentAttributeImageSize', w, h },
        { _: 'documentAttributeSticker', alt, stickerset: set },
      ];
    }
    case 'voice_message':
      return [{ _: 'documentAttributeAudio', voice: true, duration: Math.floor(duration) }];
    case 'audio_file':
      return [
        {
          _: 'documentAttributeAudio',
          duration: Math.floor(duration),
          title: stringIn(message, 'title'),
          performer: stringIn(message, 'performer'),
        },
      ];
    case 'video_file':
      return [video];
    case 'video_message':
      return [{ ...video, round_message: true }];
    case 'animation':
      return [{ _: 'documentAttributeAnimated' }, video];
    default:
      // A picture that was sent as a file.
      return 'width' in message && 'height' in message ? [{ _: 'documentAttributeImageSize', w, h }] : [];
  }
}
