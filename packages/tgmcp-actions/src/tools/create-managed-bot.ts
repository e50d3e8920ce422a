import { defineTool, refuse } from '@tgmcp/core';
import * as z from 'zod';
import type { ActionServices } from '../services.js';
import { chat, writeArguments } from './write-fields.js';

/**
 * Would make a bot that another bot manages. Layer 198, which the client library speaks, has no method for it, so it is
 * refused before anything is looked up. The name stands for those who know it from tg-mcp.
 */
export const createManagedBot = defineTool<ActionServices>()({
  name: 'tg_create_managed_bot',
  title: 'Create a managed bot',
  description: 'Not available yet, always refused. Make bots with @BotFather by tg_run_bot_steps.',
  input: z.strictObject({
    manager_bot: chat,
    name: z.string().max(256),
    username: z.string().max(64),
    via_deeplink: z.boolean().default(false),
    ...writeArguments,
  }),
  output: z.strictObject({}),
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  handle: async () => refuse('NOT_IN_LAYER'),
});
