import type { Api } from 'telegram';
import { done, type Outcome } from '../../errors/outcome.js';
import type { ListPortion } from '../../paging/merge.js';
import type { MessageRecord, PeerRecord } from '../../tools/records.js';
import type { CallOptions } from '../caller.js';
import { telegram } from '../library.js';
import type { Telegram } from '../telegram.js';
import { markedId } from './marked-id.js';
import { messageFilter, type MessageKind } from './message-filters.js';
import { messageRecordOf } from './message-record.js';
import { peopleOf } from './people.js';

/** In which chats of the account to look. */
export const CHAT_SCOPES = ['all', 'users', 'groups', 'channels'] as const;

/** Where a search of all chats goes on (core.telegram.org/api/offsets). */
export interface GlobalPlace {
  /** Seconds: the date of the last message. */
  readonly rate: number;
  readonly peer: string;
  readonly id: number;
}

/** What to look for in all chats. Dates are Unix seconds, 0 for none; both ends belong to the search. */
export interface GlobalQuery {
  readonly text: string;
  readonly scope: (typeof CHAT_SCOPES)[number];
  readonly kind: MessageKind;
  readonly since: number;
  readonly until: number;
  readonly from: GlobalPlace | undefined;
}

/** A message and the chat in which it was found. */
export interface FoundMessage {
  readonly message: MessageRecord;
  readonly chat: PeerRecord;
}

/** What was found by one call, newest first; `total` is what Telegram counts. */
export interface GlobalPortion extends ListPortion<FoundMessage, GlobalPlace> {
  readonly total: number;
}

/** Searches the chats of the account by one call of messages.searchGlobal. */
export async function searchGlobal(
  account: Telegram,
  query: GlobalQuery,
  options: CallOptions = {},
): Promise<Outcome<GlobalPortion>> {
  const { Api } = telegram();
  const { from, scope } = query;
  const isNamed = from !== undefined && account.scope.isOpen(from.peer);
  const known = isNamed ? await account.peers.known(from.peer) : undefined;
  const answer = await account.call(
    new Api.messages.SearchGlobal({
      ...(scope === 'users' ? { usersOnly: true } : {}),
      ...(scope === 'groups' ? { groupsOnly: true } : {}),
      ...(scope === 'channels' ? { broadcastsOnly: true } : {}),
      q: query.text,
      filter: messageFilter(query.kind),
      // Telegram leaves out the second that is named; one more on either side keeps it in.
      minDate: query.since === 0 ? 0 : query.since - 1,
      maxDate: query.until === 0 ? 0 : query.until + 1,
      offsetRate: from?.rate ?? 0,
      offsetPeer: known?.inputPeer ?? new Api.InputPeerEmpty(),
      offsetId: from?.id ?? 0,
      limit: 100,
    }),
    options,
  );
  if (!answer.ok) return answer;
  if (answer.value.className === 'messages.MessagesNotModified')
    return done({ items: [], more: false, total: 0 });
  const { messages, users, chats } = answer.value;
  await account.peers.remember(users, chats, messages);
  const people = peopleOf(users, chats);
  const there = messages.filter((message) => message.className !== 'MessageEmpty');
  const isOpen = (message: (typeof there)[number]): boolean => account.scope.isOpen(markedId(message.peerId));
  // A cursor must not tell that something hidden was found, except where nothing else was and paging must go on.
  const isAnyOpen = there.some((message) => isOpen(message));
  const more = isUnfinished(answer.value);
  if (!isAnyOpen && !more) return done({ items: [], more, total: 0 });
  const items = there.map((message) => {
    const id = markedId(message.peerId);
    const found = messageRecordOf(message, people);
    const chat: PeerRecord = people.get(id) ?? { id, type: 'user', title: '' };
    const record = found !== undefined && isOpen(message) ? { message: found, chat } : undefined;
    const after: GlobalPlace | undefined =
      isOpen(message) || !isAnyOpen ? { rate: message.date, peer: id, id: message.id } : undefined;
    return { record, key: `${id}/${message.id}`, at: message.date, after };
  });
  // Of a whole list only what is shown counts; an answer with a count was cleared of the rest.
  const total =
    'count' in answer.value ? answer.value.count : items.filter(({ record }) => record !== undefined).length;
  return done({ items, more, total });
}

/** Telegram says where to go on as long as there is more. */
function isUnfinished(answer: Api.messages.TypeMessages): boolean {
  return (
    answer.className === 'messages.MessagesSlice' &&
    typeof answer.nextRate === 'number' &&
    answer.messages.length > 0
  );
}
