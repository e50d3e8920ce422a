import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import type { WorldDocument } from '../../world/model.js';
import { flagOf, longOf, objectOf, textOf } from '../common/fields.js';
import { listHash } from '../common/list-hash.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { attributeOf, renderDocument } from '../render/media.js';
import { altOf, packsOf } from './sets.js';

/** How many stickers and GIFs an account keeps without Premium (config.stickers_faved_limit, saved_gifs_limit). */
const LIMITS = { faved: 5, gifs: 200 };

function documents(viewer: Viewer, ids: readonly bigint[]): WorldDocument[] {
  return ids.flatMap((id) => {
    const file = viewer.world.files.get(id);
    return file?.kind === 'document' ? [file] : [];
  });
}

/** The document that an InputDocument names, if it has the attribute. Throws STICKER_ID_INVALID, GIF_ID_INVALID. */
function inputDocument(viewer: Viewer, request: TlObject, attribute: string, error: string): WorldDocument {
  const input = objectOf(request, 'id');
  const file = viewer.world.files.get(input === undefined ? 0n : longOf(input, 'id'));
  const isKnown =
    input !== undefined && file?.kind === 'document' && file.accessHash === longOf(input, 'access_hash');
  if (!isKnown || attributeOf(file, attribute) === undefined) throw badRequest(error);
  return file;
}

/** A list with one document put first, or taken out. */
function changed(list: readonly bigint[], id: bigint, out: boolean, limit: number): bigint[] {
  const rest = list.filter((one) => one !== id);
  return out ? rest : [id, ...rest].slice(0, limit);
}

function getFavedStickers(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { faved } = viewer.account.stickers;
  const hash = listHash(faved);
  if (faved.length > 0 && longOf(request, 'hash') === hash) return { _: 'messages.favedStickersNotModified' };
  const found = documents(viewer, faved);
  return { _: 'messages.favedStickers', hash, packs: packsOf(found), stickers: found.map(renderDocument) };
}

function getRecentStickers(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { recent } = viewer.account.stickers;
  const hash = listHash(recent.map(({ id }) => id));
  if (recent.length > 0 && longOf(request, 'hash') === hash) {
    return { _: 'messages.recentStickersNotModified' };
  }
  const found = documents(
    viewer,
    recent.map(({ id }) => id),
  );
  const dates = recent.map(({ date }) => date);
  const stickers = found.map(renderDocument);
  return { _: 'messages.recentStickers', hash, packs: packsOf(found), stickers, dates };
}

function getSavedGifs(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { gifs } = viewer.account.stickers;
  const hash = listHash(gifs);
  if (gifs.length > 0 && longOf(request, 'hash') === hash) return { _: 'messages.savedGifsNotModified' };
  return { _: 'messages.savedGifs', hash, gifs: documents(viewer, gifs).map(renderDocument) };
}

/** Stickers of installed sets that stand for an emoji. */
function getStickers(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const emoticon = textOf(request, 'emoticon');
  if (emoticon === '') throw badRequest('EMOTICON_EMPTY');
  const sets = [...viewer.account.stickers.installed.keys()].flatMap(
    (id) => viewer.world.stickerSets.get(id) ?? [],
  );
  const found = sets
    .filter((set) => set.kind === 'stickers')
    .flatMap((set) => set.documents.filter((document) => altOf(document) === emoticon));
  const hash = listHash(found.map(({ id }) => id));
  if (found.length > 0 && longOf(request, 'hash') === hash) return { _: 'messages.stickersNotModified' };
  return { _: 'messages.stickers', hash, stickers: found.map(renderDocument) };
}

/** Single stickers and GIFs that an account keeps at hand. */
export const keptHandlers: Handlers = {
  'messages.getFavedStickers': getFavedStickers,
  'messages.faveSticker': (request, call) => {
    const viewer = viewerOf(call);
    const file = inputDocument(viewer, request, 'documentAttributeSticker', 'STICKER_ID_INVALID');
    const { stickers } = viewer.account;
    stickers.faved = changed(stickers.faved, file.id, flagOf(request, 'unfave'), LIMITS.faved);
    return true;
  },
  'messages.getRecentStickers': getRecentStickers,
  'messages.getSavedGifs': getSavedGifs,
  'messages.saveGif': (request, call) => {
    const viewer = viewerOf(call);
    const file = inputDocument(viewer, request, 'documentAttributeAnimated', 'GIF_ID_INVALID');
    const { stickers } = viewer.account;
    stickers.gifs = changed(stickers.gifs, file.id, flagOf(request, 'unsave'), LIMITS.gifs);
    return true;
  },
  'messages.getStickers': getStickers,
};
