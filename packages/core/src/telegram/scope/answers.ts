/**
 * Takes out of an answer what belongs to chats that are out of scope, whoever asked and for whatever: a tool that forgets
 * the scope finds nothing to show. Places in lists stay where paging needs them, as messages and dialogs without content.
 */
import type { Api } from 'telegram';
import { telegram } from '../library.js';
import { markedId, markedIdOf } from '../reader/marked-id.js';
import { isTl } from './named-peers.js';
import { withoutOrigins } from './origins.js';

/** What the scope says of ids. */
export interface Verdicts {
  /** Whether the chat may be read. */
  readonly isOpen: (id: string) => boolean;
  /** Whether the operator blocked it by name, so that not even its title is shown where others speak of it. */
  readonly isBlocked: (id: string) => boolean;
  /** Whether it brings login codes, so that nothing at all is shown of it. */
  readonly isSecret: (id: string) => boolean;
}

/** Answers that list users or chats for themselves and not only to name them. */
const LISTS_PEOPLE = new Set([
  'contacts.Contacts',
  'contacts.Found',
  'messages.Dialogs',
  'messages.DialogsSlice',
  'messages.PeerDialogs',
]);
/** Of these a page is counted, so an empty chat stays in the place of one that is out of scope. */
const LISTS_CHATS = new Set(['messages.Chats', 'messages.ChatsSlice']);

/** Changes the answer in place and returns it; a list that is itself the answer comes back shorter. */
export function cleanse<T>(answer: T, verdicts: Verdicts): T {
  const all: Sifting = { ...verdicts, isUnnamed: () => false };
  if (Array.isArray(answer)) return sift(answer, all, '') as T;
  if (!isTl(answer)) return answer;
  const list: readonly unknown[] = Array.isArray(answer['messages']) ? answer['messages'] : [];
  const messages = list.filter(isMessage);
  const hidden = messages.filter(({ peerId }) => !verdicts.isOpen(markedId(peerId)));
  // A total that counts what is not shown would tell of it, word by word that is searched for.
  if (typeof answer['count'] === 'number')
    Object.assign(answer, { count: Math.max(0, answer['count'] - hidden.length) });
  walk(answer, hidden.length === 0 ? all : { ...verdicts, isUnnamed: unnamed(messages, hidden) });
  return answer;
}

/** Whose chats messages were found in that are not shown; the senders of those that are shown are named all the same. */
function unnamed(messages: readonly Message[], hidden: readonly Message[]): (id: string) => boolean {
  const ids = new Set(hidden.map(({ peerId }) => markedId(peerId)));
  const taken = new Set(hidden);
  for (const message of messages) {
    const { fromId } = message;
    if (!taken.has(message) && fromId !== undefined && fromId !== null) ids.delete(markedId(fromId));
  }
  return (id) => ids.has(id);
}

type Message = Api.Message | Api.MessageService;

function isMessage(value: unknown): value is Message {
  return isTl(value) && (value.className === 'Message' || value.className === 'MessageService');
}

interface Sifting extends Verdicts {
  /** Whether somebody is listed only because a message of theirs was found that is not shown. */
  readonly isUnnamed: (id: string) => boolean;
}

function walk(part: Record<string, unknown> & { readonly className: string }, verdicts: Sifting): void {
  for (const [field, value] of Object.entries(part)) {
    if (field === 'originalArgs') continue;
    if (Array.isArray(value)) part[field] = sift(value, verdicts, part.className);
    else if (isTl(value) && !WHOLE.test(value.className)) walk(value, verdicts);
  }
}

/** What stands for itself: nothing inside is a list of chats. */
const WHOLE = /^(Message|MessageService|User|Chat|Channel|Document|Photo|WebPage)$/;

function sift(list: readonly unknown[], verdicts: Sifting, owner: string): unknown[] {
  return list.flatMap((item) => {
    if (!isTl(item)) return [item];
    const kept = keep(item as unknown as Row, verdicts, owner);
    if (kept === undefined) return [];
    if (kept === (item as unknown) && !WHOLE.test(item.className)) walk(item, verdicts);
    return [kept];
  });
}

type Row =
  | Api.TypeMessage
  | Api.TypeDialog
  | Api.TypePeer
  | Api.TypeInputPeer
  | Api.TypeUser
  | Api.TypeChat
  | Api.Contact
  | Api.ContactStatus
  | Api.SavedDialog
  | Api.TopPeer
  | Api.PeerStories;

/** The row, an empty one in its place, or undefined where it goes without a trace. */
function keep(row: Row, { isOpen, isBlocked, isSecret, isUnnamed }: Sifting, owner: string): Row | undefined {
  switch (row.className) {
    case 'Message':
    case 'MessageService':
      return isOpen(markedId(row.peerId)) ? withoutOrigins(row, isBlocked) : emptied(row);
    case 'Dialog':
      return isOpen(markedId(row.peer)) ? row : emptiedDialog(row);
    case 'PeerUser':
    case 'PeerChat':
    case 'PeerChannel':
    case 'InputPeerUser':
    case 'InputPeerChat':
    case 'InputPeerChannel':
      return isOpen(markedId(row as Api.TypePeer)) ? row : undefined;
    case 'DialogFolder':
    case 'SavedDialog':
    case 'TopPeer':
    case 'PeerStories':
      return isOpen(markedId(row.peer)) ? row : undefined;
    case 'Contact':
    case 'ContactStatus':
      return isOpen(String(row.userId)) ? row : undefined;
    case 'User': {
      const id = String(row.id);
      const isListed = LISTS_PEOPLE.has(owner) ? isOpen(id) : !isUnnamed(id);
      return isListed && !isSecret(id) ? row : undefined;
    }
    case 'Chat':
    case 'ChatForbidden':
    case 'Channel':
    case 'ChannelForbidden': {
      const id = markedIdOf(row);
      if (LISTS_CHATS.has(owner) && !isOpen(id)) return new (telegram().Api.ChatEmpty)({ id: row.id });
      const isListed = LISTS_PEOPLE.has(owner) ? isOpen(id) : !isUnnamed(id);
      return isListed && !isBlocked(id) ? row : undefined;
    }
    default:
      return row;
  }
}

/** Its place only: who wrote it, and what, is not in it. */
function emptied({ id, peerId, date }: Api.Message | Api.MessageService): Api.MessageService {
  const { Api } = telegram();
  return new Api.MessageService({ id, peerId, date, action: new Api.MessageActionEmpty() });
}

function emptiedDialog({ peer, topMessage, pinned, folderId }: Api.Dialog): Api.Dialog {
  const { Api } = telegram();
  return new Api.Dialog({
    peer,
    topMessage,
    ...(pinned === true ? { pinned } : {}),
    ...(folderId === undefined || folderId === null ? {} : { folderId }),
    readInboxMaxId: 0,
    readOutboxMaxId: 0,
    unreadCount: 0,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    notifySettings: new Api.PeerNotifySettings({}),
  });
}
