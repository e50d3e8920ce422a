import { comparablePhrase, fitsPhraseHash, isPhraseHash, type Moment, type Settings } from '@tgmcp/core';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { GrantVerb } from '../actions/action.js';
import { isGrant, type AnyProposal, type Channel, type GrantProposal } from './proposal.js';

/** What the settings say about approving. Holds the phrase: never goes into an answer, an error or a log. */
export interface ApprovalPolicy {
  readonly channel: Channel;
  readonly minAgeMs: number;
  readonly ttlMs: number;
  /** How long a grant may be approved, and how long it may hold then, in milliseconds. */
  readonly grants: Readonly<Record<GrantVerb, { readonly ttlMs: number; readonly lifeMs: number }>>;
  /** Whether `given` is the confirmation phrase; false whenever none is set. In constant time. */
  readonly isPhrase: (given: string) => boolean;
}

/** The settings that approving reads. */
export type ApprovalSettings = Pick<
  Settings,
  | 'TG_ACTIONS_APPROVAL_CHANNEL'
  | 'TG_ACTIONS_APPROVAL_MIN_AGE_SEC'
  | 'TG_ACTIONS_APPROVAL_TTL_SEC'
  | 'TG_ACTIONS_CONFIRMATION_PHRASE'
  | 'TG_ACTIONS_LANE_APPROVAL_TTL_SEC'
  | 'TG_ACTIONS_LANE_MAX_TTL_SEC'
  | 'TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC'
>;

// What waits takes one of few places before the person; a batch can be asked for anew after a day.
const MOST_BATCH_TTL_MS = 86_400_000;

/** Reads the policy; the phrase stays inside the closure. */
export function approvalPolicy(settings: ApprovalSettings): ApprovalPolicy {
  const setting = settings.TG_ACTIONS_CONFIRMATION_PHRASE;
  const phrase = comparablePhrase(setting);
  return {
    channel: settings.TG_ACTIONS_APPROVAL_CHANNEL,
    minAgeMs: settings.TG_ACTIONS_APPROVAL_MIN_AGE_SEC * 1000,
    ttlMs: settings.TG_ACTIONS_APPROVAL_TTL_SEC * 1000,
    grants: {
      write_lane: {
        ttlMs: settings.TG_ACTIONS_LANE_APPROVAL_TTL_SEC * 1000,
        lifeMs: settings.TG_ACTIONS_LANE_MAX_TTL_SEC * 1000,
      },
      batch: {
        ttlMs: MOST_BATCH_TTL_MS,
        lifeMs: settings.TG_ACTIONS_BATCH_APPROVAL_LEASE_SEC * 1000,
      },
    },
    isPhrase: (given) =>
      isPhraseHash(setting)
        ? fitsPhraseHash(setting, given)
        : phrase !== '' && sameText(phrase, comparablePhrase(given)),
  };
}

// Hashes have one length, so the comparison tells nothing about the phrase, not even how long it is.
function sameText(left: string, right: string): boolean {
  return timingSafeEqual(hash(left), hash(right));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** How old the code of a proposal must be: the stricter of what held at the preview and what holds now. */
export function ageOf(proposal: AnyProposal, policy: ApprovalPolicy): Moment {
  return { ...proposal.created, ms: Math.max(proposal.minAgeMs, policy.minAgeMs) };
}

/**
 * How long a proposal can be approved: the stricter of what held at the preview and what holds now. A grant has a time of its
 * own, because reading many items takes longer.
 */
export function lifeOf(proposal: AnyProposal, policy: ApprovalPolicy): Moment {
  const most = isGrant(proposal) ? policy.grants[proposal.grant.verb].ttlMs : policy.ttlMs;
  return { ...proposal.created, ms: Math.min(proposal.ttlMs, most) };
}

/** How long a grant holds from when its code is used: what was approved, and no longer than the operator allows today. */
export function grantLife({ grant }: GrantProposal, policy: ApprovalPolicy): number {
  return Math.min(grant.lifeMs, policy.grants[grant.verb].lifeMs);
}
