/**
 * A proposal: everything a person is asked to approve and everything that will be sent, stored before anybody is asked.
 * It never changes; what people say about it stands in `words.ts`, and that its code was used is a fact of its own.
 */
import { momentSchema, PEER_TYPES, type DocumentKind } from '@tgmcp/core';
import * as z from 'zod';
import { actionSchema, GRANT_VERBS, jsonObject } from '../actions/action.js';

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
  /** Of a grant: each thing it is for, in one line or more, with every invisible character written out. */
  items: z.array(z.string()).optional(),
  /** What else the approver must know, such as an earlier attempt whose outcome is unknown. */
  notes: z.array(z.string()),
});

/** Who asked: what the client calls itself, and the server process that it started. */
const originSchema = z.strictObject({
  client: z.string().optional(),
  version: z.string().optional(),
  pid: z.int().positive(),
});

const common = {
  id: z.string(),
  account: accountSchema,
  preview: previewSchema,
  /** Absent in proposals of earlier versions. */
  origin: originSchema.optional(),
  channel: z.enum(CHANNELS),
  approvalDigest: z.string(),
  contentDigest: z.string(),
  codeHash: z.string(),
  created: momentSchema,
  /** Milliseconds from `created`: how old the code must be, and when it ends. */
  minAgeMs: z.number(),
  ttlMs: z.number(),
};

const actionProposalSchema = z.strictObject({
  ...common,
  action: actionSchema,
  chat: chatSchema,
  /** How the caller named the target; an execution must name it alike, or by the canonical id. */
  asked: z.string(),
  /** What the arguments alone said, where the action was completed by looking something up. */
  request: jsonObject.optional(),
});

const grantProposalSchema = z.strictObject({
  ...common,
  grant: z.strictObject({
    verb: z.enum(GRANT_VERBS),
    /** Everything it is for and every bound of it, in canonical form: what is digested and approved. */
    scope: jsonObject,
    /** How long it holds once its code was used, in milliseconds. */
    lifeMs: z.number().positive(),
  }),
});

/** One action, stored as it would be sent. */
export type Proposal = z.infer<typeof actionProposalSchema>;
/** A grant: leave for many items, or for messages within bounds. It names no single chat. */
export type GrantProposal = z.infer<typeof grantProposalSchema>;
/** Whatever a person can be asked. */
export type AnyProposal = Proposal | GrantProposal;
/** The account that would act, as the approver sees it. */
export type ProposalAccount = z.infer<typeof accountSchema>;
/** The chat that would be written to, as the approver sees it. */
export type ProposalChat = z.infer<typeof chatSchema>;
/** Where a proposal comes from; nobody checks what a client calls itself. */
export type ProposalOrigin = z.infer<typeof originSchema>;
/** What the approver sees of the content. */
export type ProposalPreview = z.infer<typeof previewSchema>;

export const PROPOSALS: DocumentKind<AnyProposal> = {
  folder: 'proposals',
  version: 1,
  schema: z.union([actionProposalSchema, grantProposalSchema]),
};

/** Whether a person is asked for a grant rather than for one action. */
export function isGrant(proposal: AnyProposal): proposal is GrantProposal {
  return 'grant' in proposal;
}

/** What is asked for, by its verb. */
export function verbOf(proposal: AnyProposal): string {
  return isGrant(proposal) ? proposal.grant.verb : proposal.action.verb;
}

const consumedSchema = z.strictObject({ proposalId: z.string(), intentId: z.string(), at: momentSchema });

/** That a code was used, and for which intent. Created once; nothing is ever un-consumed. */
export type Consumed = z.infer<typeof consumedSchema>;
export const CONSUMED: DocumentKind<Consumed> = {
  folder: 'consumed-codes',
  version: 1,
  schema: consumedSchema,
};
