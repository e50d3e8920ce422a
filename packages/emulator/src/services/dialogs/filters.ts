/* Folders that a person makes, which Telegram's API calls dialog filters (core.telegram.org/api/folders). */
import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject, TlValue } from '../../tl/value.js';
import { flagOf, numberOf, numbersOf, objectOf, objectsOf, textOf } from '../common/fields.js';
import { inputPeer } from '../common/peers.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { tell } from '../updates/deliver.js';

/** How many folders, and chats named in one of them, there can be (limits dialog_filters_limit_*, dialog_filters_chats_limit_*). */
const FOLDERS = { plain: 10, premium: 20 } as const;
const CHATS = { plain: 100, premium: 200 } as const;

/** Ids that folders can have: 0 is "all chats", 1 the archive. */
const FIRST_ID = 2;
const LAST_ID = 255;

const KINDS = ['contacts', 'non_contacts', 'groups', 'broadcasts', 'bots'] as const;
const PEER_LISTS = ['pinned_peers', 'include_peers', 'exclude_peers'] as const;

/** The first layers in which the title has entities, and in which the list of folders is an object. */
const ENTITIES_LAYER = 196;
const LIST_OBJECT_LAYER = 177;

function limitOf(viewer: Viewer, limits: { readonly plain: number; readonly premium: number }): number {
  return viewer.world.users.get(viewer.id)?.premium === true ? limits.premium : limits.plain;
}

function titleOf(filter: TlObject): TlObject {
  const isPlain = typeof filter['title'] === 'string';
  const title = isPlain ? undefined : objectOf(filter, 'title');
  const text = (title === undefined ? textOf(filter, 'title') : textOf(title, 'text')).trim();
  if (text === '') throw badRequest('FILTER_TITLE_EMPTY');
  const shown = text.slice(0, 12);
  // A title may hold custom emoji and nothing else (core.telegram.org/constructor/dialogFilter).
  const entities = title === undefined ? [] : objectsOf(title, 'entities');
  const kept = entities.filter((entity) => isCustomEmoji(entity, shown.length));
  return { _: 'textWithEntities', text: shown, entities: kept };
}

function isCustomEmoji(entity: TlObject, length: number): boolean {
  const offset = numberOf(entity, 'offset');
  const size = numberOf(entity, 'length');
  return entity._ === 'messageEntityCustomEmoji' && offset >= 0 && size > 0 && offset + size <= length;
}

/** A folder as a client gave it, checked. Throws FILTER_NOT_SUPPORTED, FILTER_TITLE_EMPTY, FILTER_INCLUDE_EMPTY, FILTER_INCLUDE_TOO_MUCH. */
function accepted(viewer: Viewer, filter: TlObject, id: number): TlObject {
  if (filter._ !== 'dialogFilter') throw badRequest('FILTER_NOT_SUPPORTED');
  const lists = PEER_LISTS.map((name) => [name, objectsOf(filter, name)] as const);
  for (const [, peers] of lists) {
    if (peers.length > limitOf(viewer, CHATS)) throw badRequest('FILTER_INCLUDE_TOO_MUCH');
    for (const input of peers) inputPeer(viewer, input);
  }
  const isEmpty = lists.slice(0, 2).every(([, peers]) => peers.length === 0);
  if (isEmpty && !KINDS.some((kind) => flagOf(filter, kind))) throw badRequest('FILTER_INCLUDE_EMPTY');
  return { ...filter, ...Object.fromEntries(lists), id, title: titleOf(filter) };
}

function updateDialogFilter(request: TlObject, call: CallContext): boolean {
  const viewer = viewerOf(call);
  const { account } = viewer;
  const id = numberOf(request, 'id');
  if (id < FIRST_ID || id > LAST_ID) throw badRequest('FILTER_ID_INVALID');
  const given = objectOf(request, 'filter');
  const filter = given === undefined ? undefined : accepted(viewer, given, id);
  const index = account.filters.findIndex((one) => one['id'] === id);
  if (filter === undefined) {
    if (index !== -1 && index < account.filtersBeforeAll) account.filtersBeforeAll -= 1;
    account.filters = account.filters.filter((one) => one['id'] !== id);
  } else if (index === -1) {
    if (account.filters.length >= limitOf(viewer, FOLDERS)) throw badRequest('DIALOG_FILTERS_TOO_MUCH');
    account.filters = [...account.filters, filter];
  } else {
    account.filters = account.filters.with(index, filter);
  }
  tell(call, account, { _: 'updateDialogFilter', id, filter });
  return true;
}

function updateDialogFiltersOrder(request: TlObject, call: CallContext): boolean {
  const { account } = viewerOf(call);
  const order = numbersOf(request, 'order');
  const byId = new Map(account.filters.map((filter) => [filter['id'], filter]));
  const named = [...new Set(order)].flatMap((id) => byId.get(id) ?? []);
  account.filters = [...named, ...account.filters.filter((filter) => !named.includes(filter))];
  const all = order.indexOf(0);
  account.filtersBeforeAll = all === -1 ? 0 : order.slice(0, all).filter((id) => byId.has(id)).length;
  tell(call, account, { _: 'updateDialogFilterOrder', order });
  return true;
}

/** Folders in the form that a layer has for them: titles without entities, and a bare list, in old ones. */
export function filtersFor(layer: number, filters: readonly TlObject[]): TlValue {
  const shown = filters.map((filter) => {
    const title = objectOf(filter, 'title');
    return title === undefined || layer >= ENTITIES_LAYER
      ? filter
      : { ...filter, title: textOf(title, 'text') };
  });
  return layer >= LIST_OBJECT_LAYER ? { _: 'messages.dialogFilters', filters: shown } : shown;
}

function suggestion(name: string, description: string, fields: Readonly<Record<string, true>>): TlObject {
  return {
    _: 'dialogFilterSuggested',
    filter: {
      _: 'dialogFilter',
      ...fields,
      id: 0,
      title: { _: 'textWithEntities', text: name, entities: [] },
      pinned_peers: [],
      include_peers: [],
      exclude_peers: [],
    },
    description,
  };
}

/** The two folders that Telegram offers to everybody. */
const SUGGESTED: readonly { readonly kind: string; readonly offer: TlObject }[] = [
  {
    kind: 'exclude_read',
    offer: suggestion('Unread', 'New messages from chats that are not muted.', {
      contacts: true,
      non_contacts: true,
      groups: true,
      broadcasts: true,
      bots: true,
      exclude_muted: true,
      exclude_read: true,
    }),
  },
  {
    kind: 'contacts',
    offer: suggestion('Personal', 'Messages from people only.', { contacts: true, non_contacts: true }),
  },
];

/** Folders: reading, making, changing, ordering, and what is suggested. */
export const filtersHandlers: Handlers = {
  'messages.getDialogFilters': (_request, call) => {
    const { account } = viewerOf(call);
    const place = Math.min(account.filtersBeforeAll, account.filters.length);
    return filtersFor(call.layer, account.filters.toSpliced(place, 0, { _: 'dialogFilterDefault' }));
  },
  'messages.updateDialogFilter': updateDialogFilter,
  'messages.updateDialogFiltersOrder': updateDialogFiltersOrder,
  'messages.getSuggestedDialogFilters': (_request, call) => {
    const { filters } = viewerOf(call).account;
    const missing = SUGGESTED.filter(({ kind }) => !filters.some((filter) => flagOf(filter, kind)));
    return missing.map(({ offer }) => offer);
  },
};
