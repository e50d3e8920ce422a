/** Arguments and result fields that all write tools share, so that they are spelt and explained alike. */
import { peerRecord } from '@tgmcp/core';
import * as z from 'zod';

const MOST_TEXT = 16_384;

/** A chat in an argument; that it takes an id, @username, link or title is said once, in the instructions. */
export const chat = z.string().min(1).max(512);

/** A message id in an argument. */
export const messageIdArgument = z.int().min(1).max(2_147_483_647);

/** The arguments of every write tool, besides those of its own. The instructions explain them once for all tools. */
export const writeArguments = {
  dry_run: z.boolean().default(true),
  confirm: z.boolean().default(false),
  confirmation_text: z.string().max(512).default(''),
  approval_code: z.string().max(64).default(''),
  force_resend: z.boolean().default(false),
};

/** Text that an argument may hold at all; the policy sets the real limit. */
export const anyText = z.string().max(MOST_TEXT);

const seconds = z.int().min(0).max(86_400);

/** The result fields of every write tool, previews and executions alike. */
export const writeResult = {
  dry_run: z.boolean(),
  account: z.string(),
  target: peerRecord,
  /** What will be done, in our words. */
  action: z.string(),
  text: z.string().optional(),
  message_len: z.int().min(0).max(MOST_TEXT).optional(),
  /** Formatting that is sent with the text, one line each. */
  entities: z.array(z.string()).optional(),
  details: z.array(z.strictObject({ label: z.string(), text: z.string() })).optional(),
  hidden_characters: z.int().min(0).max(1_000_000).optional(),
  approval: z.enum(['waiting', 'approved', 'refused', 'not_needed']).optional(),
  approval_code: z.string().optional(),
  proposal_id: z.string(),
  approval_min_age_sec: seconds.optional(),
  approval_execute_after: z.string().optional(),
  approval_expires_in_sec: seconds.optional(),
  approval_expires_at: z.string().optional(),
  already_sent: z.boolean().optional(),
  note: z.string(),
};

/** The hints of a tool that writes: a client should ask its user before each call. */
export const WRITES = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: true,
} as const;

/** The hints of a tool that only looks at what is remembered here. */
export const READS_STATE = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

/** The id of a write lane in an argument. */
export const laneId = z.string().min(1).max(64);
