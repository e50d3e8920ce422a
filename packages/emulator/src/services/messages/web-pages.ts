/* Previews of web pages: the world's own, because nothing here asks the network. */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { stable64 } from '../../world/chance.js';
import type { PeerRef, WorldMedia } from '../../world/model.js';
import { numberOf, textOf } from '../common/fields.js';
import { isAdmin, isForbidden } from '../common/rights.js';
import { compose } from '../common/text.js';
import { viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';

/** The first address in a text, written out or behind words. */
function addressIn(text: string, entities: readonly TlObject[]): string | undefined {
  for (const entity of entities) {
    if (entity._ === 'messageEntityTextUrl') return textOf(entity, 'url');
    if (entity._ !== 'messageEntityUrl') continue;
    const start = numberOf(entity, 'offset');
    return text.slice(start, start + numberOf(entity, 'length'));
  }
  return undefined;
}

/** A TL WebPage: the world's preview of an address, or the placeholder of a page that has none. */
function pageAt(viewer: Viewer, url: string): TlObject {
  const known = viewer.world.webPages.get(url);
  const id = BigInt.asUintN(62, stable64('page', url));
  if (known === undefined) return { _: 'webPageEmpty', id, url };
  const display = url.replace(/^https?:\/\//u, '');
  return { _: 'webPage', id, url, display_url: display, hash: 0, ...known };
}

/** The preview that a text brings along, where the world has one and the chat lets the account show it. */
export function previewFor(
  viewer: Viewer,
  peer: PeerRef,
  text: string,
  entities: readonly TlObject[],
): WorldMedia | undefined {
  const url = addressIn(text, entities);
  if (url === undefined || !viewer.world.webPages.has(url)) return undefined;
  const chat = viewer.world.chat(peer);
  const isBarred =
    chat !== undefined &&
    !isAdmin(viewer, chat) &&
    (isForbidden(viewer, chat, 'embed_links') || isForbidden(viewer, chat, 'send_media'));
  if (isBarred) return undefined;
  return { kind: 'other', media: { _: 'messageMediaWebPage', webpage: pageAt(viewer, url) } };
}

/** True for the preview of a page: it comes with a text, and is no media that the text were the caption of. */
export function isPreview(media: WorldMedia | undefined): boolean {
  return media?.kind === 'other' && media.media._ === 'messageMediaWebPage';
}

function getPreview(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const { text, entities } = compose(viewer, request);
  const url = addressIn(text, entities);
  const media =
    url === undefined
      ? { _: 'messageMediaEmpty' }
      : { _: 'messageMediaWebPage', webpage: pageAt(viewer, url) };
  return { _: 'messages.webPagePreview', media, users: [] };
}

/** What an address in a text would show. */
export const webPagesHandlers: Handlers = { 'messages.getWebPagePreview': getPreview };
