import type { CallContext, Handlers } from '../../rpc/handler.js';
import type { TlObject } from '../../tl/value.js';
import { GENERAL_TOPIC } from '../../world/threads.js';
import { topicOf } from '../../world/topics.js';
import type { WorldChannel, WorldTopic } from '../../world/model.js';
import { numberOf, numbersOf, textOf } from '../common/fields.js';
import { limitOf } from '../common/pages.js';
import { badRequest, viewerOf } from '../common/viewer.js';
import type { Viewer } from '../common/viewer.js';
import { renderMessage } from '../render/message.js';
import { People } from '../render/people.js';
import { renderTopic, topicTop } from '../render/topic.js';
import { forumOf } from './forum.js';
import { messageSeen } from '../common/seen-message.js';

interface Row {
  readonly topic: WorldTopic;
  readonly topId: number;
  readonly date: number;
}

function rowsOf(forum: WorldChannel, query: string): Row[] {
  const general = topicOf(forum, GENERAL_TOPIC);
  const all = [
    ...(general === undefined ? [] : [general]),
    ...[...forum.topics.values()].filter(({ id }) => id !== GENERAL_TOPIC),
  ];
  const rows = all
    .filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()))
    .map((topic): Row => {
      const topId = topicTop(forum, topic);
      return { topic, topId, date: forum.history.get(topId)?.date ?? topic.date };
    });
  const place = ({ topic }: Row): number => {
    const index = forum.pinnedTopics.indexOf(topic.id);
    return index === -1 ? forum.pinnedTopics.length : index;
  };
  return rows.toSorted(
    (one, other) => place(one) - place(other) || other.date - one.date || other.topId - one.topId,
  );
}

/** Where the page after a given topic begins; a topic that moved is looked for by the date of its last message. */
function startOf(rows: readonly Row[], forum: WorldChannel, request: TlObject): number {
  const offsetTopic = numberOf(request, 'offset_topic');
  const date = numberOf(request, 'offset_date');
  const at = rows.findIndex(({ topic }) => topic.id === offsetTopic);
  if (at !== -1) return at + 1;
  if (date === 0) return 0;
  const next = rows.findIndex((row) => !forum.pinnedTopics.includes(row.topic.id) && row.date < date);
  return next === -1 ? rows.length : next;
}

function answer(
  viewer: Viewer,
  forum: WorldChannel,
  topics: readonly TlObject[],
  tops: readonly number[],
  count: number,
): TlObject {
  const messages = tops.flatMap((id) => {
    const message = messageSeen(viewer, { kind: 'channel', id: forum.id }, id);
    return message === undefined ? [] : [renderMessage(viewer, message)];
  });
  return {
    _: 'messages.forumTopics',
    count,
    topics,
    messages,
    ...new People(viewer).add({ kind: 'channel', id: forum.id }).addFrom(topics).addFrom(messages).render(),
    pts: forum.pts,
  };
}

function getTopics(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const forum = forumOf(viewer, request);
  const rows = rowsOf(forum, textOf(request, 'q'));
  const start = startOf(rows, forum, request);
  const page = rows.slice(start, start + limitOf(request));
  return answer(
    viewer,
    forum,
    page.map(({ topic }) => renderTopic(viewer, forum, topic)),
    page.map(({ topId }) => topId),
    rows.length,
  );
}

function getTopicsById(request: TlObject, call: CallContext): TlObject {
  const viewer = viewerOf(call);
  const forum = forumOf(viewer, request);
  const ids = numbersOf(request, 'topics').slice(0, 100);
  if (ids.length === 0) throw badRequest('TOPICS_EMPTY');
  const known = ids.map((id) => ({ id, topic: topicOf(forum, id) }));
  return answer(
    viewer,
    forum,
    known.map(({ id, topic }) =>
      topic === undefined ? { _: 'forumTopicDeleted', id } : renderTopic(viewer, forum, topic),
    ),
    known.flatMap(({ topic }) => (topic === undefined ? [] : topicTop(forum, topic))),
    ids.length,
  );
}

/** The topics of a forum, pinned ones first, then by their last message. */
export const topicListHandlers: Handlers = {
  'channels.getForumTopics': getTopics,
  'channels.getForumTopicsByID': getTopicsById,
};
