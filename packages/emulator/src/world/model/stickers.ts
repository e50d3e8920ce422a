import type { WorldDocument } from './files.js';

/** A set of stickers, masks or custom emoji. */
export interface WorldStickerSet {
  readonly id: bigint;
  readonly accessHash: bigint;
  readonly title: string;
  readonly shortName: string;
  readonly kind: 'stickers' | 'masks' | 'emoji';
  readonly documents: readonly WorldDocument[];
}

/** What an account has of stickers: sets it installed (with the time), and single documents by id. */
export interface StickerShelf {
  readonly installed: Map<bigint, number>;
  faved: bigint[];
  recent: { readonly id: bigint; readonly date: number }[];
  gifs: bigint[];
}
