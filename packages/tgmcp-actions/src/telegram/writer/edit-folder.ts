/** Folders of chats, which Telegram's API calls dialog filters: core.telegram.org/api/folders. */
import { createHash } from 'node:crypto';
import { done, refuse, telegramLibrary, type Outcome, type TelegramCaller } from '@tgmcp/core';
import type { Api } from 'telegram';
import { canonicalJson } from '../../actions/canonical-json.js';
import type { Performed } from '../../gates/spec.js';
import { storedPeer, type Writer } from './writer.js';

/** What can be done to a folder. */
export const FOLDER_ACTIONS = ['create', 'rename', 'delete', 'add', 'remove'] as const;

/** A change of one folder. */
export interface FolderChange {
  readonly action: (typeof FOLDER_ACTIONS)[number];
  /** Telegram's number of the folder; a new one has the lowest that is free. */
  readonly id: number;
  /** Its title when the change is done. */
  readonly title: string;
  /** Canonical ids of the chats that are put in or taken out. */
  readonly chats: readonly string[];
}

/** A folder as it stands. */
export interface StandingFolder {
  readonly id: number;
  readonly title: string;
  /** Canonical ids of the chats that it names. */
  readonly chats: readonly string[];
  /** Whether it takes in chats by their kind too, so that a chat is kept out only by being excluded. */
  readonly takesKinds: boolean;
  readonly excluded: readonly string[];
  /** Shared by a link: changing it is told to others. */
  readonly shared: boolean;
  /** Changes with anything in it. */
  readonly fingerprint: string;
}

// 0 is all chats and 1 the archive.
const FIRST_ID = 2;
const LAST_ID = 255;

/** The folders of the account. Reads only. */
export async function standingFolders(writer: Pick<Writer, 'call'>): Promise<Outcome<StandingFolder[]>> {
  const filters = await readFilters(writer);
  return filters.ok ? done(filters.value.map(standing)) : filters;
}

/** The lowest number that no folder has; undefined where all are taken. */
export function freeId(folders: readonly StandingFolder[]): number | undefined {
  const taken = new Set(folders.map(({ id }) => id));
  for (let id = FIRST_ID; id <= LAST_ID; id += 1) if (!taken.has(id)) return id;
  return undefined;
}

/** Whether the folders are as a change would have them. */
export function isChanged(folders: readonly StandingFolder[], change: FolderChange): boolean {
  const { action, id, title, chats } = change;
  const folder = folders.find((one) => one.id === id);
  if (action === 'delete') return folder === undefined;
  if (folder?.title !== title) return false;
  if (action !== 'remove') return chats.every((chat) => folder.chats.includes(chat));
  return chats.every(
    (chat) => !folder.chats.includes(chat) && (!folder.takesKinds || folder.excluded.includes(chat)),
  );
}

/** Changes a folder; what is so already is `repeated`. INPUT_INVALID, with nothing sent, where it is another by now. */
export async function editFolder(
  writer: Writer,
  caller: TelegramCaller,
  change: FolderChange,
): Promise<Outcome<Performed>> {
  const { Api } = telegramLibrary();
  const filters = await readFilters(writer);
  if (!filters.ok) return filters;
  const result = { title: change.title };
  if (isChanged(filters.value.map(standing), change)) return done({ result, repeated: true });
  const { action, id } = change;
  const there = filters.value.find((one) => one.id === id);
  if ((action === 'create') !== (there === undefined) || there?.className === 'DialogFilterChatlist') {
    const problem = 'The folders were changed in the meantime; preview anew.';
    return refuse('INPUT_INVALID', { data: { problems: [problem] } });
  }
  const peers: Api.TypeInputPeer[] = [];
  for (const chat of change.chats) {
    const peer = await storedPeer(writer, chat);
    if (!peer.ok) return peer;
    peers.push(peer.value.inputPeer);
  }
  const filter = action === 'delete' ? undefined : changed(there, change, peers);
  const answer = await caller.call(
    new Api.messages.UpdateDialogFilter({ id, ...(filter === undefined ? {} : { filter }) }),
  );
  return answer.ok ? done({ result, repeated: false }) : answer;
}

type Filter = Api.DialogFilter | Api.DialogFilterChatlist;

async function readFilters(writer: Pick<Writer, 'call'>): Promise<Outcome<Filter[]>> {
  const { Api } = telegramLibrary();
  const answer = await writer.call(new Api.messages.GetDialogFilters());
  if (!answer.ok) return answer;
  return done(
    answer.value.filters.flatMap((filter) => (filter.className === 'DialogFilterDefault' ? [] : [filter])),
  );
}

/** The filter as it is sent: Telegram takes a whole one, so all that is not changed stays as it was read. */
function changed(
  there: Api.DialogFilter | undefined,
  { action, id, title: text, chats }: FolderChange,
  peers: readonly Api.TypeInputPeer[],
): Api.DialogFilter {
  const { Api } = telegramLibrary();
  const title = new Api.TextWithEntities({ text, entities: [] });
  const filter =
    there ?? new Api.DialogFilter({ id, title, pinnedPeers: [], includePeers: [...peers], excludePeers: [] });
  const others = (list: readonly Api.TypeInputPeer[]): Api.TypeInputPeer[] =>
    list.filter((peer) => !chats.includes(idOf(peer) ?? ''));
  if (action === 'rename') filter.title = title;
  if (action === 'add') {
    const named = new Set([...filter.pinnedPeers, ...filter.includePeers].map(idOf));
    filter.excludePeers = others(filter.excludePeers);
    filter.includePeers = [...filter.includePeers, ...peers.filter((peer) => !named.has(idOf(peer)))];
  }
  if (action === 'remove') {
    filter.pinnedPeers = others(filter.pinnedPeers);
    filter.includePeers = others(filter.includePeers);
    if (takesKinds(filter)) filter.excludePeers = [...others(filter.excludePeers), ...peers];
  }
  return filter;
}

function standing(filter: Filter): StandingFolder {
  const isShared = filter.className === 'DialogFilterChatlist';
  const chats = idsOf([...filter.pinnedPeers, ...filter.includePeers]);
  const excluded = isShared ? [] : idsOf(filter.excludePeers);
  const flags = isShared ? [] : KINDS.filter((kind) => filter[kind] === true);
  const { id, title } = filter;
  return {
    id,
    title: title.text,
    chats,
    takesKinds: !isShared && takesKinds(filter),
    excluded,
    shared: isShared,
    fingerprint: createHash('sha256')
      .update(canonicalJson({ id, title: title.text, chats, excluded, flags: [...flags] }))
      .digest('hex'),
  };
}

const KINDS = ['contacts', 'nonContacts', 'groups', 'broadcasts', 'bots'] as const;

function takesKinds(filter: Api.DialogFilter): boolean {
  return KINDS.some((kind) => filter[kind] === true);
}

function idsOf(peers: readonly Api.TypeInputPeer[]): string[] {
  return peers.flatMap((peer) => idOf(peer) ?? []);
}

function idOf(peer: Api.TypeInputPeer): string | undefined {
  if (peer.className === 'InputPeerUser') return String(peer.userId);
  if (peer.className === 'InputPeerChat') return `-${String(peer.chatId)}`;
  return peer.className === 'InputPeerChannel'
    ? String(-1_000_000_000_000n - BigInt(String(peer.channelId)))
    : undefined;
}
