import type { Handlers } from '../../rpc/handler.js';
import { ownStoriesHandlers } from './own-stories.js';
import { readStoriesHandlers } from './read-stories.js';
import { seenStoriesHandlers } from './seen-stories.js';

/** Stories of people and channels. */
export const storiesServices: Handlers = {
  ...ownStoriesHandlers,
  ...readStoriesHandlers,
  ...seenStoriesHandlers,
};
