import { defineTool, done, refuse, type Outcome, type Refusal } from '@tgmcp/core';
import * as z from 'zod';
import { VERBS } from '../actions/action.js';
import { APPROVERS } from '../approvals/approver.js';
import type { Channel } from '../approvals/proposal.js';
import type { Place } from '../approvals/tries.js';
import { unsettledAttempts } from '../approvals/unsettled.js';
import { mayWrite } from '../gates/without-account.js';
import { claimFor } from '../quota/claim.js';
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
    /** Proposals of writes to this chat of which nobody knows whether they arrived; what they say is settled first. */
    unsettled: z.array(z.string()).optional(),
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
    look(await writes.approvals.room());
    look(await writes.approvals.tries.open(placeOf(writes.approvals.policy.channel)));
    const kind = WRITE_TOOLS.find((tool) => tool.verb === verb)?.quota(target);
    const account = await services.account('state');
    if (kind !== undefined && account.ok) {
      const claim = look(
        await claimFor({ kind, weight: 1 }, target, account.value.accountId, writes.acquainted),
      );
      if (claim !== undefined) look(await writes.quotas.room(claim));
    }
    const open = account.ok ? await unsettledAttempts(account.value.store) : [];
    const unsettled = open.filter(({ chat: { id } }) => id === target.id).map((one) => one.proposal_id);
    return done({ ready: missing.length === 0, missing: missing.map(shown), target: target.id, unsettled });
  },
});

/** Where the phrase is typed. */
function placeOf(channel: Channel): Place {
  return APPROVERS[channel].asksPhrase ? 'confirmation_text' : 'terminal';
}

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
