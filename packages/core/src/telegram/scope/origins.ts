/** What an open message tells of a chat that the operator blocked: where its words come from, and what they answer there. */
import type { Api } from 'telegram';
import { telegram } from '../library.js';
import { markedId } from '../reader/marked-id.js';
import { isTl } from './named-peers.js';

/** What was passed on from a blocked chat stays, as words in this one; where it came from, and what it answers there, goes. */
export function withoutOrigins<M extends Api.Message | Api.MessageService>(
  message: M,
  isBlocked: (id: string) => boolean,
): M {
  // A channel writes in its own name where an administrator does, or where a post is passed on to be discussed.
  if (message.fromId?.className === 'PeerChannel' && blocked(message.fromId)) delete message.fromId;
  if (answersElsewhere(message.replyTo)) delete message.replyTo;
  if (message.className === 'Message') cleanse(message);
  return message;

  // The library's types leave out whose place in Saved Messages it is.
  function cleanse(words: Api.Message & { savedPeerId?: Api.TypePeer }): void {
    const { fwdFrom: header, replies } = words;
    if (isTl(header) && comesFrom(header)) for (const field of ORIGIN) delete header[field];
    if (blocked(words.savedPeerId)) delete words.savedPeerId;
    if (isTl(replies) && isChannel(replies.channelId)) delete replies.channelId;
    const { media } = words;
    if (!isTl(media)) return;
    if (media.className === 'MessageMediaStory' && blocked(media.peer))
      words.media = new (telegram().Api.MessageMediaUnsupported)();
    if (media.className === 'MessageMediaWebPage' && media.webpage.className === 'WebPage')
      withoutStories(media.webpage);
  }

  function withoutStories(page: Api.WebPage): void {
    if (!Array.isArray(page.attributes)) return;
    page.attributes = page.attributes.filter(
      (one) => one.className !== 'WebPageAttributeStory' || !blocked(one.peer),
    );
  }

  function answersElsewhere(reply: Api.TypeMessageReplyHeader | undefined): boolean {
    if (!isTl(reply)) return false;
    if (reply.className === 'MessageReplyStoryHeader') return blocked(reply.peer);
    return blocked(reply.replyToPeerId) || (isTl(reply.replyFrom) && comesFrom(reply.replyFrom));
  }

  function comesFrom({ fromId, savedFromPeer, savedFromId }: Api.MessageFwdHeader): boolean {
    return [fromId, savedFromPeer, savedFromId].some(blocked);
  }

  function isChannel(id: Api.long | null | undefined): boolean {
    return id !== undefined && id !== null && blocked(new (telegram().Api.PeerChannel)({ channelId: id }));
  }

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
