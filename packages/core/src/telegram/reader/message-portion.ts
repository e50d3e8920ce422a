import type { Api } from 'telegram';
import type { Portion } from '../../paging/collect.js';
import type { MessageRecord } from '../../tools/records.js';
import type { Telegram } from '../telegram.js';
import { messageRecordOf } from './message-record.js';
import { peopleOf } from './people.js';

/** Messages newest first; the position after a message is its id. `total` is what Telegram says the whole list counts. */
export interface MessagePortion extends Portion<MessageRecord, number> {
  readonly total: number;
}

/** Turns an answer with messages into a portion, and keeps what it tells of users and chats. */
export async function messagePortion(
  account: Telegram,
  answer: Api.messages.TypeMessages,
  limit: number,
): Promise<MessagePortion> {
  if (answer.className === 'messages.MessagesNotModified')
    return { items: [], more: false, total: answer.count };
  await account.peers.remember(answer.users, answer.chats, answer.messages);
  const people = peopleOf(answer.users, answer.chats);
  const items = answer.messages.map((message) => ({
    record: messageRecordOf(message, people),
    after: message.id,
  }));
  const whole = answer.className === 'messages.Messages';
  return { items, more: !whole && items.length >= limit, total: whole ? items.length : answer.count };
}
