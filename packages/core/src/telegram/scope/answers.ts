/**
 * Takes out of an answer what belongs to chats that are out of scope, whoever asked and for whatever: a tool that forgets
 * the scope finds nothing to show. Places in lists stay where paging needs them, as messages and dialogs without content.
 */
import type { Api } from 'telegram';
import { telegram } from '../library.js';
import { markedId, markedIdOf } from '../reader/marked-id.js';
import { isTl } from './named-peers.js';

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
  if (Array.isArray(answer)) return sift(answer, verdicts, '') as T;
  if (isTl(answer)) walk(answer, verdicts);
  return answer;
}

function walk(part: Record<string, unknown> & { readonly className: string }, verdicts: Verdicts): void {
  for (const [field, value] of Object.entries(part)) {
    if (field === 'originalArgs') continue;
    if (Array.isArray(value)) part[field] = sift(value, verdicts, part.className);
    else if (isTl(value) && !WHOLE.test(value.className)) walk(value, verdicts);
  }
}

/** What stands for itself: nothing inside is a list of chats. */
const WHOLE = /^(Message|MessageService|User|Chat|Channel|Document|Photo|WebPage)$/;

function sift(list: readonly unknown[], verdicts: Verdicts, owner: string): unknown[] {
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
function keep(row: Row, { isOpen, isBlocked, isSecret }: Verdicts, owner: string): Row | undefined {
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
    case 'SavedDialog':
    case 'TopPeer':
    case 'PeerStories':
      return isOpen(markedId(row.peer)) ? row : undefined;
    case 'Contact':
    case 'ContactStatus':
      return isOpen(String(row.userId)) ? row : undefined;
    case 'User': {
      const id = String(row.id);
      return isSecret(id) || (LISTS_PEOPLE.has(owner) && !isOpen(id)) ? undefined : row;
    }
    case 'Chat':
    case 'ChatForbidden':
    case 'Channel':
    case 'ChannelForbidden': {
      const id = markedIdOf(row);
      if (LISTS_CHATS.has(owner) && !isOpen(id)) return new (telegram().Api.ChatEmpty)({ id: row.id });
      return isBlocked(id) || (owner === 'contacts.Found' && !isOpen(id)) ? undefined : row;
    }
    default:
      return row;
  }
}

/** What was passed on from a blocked chat stays, as words in this one; where it came from, and what it answers there, goes. */
function withoutOrigins<M extends Api.Message | Api.MessageService>(
  message: M,
  isBlocked: Verdicts['isBlocked'],
): M {
  // A channel writes in its own name where an administrator does, or where a post is passed on to be discussed.
  if (message.fromId?.className === 'PeerChannel' && blocked(message.fromId)) delete message.fromId;
  const header = message.className === 'Message' ? message.fwdFrom : undefined;
  if (isTl(header) && [header.fromId, header.savedFromPeer, header.savedFromId].some(blocked)) {
    for (const field of ORIGIN) delete header[field];
  }
  const reply = message.replyTo;
  if (isTl(reply) && 'replyToPeerId' in reply && blocked(reply.replyToPeerId)) delete message.replyTo;
  return message;

  function blocked(peer: Api.TypePeer | null | undefined): boolean {
    return peer !== undefined && peer !== null && isBlocked(markedId(peer));
  }
}

const ORIGIN = [
  'fromId',
  'fromName',
  'channelPost',
  'postAuthor',
  'savedFromPeer',
  'savedFromMsgId',
  'savedFromId',
  'savedFromName',
] as const;

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
