import { words } from '../kinds.js';

/** The sets of tools that tgmcp-read can be narrowed to. */
const READ_TOOLSETS = ['core', 'messages', 'search', 'people', 'media', 'export', 'raw', 'sessions'] as const;

/** One of them. */
export type ReadToolset = (typeof READ_TOOLSETS)[number];

/** Which tools are shown. */
export const toolsets = {
  TG_READ_TOOLSETS: words({
    servers: ['read'],
    words: READ_TOOLSETS,
    about:
      'The sets of tools that tgmcp-read shows, so that a small client pays for what it uses; empty for all.',
  }),
};
