/** Records of messages and members as users of tg-mcp know them, made of ours. */
import type { MessageRecord, PersonRecord } from '@tgmcp/core';

type Media = NonNullable<MessageRecord['media']>;

const DOCUMENT = 'MessageMediaDocument';
/** Names of Telegram's classes by kind of media. */
const CLASSES: Readonly<Partial<Record<Media['kind'], string>>> = {
  photo: 'MessageMediaPhoto',
  video: DOCUMENT,
  video_note: DOCUMENT,
  animation: DOCUMENT,
  voice: DOCUMENT,
  audio: DOCUMENT,
  sticker: DOCUMENT,
  document: DOCUMENT,
  poll: 'MessageMediaPoll',
  contact: 'MessageMediaContact',
  venue: 'MessageMediaVenue',
  location: 'MessageMediaGeo',
  live_location: 'MessageMediaGeoLive',
  web_page: 'MessageMediaWebPage',
  game: 'MessageMediaGame',
  invoice: 'MessageMediaInvoice',
  dice: 'MessageMediaDice',
  story: 'MessageMediaStory',
  giveaway: 'MessageMediaGiveaway',
  paid_media: 'MessageMediaPaidMedia',
  unsupported: 'MessageMediaUnsupported',
};

/** A message; undefined for a service message, which has no such record. */
export function olderMessage(message: MessageRecord): Readonly<Record<string, unknown>> | undefined {
  if (message.service !== undefined) return undefined;
  const { media, text = '', reply_to: reply, buttons = [] } = message;
  return {
    id: message.id,
    date: message.date ?? null,
    from_id: numberOf(message.from_id),
    text,
    caption: text,
    fwd_from: forward(message.forwarded),
    is_reply: reply !== undefined,
    reply_to_msg_id: reply ?? null,
    views: message.views ?? null,
    forwards: message.forwards ?? null,
    is_pinned: message.pinned === true,
    has_media: media !== undefined,
    media_type: media === undefined ? null : (CLASSES[media.kind] ?? null),
    media_mime_type: media?.mime ?? null,
    media_filename: media?.name ?? null,
    media_size: media?.size ?? null,
    has_buttons: buttons.length > 0,
    buttons: buttons.map(({ row, col, text: label, kind, url, data_b64: data }) => ({
      row,
      col,
      text: label,
      button_type: kind,
      is_callback: data !== undefined,
      data_b64: data ?? null,
      data_hex: data === undefined ? null : Buffer.from(data, 'base64').toString('hex'),
      url: url ?? null,
    })),
  };
}

/** A member, as exports of participants hold them. */
export type ExportedMember = PersonRecord & { readonly first_name?: string; readonly last_name?: string };

/** A member. */
export function olderMember(member: ExportedMember): Readonly<Record<string, unknown>> {
  return {
    id: numberOf(member.id),
    username: member.username ?? null,
    first_name: member.first_name ?? null,
    last_name: member.last_name ?? null,
    phone: member.phone ?? null,
    is_bot: member.type === 'bot',
    is_verified: member.verified === true,
    is_premium: member.premium === true,
    status: member.last_seen ?? null,
  };
}

function forward(forwarded: MessageRecord['forwarded']): object | null {
  if (forwarded === undefined) return null;
  const id = forwarded.from_id;
  const name = forwarded.from_name ?? null;
  return {
    from_id: numberOf(id),
    from_type: id === undefined ? null : typeOf(id),
    from_name: name,
    from_username: null,
    from_first_name: null,
    from_last_name: null,
    date: forwarded.date ?? null,
    channel_post: forwarded.message_id ?? null,
  };
}

function typeOf(id: string): 'user' | 'chat' | 'channel' {
  if (!id.startsWith('-')) return 'user';
  return id.startsWith('-100') && id.length > 11 ? 'channel' : 'chat';
}

function numberOf(id: string | undefined): number | null {
  return id === undefined ? null : Number(id);
}
