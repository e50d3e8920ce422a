/** Arguments and result fields that all write tools share, so that they are spelt and explained alike. */
import { group, peerRecord } from '@tgmcp/core';
import * as z from 'zod';

const MOST_TEXT = 16_384;

/** The arguments of every write tool, besides those of its own. */
export const writeArguments = {
  group,
  dry_run: z.boolean().default(true).describe('true: preview and get an approval_code; false: execute'),
  confirm: z.boolean().default(false).describe('must be true to execute'),
  confirmation_text: z
    .string()
    .max(512)
    .default('')
    .describe('only if the policy asks for the phrase, which the person tells you'),
  approval_code: z.string().max(64).default('').describe('to execute: the code of the preview'),
  force_resend: z.boolean().default(false).describe('send although the same content was sent before'),
};

/** Text that an argument may hold at all; the policy sets the real limit. */
export const anyText = z.string().max(MOST_TEXT);

/** The result fields of every write tool, previews and executions alike. */
export const writeResult = {
  dry_run: z.boolean(),
  account: z.string(),
  target: peerRecord,
  approval: z.enum(['waiting', 'approved', 'refused', 'not_needed']).optional(),
  approval_code: z.string().optional(),
  proposal_id: z.string(),
  approval_min_age_sec: z.int().min(0).max(86_400).optional(),
  approval_execute_after: z.string().optional(),
  approval_expires_in_sec: z.int().min(0).max(86_400).optional(),
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
