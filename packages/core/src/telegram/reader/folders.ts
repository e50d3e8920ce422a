import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import type { CallOptions, TelegramCaller } from '../caller.js';
import { telegram } from '../library.js';
import type { PeerKind } from '../peers/peers.js';
import { markedId } from './marked-id.js';

/** A chat folder: chats that it names, and kinds of chats (core.telegram.org/api/folders). */
export interface Folder {
  readonly title: string;
  /** Canonical ids of the chats that stand in it by themselves. */
  readonly included: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
  readonly kinds: ReadonlySet<FolderKind>;
  /** What of those kinds is left out. */
  readonly without: ReadonlySet<'muted' | 'read' | 'archived'>;
}

/** The kinds of chats that a folder can take in as a whole. */
export const FOLDER_KINDS = ['contacts', 'non_contacts', 'groups', 'channels', 'bots'] as const;

/** One of them. */
export type FolderKind = (typeof FOLDER_KINDS)[number];

/** What decides whether a chat stands in a folder. */
export interface DialogFacts {
  readonly id: string;
  readonly kind: PeerKind;
  readonly contact: boolean;
  readonly muted: boolean;
  readonly unread: boolean;
  readonly archived: boolean;
}

/** The folders of the account in their order, by one call of messages.getDialogFilters. */
export async function listFolders(
  account: TelegramCaller,
  options: CallOptions = {},
): Promise<Outcome<Folder[]>> {
  const { Api } = telegram();
  const answer = await account.call(new Api.messages.GetDialogFilters(), options);
  if (!answer.ok) return answer;
  return done(answer.value.filters.flatMap((filter) => folderOf(filter) ?? []));
}

/** The folder of that title, whatever its case; undefined where there is none. */
export function folderNamed(folders: readonly Folder[], title: string): Folder | undefined {
  return folders.find((folder) => plain(folder.title) === plain(title));
}

/** Whether a chat stands in a folder. `steady` leaves out of account what changes by itself: muted and read. */
export function isInFolder(folder: Folder, chat: DialogFacts, steady = false): boolean {
  if (folder.included.has(chat.id)) return true;
  if (folder.excluded.has(chat.id) || !folder.kinds.has(kindOf(chat))) return false;
  if (folder.without.has('archived') && chat.archived) return false;
  if (steady) return true;
  return !(folder.without.has('muted') && chat.muted) && !(folder.without.has('read') && !chat.unread);
}

function kindOf({ kind, contact }: DialogFacts): FolderKind {
  if (kind === 'bot') return 'bots';
  if (kind === 'channel') return 'channels';
  if (kind !== 'user') return 'groups';
  return contact ? 'contacts' : 'non_contacts';
}

function folderOf(filter: Api.TypeDialogFilter): Folder | undefined {
  if (filter.className === 'DialogFilterDefault') return undefined;
  const included = new Set(idsOf([...filter.pinnedPeers, ...filter.includePeers]));
  const title = typeof filter.title === 'string' ? filter.title : filter.title.text;
  const plainFolder = { title, included, excluded: new Set<string>() };
  if (filter.className === 'DialogFilterChatlist')
    return { ...plainFolder, kinds: new Set(), without: new Set() };
  const { contacts, nonContacts, groups, broadcasts, bots } = filter;
  const { excludeMuted, excludeRead, excludeArchived } = filter;
  return {
    ...plainFolder,
    excluded: new Set(idsOf(filter.excludePeers)),
    kinds: on({ contacts, non_contacts: nonContacts, groups, channels: broadcasts, bots }),
    without: on({ muted: excludeMuted, read: excludeRead, archived: excludeArchived }),
  };
}

function on<K extends string>(flags: Record<K, boolean | undefined>): Set<K> {
  return new Set((Object.keys(flags) as K[]).filter((flag) => flags[flag] === true));
}

function idsOf(peers: readonly Api.TypeInputPeer[]): string[] {
  return peers.flatMap((peer) =>
    peer.className === 'InputPeerUser' ||
    peer.className === 'InputPeerChat' ||
    peer.className === 'InputPeerChannel'
      ? [markedId(peer as unknown as Api.TypePeer)]
      : [],
  );
}

function plain(title: string): string {
  return title.trim().replaceAll(/\s+/g, ' ').normalize('NFC').toLowerCase();
}
