import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { isMember } from '../../world/data.js';
import { GENERAL_TOPIC } from '../../world/threads.js';
import { TOPIC_COLOURS } from '../../world/topics.js';
import type { PeerRef, WorldChannel, WorldReply, WorldTopic } from '../../world/model.js';
import { numberOf, textOf } from '../common/fields.js';
import { hasRight } from '../common/rights.js';
import { badRequest, forbidden, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { postedAnswer, randomIdOf, repeatOf } from '../messages/post.js';
import { senderOf } from '../messages/send-as.js';
import { write } from '../messages/write.js';
import { wrapUpdates } from '../updates/deliver.js';
import { checkManages, forumOf, topicIn } from './forum.js';

/** The longest title, in characters. */
const TITLE_LENGTH = 128;

function titleOf(request: TlObject): string {
  const title = textOf(request, 'title').trim();
  if (title === '') throw badRequest('TOPIC_TITLE_EMPTY');
  return Array.from(title).slice(0, TITLE_LENGTH).join('');
}

/** Members may open topics unless the group, or a restriction of their own, says otherwise. */
function checkMayOpen(viewer: Viewer, forum: WorldChannel): void {
  const member = forum.members.get(viewer.id);
  const isBarred = forum.defaultBanned.manage_topics === true || member?.banned?.manage_topics === true;
  const may = isMember(forum, viewer.id) && (!isBarred || hasRight(viewer, forum, 'manage_topics'));
  if (!may) throw forbidden('CHAT_WRITE_FORBIDDEN');
}

function writeAction(
  call: CallContext,
  viewer: Viewer,
  forum: WorldChannel,
  action: TlObject,
  request: TlObject,
  replyTo?: WorldReply,
) {
  const peer: PeerRef = { kind: 'channel', id: forum.id };
  return write(call, viewer, {
    peer,
    author: viewer.id,
    owner: viewer.id,
    date: viewer.now,
    action,
    ...senderOf(viewer, peer, request),
    ...(replyTo !== undefined && { replyTo }),
  });
}

function createTopic(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const forum = forumOf(viewer, request);
  const randomId = randomIdOf(request);
  const repeat = repeatOf(viewer, { kind: 'channel', id: forum.id }, randomId);
  if (repeat !== undefined) return postedAnswer(viewer, [repeat]);
  checkMayOpen(viewer, forum);
  const title = titleOf(request);
  const wanted = numberOf(request, 'icon_color');
  const colour = TOPIC_COLOURS.includes(wanted)
    ? wanted
    : TOPIC_COLOURS[forum.topics.size % TOPIC_COLOURS.length];
  const action = {
    _: 'messageActionTopicCreate',
    title,
    icon_color: colour,
    icon_emoji_id: request['icon_emoji_id'],
  };
  const made = writeAction(call, viewer, forum, action, request);
  viewer.account.randomIds.set(`channel:${forum.id} ${randomId}`, made.message);
  return postedAnswer(viewer, [{ ...made, randomId, repeated: false }]);
}

/** What an edit changes; a field that says what already holds is left out. */
function changesOf(topic: WorldTopic, request: TlObject): TlObject {
  const { closed, hidden, icon_emoji_id: icon } = request;
  const title = request['title'] === undefined ? undefined : titleOf(request);
  return {
    _: 'messageActionTopicEdit',
    title: title === topic.title ? undefined : title,
    icon_emoji_id: icon === (topic.iconEmojiId ?? 0n) ? undefined : icon,
    closed: closed === topic.closed ? undefined : closed,
    hidden: hidden === topic.hidden ? undefined : hidden,
  };
}

function editTopic(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const forum = forumOf(viewer, request);
  const topic = topicIn(forum, numberOf(request, 'topic_id'));
  const isGeneral = topic.id === GENERAL_TOPIC;
  checkManages(viewer, forum, isGeneral ? undefined : topic);
  const { closed, hidden, title, icon_emoji_id: icon } = request;
  const others = [title, icon].filter((field) => field !== undefined).length;
  if (isGeneral && icon !== undefined) throw badRequest('GENERAL_MODIFY_ICON_FORBIDDEN');
  if (closed !== undefined && (others > 0 || hidden !== undefined))
    throw badRequest('TOPIC_CLOSE_SEPARATELY');
  if (hidden !== undefined && others > 0) throw badRequest('TOPIC_HIDE_SEPARATELY');
  if (hidden !== undefined && !isGeneral) throw badRequest('TOPIC_ID_INVALID');
  const action = changesOf(topic, request);
  const isChanged = Object.entries(action).some(([field, value]) => field !== '_' && value !== undefined);
  if (!isChanged) throw badRequest('TOPIC_NOT_MODIFIED');
  const replyTo = isGeneral ? undefined : { id: topic.id, forumTopic: true };
  const { update } = writeAction(call, viewer, forum, action, request, replyTo);
  return wrapUpdates(viewer, [update]);
}

/** Opening topics, and renaming, closing and hiding them. */
export const changeTopicsHandlers: Handlers = {
  'channels.createForumTopic': createTopic,
  'channels.editForumTopic': editTopic,
};
