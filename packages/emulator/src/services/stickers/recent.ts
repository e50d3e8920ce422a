import type { WorldMessage } from '../../world/model.js';
import type { Viewer } from '../common/viewer.js';
import { attributeOf } from '../render/media.js';

/** How many recent stickers are kept (config.stickers_recent_limit). */
const MOST = 200;

/** A sticker that was sent is the first of the recent ones. */
export function noteSticker(viewer: Viewer, { media, date }: WorldMessage): void {
  if (media?.kind !== 'document' || attributeOf(media, 'documentAttributeSticker') === undefined) return;
  const { stickers } = viewer.account;
  const rest = stickers.recent.filter(({ id }) => id !== media.id);
  stickers.recent = [{ id: media.id, date }, ...rest].slice(0, MOST);
}
