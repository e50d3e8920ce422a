/** Whether a message in a chat is the one that a stored order makes: two that read alike can be two different messages. */
import type { Api } from 'telegram';
import type { Entity, FormattedText } from '../../actions/entity.js';
import type { PlaceInChat } from './place-in-chat.js';

/** In a forum, the topic of whatever has none: core.telegram.org/api/forum. */
const GENERAL_TOPIC = 1;

/** The formatting that can be sent; what Telegram finds in a text by itself (links, mentions, …) is nobody's order. */
const TYPES: Readonly<Record<string, Entity['type']>> = {
  MessageEntityBold: 'bold',
  MessageEntityItalic: 'italic',
  MessageEntityUnderline: 'underline',
  MessageEntityStrike: 'strike',
  MessageEntitySpoiler: 'spoiler',
  MessageEntityCode: 'code',
  MessageEntityPre: 'pre',
  MessageEntityBlockquote: 'blockquote',
  MessageEntityTextUrl: 'text_url',
};

/** Whether a message says exactly this, with this formatting. */
export function says({ message, entities }: Api.Message, wanted: FormattedText): boolean {
  if (message !== wanted.text) return false;
  const formatting = (entities ?? []).flatMap((entity) => {
    const type = TYPES[entity.className];
    if (type === undefined) return [];
    const { offset, length } = entity;
    return [
      {
        type,
        offset,
        length,
        url: 'url' in entity ? entity.url : '',
        language: 'language' in entity ? entity.language : '',
        collapsed: 'collapsed' in entity && entity.collapsed,
      },
    ];
  });
  return namesOf(formatting) === namesOf(wanted.entities);
}

/** Whether a message is an own one that was written, says exactly this, and stands where it was to go. */
export function isMadeBy(message: Api.Message, order: FormattedText & PlaceInChat): boolean {
  if (message.out !== true || given(message.fwdFrom) || !says(message, order)) return false;
  const { answered, topic } = placeOf(message);
  if (answered !== order.reply_to) return false;
  // An answer goes into the topic of what it answers, whether or not that was said.
  const isFree = order.topic === undefined && order.reply_to !== undefined;
  return isFree || topic === (order.topic ?? GENERAL_TOPIC);
}

/** What a message answers, and the topic it stands in; outside forums that is the general one. */
function placeOf({ replyTo }: Api.Message): {
  readonly answered: number | undefined;
  readonly topic: number;
} {
  const elsewhere = { answered: -1, topic: GENERAL_TOPIC };
  if (!given(replyTo)) return { ...elsewhere, answered: undefined };
  if (replyTo.className !== 'MessageReplyHeader' || given(replyTo.replyToPeerId)) return elsewhere;
  const { replyToMsgId: id, replyToTopId: top, forumTopic } = replyTo;
  if (forumTopic !== true) return { answered: id ?? -1, topic: GENERAL_TOPIC };
  // What stands in a topic and answers nothing answers the message that opened the topic.
  return given(top)
    ? { answered: id ?? -1, topic: top }
    : { answered: undefined, topic: id ?? GENERAL_TOPIC };
}

type Formatting = Omit<Entity, 'url' | 'language' | 'collapsed'> & {
  readonly url?: string | null | undefined;
  readonly language?: string | null | undefined;
  readonly collapsed?: boolean | null | undefined;
};

function namesOf(entities: readonly Formatting[]): string {
  const names = entities.map(({ type, offset, length, url, language, collapsed }) =>
    JSON.stringify([type, offset, length, addressOf(url ?? ''), language ?? '', collapsed === true]),
  );
  return names.toSorted().join('\n');
}

// Telegram may write an address in another form than it was given.
function addressOf(url: string): string {
  return url.replace(/^https?:\/\//i, '').replace(/\/$/, '');
}

// The client library gives null for an absent field, whatever its types say.
function given<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}
