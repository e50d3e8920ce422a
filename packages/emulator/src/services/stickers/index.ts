import type { Handlers } from '../../rpc/handler.js';
import { keptHandlers } from './kept.js';
import { setsHandlers } from './sets.js';

/** Stickers, custom emoji and GIFs. */
export const stickersServices: Handlers = { ...keptHandlers, ...setsHandlers };
