/**
 * A search of all chats is asked for a whole page, however little of it is wanted: with a page of one message, where it
 * ends would tell whether there is a hit in a chat that is not shown, and so spell out a login code digit by digit.
 */
import type { Api } from 'telegram';
import { telegram } from '../library.js';
import { markedId } from '../reader/marked-id.js';
import type { ChatScope } from '../scope/chat-scope.js';

/** The most that Telegram gives in one answer. */
const WHOLE_PAGE = 100;

/** Makes a search of all chats ask for a whole page; how many messages were wanted where that was less. */
export function wholePage(request: object): number | undefined {
  if (!('className' in request && request.className === 'messages.SearchGlobal' && 'limit' in request))
    return undefined;
  const { limit } = request;
  if (typeof limit !== 'number' || limit >= WHOLE_PAGE) return undefined;
  request.limit = WHOLE_PAGE;
  return Math.max(1, limit);
}

/** The first messages that may be shown, as an answer that goes on behind them. */
export function firstOf(
  answer: Api.messages.TypeMessages,
  wanted: number,
  scope: Pick<ChatScope, 'isOpen'>,
): Api.messages.TypeMessages {
  if (answer.className === 'messages.MessagesNotModified') return answer;
  const open = answer.messages.filter(
    (one) => one.className !== 'MessageEmpty' && scope.isOpen(markedId(one.peerId)),
  );
  if (open.length <= wanted) return answer;
  const { users, chats } = answer;
  const messages = open.slice(0, wanted);
  const last = messages.at(-1);
  return new (telegram().Api.messages.MessagesSlice)({
    count: 'count' in answer ? answer.count : open.length,
    ...(last === undefined || last.className === 'MessageEmpty' ? {} : { nextRate: last.date }),
    messages,
    chats,
    users,
  });
}
