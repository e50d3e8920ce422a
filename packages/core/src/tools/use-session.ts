import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { READS } from './fields.js';

/** Changes whose account the server works with, where the operator allows it. */
export const useSession = defineTool<CoreServices>()({
  name: 'tg_use_session',
  title: 'Change the session',
  description:
    'Goes on with another session of tg_list_sessions, so with another account. Only where the operator allows it; when it fails, the present session stays.',
  input: z.strictObject({ session_name: z.string().min(1).max(64) }),
  output: z.strictObject({
    switched_to: z.string(),
    account: z.strictObject({ id: z.string(), first_name: z.string(), username: z.string().optional() }),
  }),
  hints: { ...READS, readOnlyHint: false, idempotentHint: true },
  async handle({ session_name: name }, services) {
    const account = await services.useSession(name);
    if (!account.ok) return account;
    const { id, first_name, username } = account.value;
    const named = username === undefined ? { id, first_name } : { id, first_name, username };
    return done({ switched_to: name, account: named });
  },
});
