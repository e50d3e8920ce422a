import * as z from 'zod';
import { done } from '../errors/outcome.js';
import { defineTool } from '../mcp/tool.js';
import type { CoreServices } from '../runtime/services.js';
import { count, READS } from './fields.js';

const use = z.strictObject({ used: count, limit: count });

/** How fast calls may go, whether Telegram asked to wait, and what this process did so far. Asks Telegram nothing. */
export const getStats = defineTool<CoreServices>()({
  name: 'tg_get_stats',
  title: 'Call budget and waits',
  description:
    'Rate limit, pauses demanded by Telegram, daily quotas and call counts of this server. Asks Telegram nothing.',
  input: z.strictObject({}),
  output: z.strictObject({
    budget: z.strictObject({
      mode: z.enum(['shared', 'local', 'off']),
      rate_rps: z.number(),
      waiting: count,
    }),
    breaker: z.strictObject({
      enabled: z.boolean(),
      state: z.enum(['closed', 'open', 'half_open']),
      retry_after: count.optional(),
      reason: z.string().optional(),
      threshold_sec: count,
      cooldown_sec: count,
    }),
    writes_latched: z.boolean(),
    slow_modes: z.array(z.strictObject({ peer: z.string(), retry_after: count })),
    /** Of the last 24 hours. */
    quotas: z.strictObject({
      dm: use,
      join: use,
      group_msg: use,
      phone: use,
      first_contact: use,
      per_peer: use,
    }),
    calls: z.strictObject({
      since: z.string(),
      sent: count,
      succeeded: count,
      failed: count,
      throttled: count,
      held_back: count,
      floods: count,
      repeats: count,
      deadlines: count,
      latency_ms: z.record(z.string(), count),
    }),
  }),
  hints: { ...READS, openWorldHint: false },
  async handle(_args, services) {
    const opened = await services.account('state');
    if (!opened.ok) return opened;
    const { pacer, quotas } = opened.value;
    const stats = await pacer.stats();
    return done({ ...stats, slow_modes: [...stats.slow_modes], quotas: await quotas.usage() });
  },
});
