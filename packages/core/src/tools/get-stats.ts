import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { count, READS } from './fields.js';

/** How fast calls may go, whether Telegram asked to wait, and what this process did so far. Asks Telegram nothing. */
export const getStats = defineTool<CoreServices>()({
  name: 'tg_get_stats',
  title: 'Call budget and waits',
  description:
    'Rate limit, pauses demanded by Telegram and call counts of this server. Asks Telegram nothing.',
  input: z.strictObject({}),
  output: z.strictObject({
    budget: z.strictObject({
      mode: z.enum(['shared', 'local', 'off']),
      rate_rps: z.number(),
      waiting: count,
    }),
    breaker: z.strictObject({
      state: z.enum(['closed', 'open', 'half_open']),
      retry_after: count.optional(),
      reason: z.string().optional(),
    }),
    writes_latched: z.boolean(),
    calls: z.strictObject({
      sent: count,
      succeeded: count,
      failed: count,
      held_back: count,
      floods: count,
      repeats: count,
      deadlines: count,
      latency_ms: z.record(z.string(), count),
    }),
  }),
  hints: { ...READS, openWorldHint: false },
  async handle(_args, services) {
    const opened = await services.account();
    if (!opened.ok) return opened;
    return done(await opened.value.pacer.stats());
  },
});
