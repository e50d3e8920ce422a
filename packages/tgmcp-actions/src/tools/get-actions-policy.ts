import { defineTool, done, neutraliseText } from '@tgmcp/core';
import * as z from 'zod';
import { VERBS } from '../actions/action.js';
import type { AllowlistReport } from '../allowlist/allowlist.js';
import { parseAllowlist } from '../allowlist/entries.js';
import { APPROVERS } from '../approvals/approver.js';
import { CHANNELS } from '../approvals/proposal.js';
import type { Lanes } from '../lanes/lanes.js';
import { laneStatus } from '../lanes/summary.js';
import type { ActionServices } from '../services.js';

const seconds = z.int().min(0).max(31_536_000);
const amount = z.int().min(0).max(1_000_000_000);
const use = z.strictObject({ used: amount, limit: amount });

const WHO = {
  operator:
    'A person approves each preview at "tgmcp approve" or in a form. The agent cannot: no argument stands in for it.',
  preview:
    'The approval_code of a preview works once it is old enough, together with the confirmation_text that the person tells. No person has to act.',
} as const;

/** What may be written, who approves, and what is left of the quotas. Never tells the phrase. */
export const getActionsPolicy = defineTool<ActionServices>()({
  name: 'tg_get_actions_policy',
  title: 'Write policy',
  description:
    'Whether writing is on, which chats may be written to, who approves and how, limits and quotas left. Call it before planning to write.',
  input: z.strictObject({}),
  output: z.strictObject({
    enabled: z.boolean(),
    /** By the operator, at once and for every server: tgmcp stop-writes. */
    stopped: z.boolean(),
    policy_issues: z.array(z.string()),
    unsafe_override: z.boolean(),
    approval: z.strictObject({
      channel: z.enum(CHANNELS),
      who: z.string(),
      needs_confirmation_text: z.boolean(),
      min_age_sec: seconds,
      ttl_sec: seconds,
    }),
    limits: z.strictObject({
      max_message_len: amount,
      max_file_mb: amount,
      idempotency_window_sec: seconds,
    }),
    /** Folders from which files may be sent. */
    file_roots: z.array(z.string()),
    batches: z.strictObject({ ttl_hours: amount, approval_lease_sec: seconds, run_lease_sec: seconds }),
    allowlist: z.array(
      z.strictObject({
        entry: z.string(),
        /** Absent: all. */
        verbs: z.array(z.enum(VERBS)).optional(),
        id: z.string().optional(),
        title: z.string().optional(),
      }),
    ),
    /** Of the last 24 hours; `first_contact`: first messages to strangers, `per_peer`: the busiest chat. */
    quotas: z
      .strictObject({ dm: use, join: use, group_msg: use, phone: use, first_contact: use, per_peer: use })
      .optional(),
    /** What any write lane may have at most, and how many are in use. */
    lanes: z.strictObject({
      max_ttl_sec: seconds,
      max_targets: amount,
      max_messages: amount,
      min_interval_sec: seconds,
      active: amount.optional(),
    }),
    account_problem: z.string().optional(),
  }),
  hints: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  async handle(_args, services) {
    const { settings, policy } = services;
    const account = await services.writes('state');
    const channel = settings.TG_ACTIONS_APPROVAL_CHANNEL;
    const entries = account.ok
      ? await account.value.allowlist.report()
      : parseAllowlist(settings.TG_ACTIONS_ALLOWED_GROUPS);
    const stopped = await policy.stopped();
    return done({
      enabled: !stopped && policy.enabled && (policy.issues.length === 0 || policy.overridden),
      stopped,
      policy_issues: [...policy.issues],
      unsafe_override: policy.overridden,
      approval: {
        channel,
        who: WHO[channel],
        needs_confirmation_text: APPROVERS[channel].asksPhrase,
        min_age_sec: settings.TG_ACTIONS_APPROVAL_MIN_AGE_SEC,
        ttl_sec: settings.TG_ACTIONS_APPROVAL_TTL_SEC,
      },
      limits: {
        max_message_len: policy.limits.maxMessageLength,
        max_file_mb: settings.TG_ACTIONS_MAX_FILE_MB,
        idempotency_window_sec: settings.TG_ACTIONS_IDEMPOTENCY_WINDOW_SEC,
      },
      file_roots: [...settings.TG_ACTIONS_FILE_ROOTS],
      batches: {
        ttl_hours: settings.TG_ACTIONS_BATCH_TTL_HOURS,
        approval_lease_sec: settings.TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC,
        run_lease_sec: settings.TG_ACTIONS_BATCH_RUN_LEASE_SEC,
      },
      allowlist: entries.map(({ entry, verbs, id, title }: AllowlistReport) => ({
        entry,
        ...(verbs === undefined ? {} : { verbs: [...verbs] }),
        ...(id === undefined ? {} : { id }),
        ...(title === undefined ? {} : { title: neutraliseText(title).value }),
      })),
      lanes: {
        max_ttl_sec: settings.TG_ACTIONS_LANE_MAX_TTL_SEC,
        max_targets: settings.TG_ACTIONS_LANE_MAX_TARGETS,
        max_messages: settings.TG_ACTIONS_LANE_MAX_MESSAGES,
        min_interval_sec: settings.TG_ACTIONS_LANE_MIN_INTERVAL_SEC,
        ...(account.ok ? { active: await activeLanes(account.value.lanes) } : {}),
      },
      ...(account.ok
        ? { quotas: await account.value.quotas.usage() }
        : { account_problem: `${account.refusal.message} ${account.refusal.next_step}` }),
    });
  },
});

async function activeLanes(lanes: Lanes): Promise<number> {
  return (await lanes.list()).filter((lane) => laneStatus(lane) === 'active').length;
}
