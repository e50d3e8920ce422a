/**
 * A proposal: everything a person is asked to approve and everything that will be sent, stored before anybody is asked.
 * It never changes; what people say about it stands in `words.ts`, and that its code was used is a fact of its own.
 */
import { momentSchema, PEER_TYPES, type DocumentKind } from '@tgmcp/core';
import * as z from 'zod';
import { actionSchema, jsonObject } from '../actions/action.js';

/** Who makes a code good: a person outside the agent, or whoever holds the preview and the phrase. */
export const CHANNELS = ['operator', 'preview'] as const;
/** An approval channel. */
export type Channel = (typeof CHANNELS)[number];

const accountSchema = z.strictObject({
  id: z.string(),
  username: z.string().optional(),
  name: z.string().optional(),
});

const chatSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(PEER_TYPES),
  title: z.string(),
  username: z.string().optional(),
});

/** What a person sees besides the chat: texts with invisible characters written out, and facts by name. */
const previewSchema = z.strictObject({
  /** What the agent asks to do, in our words. */
  summary: z.string().optional(),
  /** The text exactly as it will be sent; absent for actions without text. */
  text: z.string().optional(),
  /** The same text with every invisible character written out. */
  text_shown: z.string().optional(),
  /** How many characters had to be written out. */
  hidden_characters: z.number().int().nonnegative(),
  /** Formatting that will be sent with the text, one line each; empty for plain text. */
  entities: z.array(z.string()),
  /** Whatever else the action touches, such as the messages to be deleted: a name of ours, and a text of anybody's. */
  details: z.array(z.strictObject({ label: z.string(), text: z.string() })).optional(),
  /** What else the approver must know, such as an earlier attempt whose outcome is unknown. */
  notes: z.array(z.string()),
});

/** A proposal as it is stored. */
export const proposalSchema = z.strictObject({
  id: z.string(),
  account: accountSchema,
  action: actionSchema,
  chat: chatSchema,
  /** How the caller named the target; an execution must name it alike, or by the canonical id. */
  asked: z.string(),
  /** What the arguments alone said, where the action was completed by looking something up. */
  request: jsonObject.optional(),
  preview: previewSchema,
  channel: z.enum(CHANNELS),
  approvalDigest: z.string(),
  contentDigest: z.string(),
  codeHash: z.string(),
  created: momentSchema,
  /** Milliseconds from `created`: how old the code must be, and when it ends. */
  minAgeMs: z.number(),
  ttlMs: z.number(),
});

/** A stored proposal. */
export type Proposal = z.infer<typeof proposalSchema>;
/** The account that would act, as the approver sees it. */
export type ProposalAccount = z.infer<typeof accountSchema>;
/** The chat that would be written to, as the approver sees it. */
export type ProposalChat = z.infer<typeof chatSchema>;
/** What the approver sees of the content. */
export type ProposalPreview = z.infer<typeof previewSchema>;

export const PROPOSALS: DocumentKind<Proposal> = { folder: 'proposals', version: 1, schema: proposalSchema };

const consumedSchema = z.strictObject({ proposalId: z.string(), intentId: z.string(), at: momentSchema });

/** That a code was used, and for which intent. Created once; nothing is ever un-consumed. */
export type Consumed = z.infer<typeof consumedSchema>;
export const CONSUMED: DocumentKind<Consumed> = {
  folder: 'consumed-codes',
  version: 1,
  schema: consumedSchema,
};
