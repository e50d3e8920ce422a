import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import type { WorldDocument, WorldStickerSet } from '../../world/model.js';
import { flag, longOf, longsOf, numberOf, objectOf, textOf } from '../common/fields.js';
import { listHash } from '../common/list-hash.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { attributeOf, renderDocument } from '../render/media.js';

/** The emoji that a sticker or custom emoji stands for. */
export function altOf(document: WorldDocument): string {
  const attribute =
    attributeOf(document, 'documentAttributeSticker') ??
    attributeOf(document, 'documentAttributeCustomEmoji');
  return attribute === undefined ? '' : textOf(attribute, 'alt');
}

/** Documents by the emoji they stand for, as TL StickerPack objects. */
export function packsOf(documents: readonly WorldDocument[]): TlObject[] {
  const packs = new Map<string, bigint[]>();
  for (const document of documents) {
    const alt = altOf(document);
    packs.set(alt, [...(packs.get(alt) ?? []), document.id]);
  }
  return [...packs].map(([emoticon, ids]) => ({ _: 'stickerPack', emoticon, documents: ids }));
}

/** A 32-bit hash of what is in a set. */
function hashOf(set: WorldStickerSet): number {
  return Number(BigInt.asUintN(31, listHash(set.documents.map(({ id }) => id))));
}

function renderSet(viewer: Viewer, set: WorldStickerSet): TlObject {
  return {
    _: 'stickerSet',
    masks: flag(set.kind === 'masks'),
    emojis: flag(set.kind === 'emoji'),
    installed_date: viewer.account.stickers.installed.get(set.id),
    id: set.id,
    access_hash: set.accessHash,
    title: set.title,
    short_name: set.shortName,
    count: set.documents.length,
    hash: hashOf(set),
  };
}

/** The set that an InputStickerSet names. Throws STICKERSET_INVALID. */
function inputSet(viewer: Viewer, input: TlObject | undefined): WorldStickerSet {
  const sets = [...viewer.world.stickerSets.values()];
  const name =
    input?._ === 'inputStickerSetShortName' ? textOf(input, 'short_name').toLowerCase() : undefined;
  const byName = sets.find((set) => set.shortName.toLowerCase() === name);
  if (byName !== undefined) return byName;
  const byId =
    input?._ === 'inputStickerSetID' ? viewer.world.stickerSets.get(longOf(input, 'id')) : undefined;
  if (input === undefined || byId?.accessHash !== longOf(input, 'access_hash')) {
    throw badRequest('STICKERSET_INVALID');
  }
  return byId;
}

function getStickerSet(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const set = inputSet(viewer, objectOf(request, 'stickerset'));
  if (numberOf(request, 'hash') === hashOf(set)) return { _: 'messages.stickerSetNotModified' };
  return {
    _: 'messages.stickerSet',
    set: renderSet(viewer, set),
    packs: packsOf(set.documents),
    keywords: [],
    documents: set.documents.map(renderDocument),
  };
}

function installedSets(kind: WorldStickerSet['kind']) {
  return (request: TlObject, call: CallContext): TlObject => {
    const viewer = viewerOf(call);
    const installed = [...viewer.account.stickers.installed].toSorted(([, a], [, b]) => b - a);
    const sets = installed.flatMap(([id]) => viewer.world.stickerSets.get(id) ?? []);
    const wanted = sets.filter((set) => set.kind === kind);
    const hash = listHash(wanted.map(hashOf));
    if (wanted.length > 0 && longOf(request, 'hash') === hash)
      return { _: 'messages.allStickersNotModified' };
    return { _: 'messages.allStickers', hash, sets: wanted.map((set) => renderSet(viewer, set)) };
  };
}

function installStickerSet(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const set = inputSet(viewer, objectOf(request, 'stickerset'));
  viewer.account.stickers.installed.set(set.id, viewer.now);
  return { _: 'messages.stickerSetInstallResultSuccess' };
}

function getCustomEmojiDocuments(request: TlObject, call: CallContext): TlValue {
  const viewer = viewerOf(call);
  return longsOf(request, 'document_id').flatMap((id) => {
    const file = viewer.world.files.get(id);
    const isEmoji =
      file?.kind === 'document' && attributeOf(file, 'documentAttributeCustomEmoji') !== undefined;
    return isEmoji ? [renderDocument(file)] : [];
  });
}

/** Sets of stickers and custom emoji. */
export const setsHandlers: Handlers = {
  'messages.getStickerSet': getStickerSet,
  'messages.getAllStickers': installedSets('stickers'),
  'messages.getMaskStickers': installedSets('masks'),
  'messages.getEmojiStickers': installedSets('emoji'),
  'messages.installStickerSet': installStickerSet,
  'messages.uninstallStickerSet': (request, call) => {
    const viewer = viewerOf(call);
    return viewer.account.stickers.installed.delete(inputSet(viewer, objectOf(request, 'stickerset')).id);
  },
  'messages.getCustomEmojiDocuments': getCustomEmojiDocuments,
};
