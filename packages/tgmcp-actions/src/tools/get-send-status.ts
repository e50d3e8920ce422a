import { defineTool, done, refuse, type Outcome, type Refusal } from '@tgmcp/core';
import * as z from 'zod';
import { VERBS } from '../actions/action.js';
import { mayWrite } from '../gates/without-account.js';
import type { ActionServices } from '../services.js';
import { chat } from './write-fields.js';
import { WRITE_TOOLS } from './write-tools.js';

const seconds = z.int().min(0).max(31_536_000);
const missingRecord = z.strictObject({
  code: z.string(),
  message: z.string(),
  next_step: z.string(),
  retry_after: seconds.optional(),
});

/** Whether a write to a chat would go through now but for its approval, and if not, everything that is missing. */
export const getSendStatus = defineTool<ActionServices>()({
  name: 'tg_get_send_status',
  title: 'Would a write go through',
  description:
    'Whether a write to a chat would go through now, and everything that is missing; writes nothing.',
  input: z.strictObject({ group: chat, verb: z.enum(VERBS).default('send') }),
  output: z.strictObject({
    /** Nothing is missing but the approval of what is to be written. */
    ready: z.boolean(),
    missing: z.array(missingRecord),
    target: z.string().optional(),
  }),
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  async handle({ group, verb }, services) {
    const missing: Refusal[] = [];
    const look = <T>(outcome: Outcome<T>): T | undefined => {
      if (outcome.ok) return outcome.value;
      missing.push(outcome.refusal);
      return undefined;
    };
    look(await mayWrite(services.policy));
    const held = await heldBack(services);
    if (held !== undefined) look(held);
    const writes = look(await services.writes());
    const target = writes && look(await writes.writer.peers.resolve(group));
    if (writes === undefined || target === undefined) {
      return done({ ready: false, missing: missing.map(shown) });
    }
    look(await writes.allowlist.admit(target, verb, group));
    const quota = WRITE_TOOLS.find((tool) => tool.verb === verb)?.quota(target);
    if (quota !== undefined) {
      const { used, limit } = (await writes.quotas.usage())[quota];
      if (used >= limit) look(refuse('QUOTA_EXHAUSTED', { data: { quota, used, limit } }));
    }
    return done({ ready: missing.length === 0, missing: missing.map(shown), target: target.id });
  },
});

/** What Telegram asked for, or the account's own breaker. */
async function heldBack(services: ActionServices): Promise<Outcome<never> | undefined> {
  const account = await services.account('state');
  if (!account.ok) return undefined;
  const { breaker, writes_latched } = await account.value.pacer.stats();
  if (writes_latched) return refuse('WRITES_LATCHED');
  return breaker.state === 'open'
    ? refuse('BREAKER_OPEN', { retryAfter: breaker.retry_after ?? 0 })
    : undefined;
}

function shown({ code, message, next_step, retry_after }: Refusal) {
  return { code, message, next_step, ...(retry_after === undefined ? {} : { retry_after }) };
}
