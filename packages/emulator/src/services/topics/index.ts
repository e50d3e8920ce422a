import type { Handlers } from '../../rpc/handler.js';
import { changeTopicsHandlers } from './change-topics.js';
import { deleteTopicHandlers } from './delete-topic.js';
import { pinnedTopicsHandlers } from './pinned-topics.js';
import { toggleForumHandlers } from './toggle-forum.js';
import { topicListHandlers } from './topic-list.js';

/** The topics of forums (core.telegram.org/api/forum). */
export const topicsServices: Handlers = {
  ...changeTopicsHandlers,
  ...deleteTopicHandlers,
  ...pinnedTopicsHandlers,
  ...toggleForumHandlers,
  ...topicListHandlers,
};
