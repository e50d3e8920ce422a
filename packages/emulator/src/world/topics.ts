/* What service messages say of a forum's topics is what holds (core.telegram.org/api/forum): writing them makes it so. */
import type { TlObject } from '../tl/value.js';
import type { WorldChannel, WorldMessage, WorldTopic } from './model.js';
import { GENERAL_TOPIC } from './threads.js';

/** The colours a topic without an icon of its own may have, RGB. */
export const TOPIC_COLOURS: readonly number[] = [0x6fb9f0, 0xffd67e, 0xcb86db, 0x8eee98, 0xff93b2, 0xfb6f5f];

/** A topic of a forum; the General one always exists. */
export function topicOf(forum: WorldChannel, id: number): WorldTopic | undefined {
  const known = forum.topics.get(id);
  if (known !== undefined || id !== GENERAL_TOPIC) return known;
  const creator = [...forum.members.values()].find((member) => member.role === 'creator');
  return {
    id,
    date: forum.date,
    from: creator?.userId ?? 0n,
    title: 'General',
    iconColor: 0,
    closed: false,
    hidden: false,
  };
}

/** Applies a message that opens or changes a topic. */
export function noteTopic(forum: WorldChannel, id: number, message: WorldMessage): void {
  const { action } = message;
  if (action?._ === 'messageActionTopicCreate') open(forum, id, message, action);
  if (action?._ !== 'messageActionTopicEdit') return;
  const reply = message.replyTo;
  const topicId = reply?.forumTopic === true ? (reply.topId ?? reply.id) : GENERAL_TOPIC;
  const topic = topicOf(forum, topicId);
  if (topic === undefined) return;
  const { title, icon_emoji_id: icon, closed, hidden } = action;
  if (typeof title === 'string') topic.title = title;
  if (typeof closed === 'boolean') topic.closed = closed;
  if (typeof hidden === 'boolean') topic.hidden = hidden;
  if (typeof icon === 'bigint' && icon === 0n) delete topic.iconEmojiId;
  else if (typeof icon === 'bigint') topic.iconEmojiId = icon;
  forum.topics.set(topicId, topic);
}

function open(forum: WorldChannel, id: number, message: WorldMessage, action: TlObject): void {
  const { title, icon_color: colour, icon_emoji_id: icon } = action;
  forum.topics.set(id, {
    id,
    date: message.date,
    from: message.author ?? 0n,
    title: typeof title === 'string' ? title : '',
    iconColor: typeof colour === 'number' ? colour : (TOPIC_COLOURS[0] ?? 0),
    ...(typeof icon === 'bigint' && icon !== 0n && { iconEmojiId: icon }),
    closed: false,
    hidden: false,
  });
}
