import type { WorldPoll, WorldTodo } from './lists.js';
import type { TlObject } from '../../tl/value.js';

/**
 * File content: the bytes themselves, or a seed from which `size` bytes are generated when asked for; with `picture`
 * they are a JPEG of about those pixels.
 */
export type FileContent =
  | Uint8Array
  | {
      readonly seed: number;
      readonly size: number;
      readonly picture?: { readonly width: number; readonly height: number };
    };

/** What photos and documents share; `dc` is where the bytes lie (other data centres answer FILE_MIGRATE). */
export interface WorldFile {
  readonly id: bigint;
  readonly accessHash: bigint;
  /** Needed to download or send it again; it may be made to expire, and comes anew with the message. */
  fileReference: Uint8Array;
  readonly date: number;
  readonly dc: number;
  readonly size: number;
  readonly content: FileContent;
}

/** A photo; one full size is kept, smaller sizes are derived from it. */
export interface WorldPhoto extends WorldFile {
  readonly kind: 'photo';
  readonly width: number;
  readonly height: number;
}

/** A document: file, video, voice note, sticker; `attributes` are TL DocumentAttribute objects. */
export interface WorldDocument extends WorldFile {
  readonly kind: 'document';
  readonly mimeType: string;
  readonly attributes: readonly TlObject[];
  /** A preview that was uploaded with it; otherwise videos and pictures get a made-up one. */
  readonly thumb?: Uint8Array;
}

/** What a message carries besides text; `other` holds any TL MessageMedia as it is (geo point, contact, a poll of an export, …). */
export type WorldMedia =
  | WorldPhoto
  | WorldDocument
  | WorldPoll
  | WorldTodo
  | { readonly kind: 'other'; readonly media: TlObject };
