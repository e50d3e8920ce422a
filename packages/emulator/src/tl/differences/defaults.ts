import type { TlValue } from '../value.js';

/**
 * Fields that layers after 198 require, with the value that says nothing. Answers are written as layer 198 has them, so
 * that only what carries news has to be filled in by whoever renders it.
 */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, TlValue>>>> = {
  dialog: { unread_poll_votes_count: 0 },
  forumTopic: { unread_poll_votes_count: 0 },
  'messages.messages': { topics: [] },
  'messages.messagesSlice': { topics: [] },
  'messages.webPagePreview': { chats: [] },
  poll: { hash: 0n },
  updateMessagePollVote: { positions: [] },
  'help.promoData': { pending_suggestions: [], dismissed_suggestions: [] },
  keyboardButton: { type: { _: 'buttonTypeDefault' } },
};

/** What a required field holds when the answer does not name it; undefined when it must. */
export function defaultOf(owner: string, field: string): TlValue {
  return DEFAULTS[owner]?.[field];
}
