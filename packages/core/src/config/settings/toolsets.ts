import { words } from '../kinds.js';

/** The sets of tools that tgmcp-read can be narrowed to. */
const READ_TOOLSETS = ['core', 'messages', 'search', 'people', 'media', 'export', 'raw', 'sessions'] as const;

/** One of them. */
export type ReadToolset = (typeof READ_TOOLSETS)[number];

/** The sets of write tools that tgmcp-actions can be narrowed to; what only reads is always shown. */
const ACTIONS_TOOLSETS = ['messages', 'members', 'batches', 'lanes', 'contacts', 'bots', 'raw'] as const;

/** One of them. */
export type ActionsToolset = (typeof ACTIONS_TOOLSETS)[number];

/** Which tools are shown. */
export const toolsets = {
  TG_READ_TOOLSETS: words({
    servers: ['read'],
    words: READ_TOOLSETS,
    about:
      'The sets of tools that tgmcp-read shows, so that a small client pays for what it uses; empty for all.',
  }),
  TG_ACTIONS_TOOLSETS: words({
    servers: ['actions'],
    words: ACTIONS_TOOLSETS,
    about: 'The sets of write tools that tgmcp-actions shows; empty for all.',
  }),
};
