import type { Api } from 'telegram';
import type { MessageRecord } from '../../tools/records.js';
import { buttonsOf } from './buttons.js';
import { isoTime } from './iso-time.js';
import { markedId } from './marked-id.js';
import { mediaOf } from './media.js';
import type { People } from './people.js';
import { serviceText } from './service-text.js';

/** A message as results show it; undefined for one that is gone. */
export function messageRecordOf(message: Api.TypeMessage, people: People): MessageRecord | undefined {
  if (message.className === 'MessageEmpty') return undefined;
  const common = {
    id: message.id,
    date: isoTime(message.date),
    ...sender(message, people),
    ...reply(message),
  };
  if (message.className === 'MessageService')
    return { ...common, service: serviceText(message.action, people) };
  const media = mediaOf(message.media);
  const buttons = buttonsOf(message.replyMarkup);
  const forwarded = forwardOf(message.fwdFrom, people);
  const reactions = reactionsOf(message.reactions);
  return {
    ...common,
    ...(given(message.postAuthor) ? { author: message.postAuthor } : {}),
    ...(message.message === '' ? {} : { text: message.message }),
    ...(given(message.editDate) && message.editHide !== true ? { edited: isoTime(message.editDate) } : {}),
    ...(forwarded === undefined ? {} : { forwarded }),
    ...(media === undefined ? {} : { media }),
    ...(buttons === undefined ? {} : { buttons }),
    ...(reactions === undefined ? {} : { reactions }),
    ...(given(message.replies) && message.replies.replies > 0 ? { replies: message.replies.replies } : {}),
    ...(given(message.groupedId) ? { album: String(message.groupedId) } : {}),
    ...(given(message.views) ? { views: message.views } : {}),
    ...(given(message.forwards) && message.forwards > 0 ? { forwards: message.forwards } : {}),
    ...(message.pinned === true ? { pinned: true as const } : {}),
  };
}

// The client library gives null for an absent field, whatever its types say.
function given<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}

function sender(
  message: Api.Message | Api.MessageService,
  people: People,
): { from_id?: string; from?: string } {
  // In a private chat the other side's messages carry no sender, and one's own are marked as outgoing.
  const peer = message.fromId ?? (message.out === true ? undefined : message.peerId);
  if (!given(peer)) return {};
  const id = markedId(peer);
  const title = people.get(id)?.title;
  return title === undefined || title === '' ? { from_id: id } : { from_id: id, from: title };
}

function reply(
  message: Api.Message | Api.MessageService,
): Pick<MessageRecord, 'reply_to' | 'reply_to_chat' | 'topic'> {
  const to = message.replyTo;
  if (!given(to) || to.className !== 'MessageReplyHeader') return {};
  const top = to.replyToTopId;
  return {
    ...(given(to.replyToMsgId) ? { reply_to: to.replyToMsgId } : {}),
    ...(given(to.replyToPeerId) ? { reply_to_chat: markedId(to.replyToPeerId) } : {}),
    ...(to.forumTopic === true ? { topic: given(top) ? top : (to.replyToMsgId ?? 1) } : {}),
  };
}

function forwardOf(
  header: Api.TypeMessageFwdHeader | null | undefined,
  people: People,
): MessageRecord['forwarded'] {
  if (!given(header)) return undefined;
  const id = given(header.fromId) ? markedId(header.fromId) : undefined;
  const name = (id === undefined ? undefined : people.get(id)?.title) ?? header.fromName ?? undefined;
  return {
    ...(id === undefined ? {} : { from_id: id }),
    ...(name === undefined ? {} : { from_name: name }),
    date: isoTime(header.date),
    ...(given(header.channelPost) ? { message_id: header.channelPost } : {}),
  };
}

function reactionsOf(
  reactions: Api.TypeMessageReactions | null | undefined,
): Record<string, number> | undefined {
  if (!given(reactions) || reactions.results.length === 0) return undefined;
  return Object.fromEntries(reactions.results.map(({ reaction, count }) => [reactionName(reaction), count]));
}

function reactionName(reaction: Api.TypeReaction): string {
  if (reaction.className === 'ReactionEmoji') return reaction.emoticon;
  if (reaction.className === 'ReactionCustomEmoji') return `custom:${String(reaction.documentId)}`;
  return reaction.className === 'ReactionPaid' ? 'paid' : 'none';
}
