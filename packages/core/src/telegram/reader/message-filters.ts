import type { Api } from 'telegram';
import { telegram } from '../library.js';

/** Kinds of messages that Telegram can look for, as arguments name them. */
export const MESSAGE_KINDS = [
  'any',
  'photo',
  'video',
  'document',
  'link',
  'gif',
  'voice',
  'audio',
  'video_note',
  'location',
  'contact',
  'poll',
  'pinned',
  'mention',
] as const;

/** One of them. */
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Kinds for which the schema of the client library has no filter: whoever reads must sort them out. */
export const UNFILTERED_KINDS: readonly MessageKind[] = ['poll'];

/** The filter that finds messages of a kind (core.telegram.org/type/MessagesFilter). */
export function messageFilter(kind: MessageKind): Api.TypeMessagesFilter {
  const { Api } = telegram();
  const filters: Readonly<Record<MessageKind, () => Api.TypeMessagesFilter>> = {
    any: () => new Api.InputMessagesFilterEmpty(),
    photo: () => new Api.InputMessagesFilterPhotos(),
    video: () => new Api.InputMessagesFilterVideo(),
    document: () => new Api.InputMessagesFilterDocument(),
    link: () => new Api.InputMessagesFilterUrl(),
    gif: () => new Api.InputMessagesFilterGif(),
    voice: () => new Api.InputMessagesFilterVoice(),
    audio: () => new Api.InputMessagesFilterMusic(),
    video_note: () => new Api.InputMessagesFilterRoundVideo(),
    location: () => new Api.InputMessagesFilterGeo(),
    contact: () => new Api.InputMessagesFilterContacts(),
    poll: () => new Api.InputMessagesFilterEmpty(),
    pinned: () => new Api.InputMessagesFilterPinned(),
    mention: () => new Api.InputMessagesFilterMyMentions(),
  };
  return filters[kind]();
}
