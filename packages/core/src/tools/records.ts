/** The shapes that results are made of. Fields that say nothing are left out: every token is paid for by the reader. */
import * as z from 'zod';
import { count, messageId } from './fields.js';

/** The kinds of peers, as every tool names them. */
export const PEER_TYPES = ['user', 'bot', 'group', 'supergroup', 'channel'] as const;

/** A user or chat in a result: its id is accepted by every tool. */
export const peerRecord = z.strictObject({
  id: z.string(),
  type: z.enum(PEER_TYPES),
  title: z.string(),
  username: z.string().optional(),
});

/** Somebody in a list of people. `phone` is left out unless the settings show phone numbers. */
export const personRecord = peerRecord.extend({
  phone: z.string().optional(),
  last_seen: z.string().optional(),
  premium: z.literal(true).optional(),
  verified: z.literal(true).optional(),
  scam: z.literal(true).optional(),
});

/** Somebody in a list of people. */
export type PersonRecord = z.infer<typeof personRecord>;

/** Where a forwarded message came from. */
const forwardRecord = z.strictObject({
  from_id: z.string().optional(),
  from_name: z.string().optional(),
  date: z.string().optional(),
  message_id: messageId.optional(),
});

/** What a message can carry besides text; `other` stands for what newer versions of Telegram bring. */
const MEDIA_KINDS = [
  'photo',
  'video',
  'video_note',
  'animation',
  'voice',
  'audio',
  'sticker',
  'document',
  'poll',
  'contact',
  'venue',
  'location',
  'live_location',
  'web_page',
  'game',
  'invoice',
  'dice',
  'story',
  'giveaway',
  'paid_media',
  'unsupported',
  'other',
] as const;

/** A poll or quiz. Votes are there where Telegram shows them: after voting, or when it is closed. */
const pollRecord = z.strictObject({
  question: z.string(),
  options: z.array(
    z.strictObject({
      text: z.string(),
      votes: count.optional(),
      chosen: z.literal(true).optional(),
      correct: z.literal(true).optional(),
    }),
  ),
  voters: count.optional(),
  closed: z.literal(true).optional(),
  quiz: z.literal(true).optional(),
  multiple: z.literal(true).optional(),
});

const mediaRecord = z.strictObject({
  kind: z.enum(MEDIA_KINDS),
  mime: z.string().optional(),
  name: z.string().optional(),
  /** Bytes. */
  size: z.int().min(0).max(1_000_000_000_000).optional(),
  /** Seconds. */
  duration: count.optional(),
  url: z.string().optional(),
  poll: pollRecord.optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
});

const buttonRecord = z.strictObject({
  row: count,
  col: count,
  text: z.string(),
  kind: z.string(),
  url: z.string().optional(),
  data_b64: z.string().optional(),
});

/** One message. Times are ISO 8601 in UTC. One that was asked for by its id and is not there is `missing`. */
export const messageRecord = z.strictObject({
  id: messageId,
  date: z.string().optional(),
  missing: z.literal(true).optional(),
  from_id: z.string().optional(),
  from: z.string().optional(),
  author: z.string().optional(),
  text: z.string().optional(),
  edited: z.string().optional(),
  reply_to: messageId.optional(),
  reply_to_chat: z.string().optional(),
  topic: messageId.optional(),
  forwarded: forwardRecord.optional(),
  media: mediaRecord.optional(),
  buttons: z.array(buttonRecord).optional(),
  reactions: z.record(z.string(), count).optional(),
  replies: count.optional(),
  album: z.string().optional(),
  views: count.optional(),
  forwards: count.optional(),
  pinned: z.literal(true).optional(),
  service: z.string().optional(),
});

/** A user or chat in a result. */
export type PeerRecord = z.infer<typeof peerRecord>;
/** A message in a result. */
export type MessageRecord = z.infer<typeof messageRecord>;

/** A resolved peer as results show it. */
export function peerOf(peer: {
  readonly id: string;
  readonly kind: PeerRecord['type'];
  readonly title: string;
  readonly username?: string | undefined;
}): PeerRecord {
  const { id, kind, title, username } = peer;
  return { id, type: kind, title, ...(username === undefined ? {} : { username }) };
}
