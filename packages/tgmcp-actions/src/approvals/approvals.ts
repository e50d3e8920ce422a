import {
  createAuditLog,
  done,
  momentAfter,
  permissionLeft,
  refuse,
  requiredWaitLeft,
  type AuditLog,
  type AuditRecord,
  type Clock,
  type Outcome,
  type StateStore,
} from '@tgmcp/core';
import type { Action, GrantVerb } from '../actions/action.js';
import type { JsonObject } from '../actions/canonical-json.js';
import { approvalDigest, contentDigest, grantDigest } from '../actions/digest.js';
import { APPROVERS } from './approver.js';
import { codeHash, isCode, newCode, proposalIdOf, sameHash } from './code.js';
import { REVOKED_GRANTS } from './grant-records.js';
import { ageOf, lifeOf, type ApprovalPolicy } from './policy.js';
import {
  CONSUMED,
  isGrant,
  PROPOSALS,
  verbOf,
  type AnyProposal,
  type Consumed,
  type GrantProposal,
  type Proposal,
  type ProposalAccount,
  type ProposalChat,
  type ProposalOrigin,
  type ProposalPreview,
} from './proposal.js';
import { createTryCounter, type TryCounter } from './tries.js';
import { createWaitingList } from './waiting-list.js';
import { createWordBook, type SaidBy, type Word } from './words.js';

/** What a preview found, ready to be stored. */
export interface ProposalDraft {
  readonly account: ProposalAccount;
  readonly action: Action;
  readonly chat: ProposalChat;
  readonly asked: string;
  readonly request?: JsonObject;
  readonly preview: ProposalPreview;
  readonly origin?: ProposalOrigin;
}

/** A grant, ready to be stored. */
export interface GrantDraft {
  readonly account: ProposalAccount;
  readonly verb: GrantVerb;
  /** Everything it is for and every bound of it. */
  readonly scope: JsonObject;
  readonly preview: ProposalPreview;
  readonly origin?: ProposalOrigin;
  /** How long it can be approved, and how long it holds once its code was used; milliseconds. */
  readonly ttlMs: number;
  readonly lifeMs: number;
}

/** Reading side: what a check may know about proposals and codes. */
export interface ApprovalsView {
  readonly policy: ApprovalPolicy;
  readonly tries: Pick<TryCounter, 'attempt' | 'left'>;
  /** The action that a code names; undefined for a code that no preview gave out. */
  byCode(code: string): Promise<Proposal | undefined>;
  /** For which intent a proposal's code was used. */
  consumedFor(proposalId: string): Promise<Consumed | undefined>;
  /** Whether the code of a proposal is good now, leaving aside whether it was used. */
  verdict(proposal: AnyProposal): Promise<Outcome<void>>;
}

/** Proposals, codes and what people said about them, of one account. */
export interface Approvals extends ApprovalsView {
  readonly tries: TryCounter;
  /** Whether an action more could be proposed now. Refused with TOO_MANY_PROPOSALS. */
  room(): Promise<Outcome<void>>;
  /** Stores a proposal and gives out its code; an older one of the same approval digest ends. TOO_MANY_PROPOSALS. */
  propose(draft: ProposalDraft): Promise<Outcome<{ proposal: Proposal; code: string }>>;
  /** The same for a grant. */
  proposeGrant(draft: GrantDraft): Promise<Outcome<{ proposal: GrantProposal; code: string }>>;
  /** The grant that a code names. */
  grantByCode(code: string): Promise<GrantProposal | undefined>;
  byId(proposalId: string): Promise<AnyProposal | undefined>;
  word(proposal: Pick<AnyProposal, 'id' | 'contentDigest'>): Promise<Word | undefined>;
  /** Proposals within their life, newest first. */
  open(): Promise<AnyProposal[]>;
  /** Records a person's yes. Refused with EXPIRED or CODE_CONSUMED when too late, or AUDIT_UNWRITABLE. */
  approve(proposal: AnyProposal, by: SaidBy): Promise<Outcome<void>>;
  /** Records a person's no; it ends every code of the content. Holds even where the audit log cannot be written. */
  refuse(proposal: AnyProposal, by: SaidBy): Promise<Outcome<void>>;
  /**
   * Whether nobody has taken the leave back, asked at the last moment before each request of an action that was begun.
   * REFUSED_BY_OPERATOR.
   */
  stands(proposal: AnyProposal): Promise<Outcome<void>>;
  /** Uses a code for one intent, once and for ever; using it again for the same intent is no change. */
  consume(proposal: AnyProposal, intentId: string): Promise<Outcome<void>>;
}

/** What every proposal gets when it is entered. */
type Entry = Pick<AnyProposal, 'id' | 'channel' | 'codeHash' | 'created' | 'minAgeMs' | 'ttlMs'>;

/** The approvals over an account's state store. */
export function createApprovals(
  store: StateStore,
  clock: Clock,
  policy: ApprovalPolicy,
  audit: AuditLog = createAuditLog({ store, clock }),
): Approvals {
  const tries = createTryCounter(store, clock);
  const words = createWordBook(store, clock);

  const note = (proposal: AnyProposal, by: SaidBy, outcome: string): Promise<Outcome<AuditRecord>> =>
    audit.append({
      event: 'approval',
      action: verbOf(proposal),
      account: proposal.account.id,
      ...(isGrant(proposal) ? {} : { peer: proposal.chat.id }),
      content_sha256: proposal.contentDigest,
      proposal_id: proposal.id,
      outcome,
      detail: { by },
    });

  const byId = async (id: string): Promise<AnyProposal | undefined> =>
    (await store.get(PROPOSALS, id))?.value;
  const word: Approvals['word'] = ({ id, contentDigest: digest }) => words.find(digest, id);
  const consumedFor = async (id: string): Promise<Consumed | undefined> =>
    (await store.get(CONSUMED, id))?.value;

  const waiting = createWaitingList(store, clock, async (id) => {
    const proposal = await byId(id);
    const standing = proposal && (await word(proposal));
    // Its place is taken before it is stored, and its word is entered after that.
    if (proposal === undefined || standing === undefined) return undefined;
    if (standing.said === 'refused') return 0;
    if ((await consumedFor(id)) !== undefined) return 0;
    const isRevoked = isGrant(proposal) && (await store.get(REVOKED_GRANTS, id)) !== undefined;
    if (!isRevoked && standing.replacedBy === undefined) return Number.POSITIVE_INFINITY;
    // What an agent itself can end counts a while longer: else asking and ending in turns would fill the disk.
    return permissionLeft(clock, { ...proposal.created, ms: policy.ttlMs });
  });

  const expired = (proposal: AnyProposal): boolean => permissionLeft(clock, lifeOf(proposal, policy)) === 0;

  const stands: Approvals['stands'] = async (proposal) =>
    (await word(proposal))?.said === 'refused' ? refuse('REFUSED_BY_OPERATOR') : done(undefined);

  const verdict = async (proposal: AnyProposal): Promise<Outcome<void>> => {
    const standing = await word(proposal);
    if (standing?.said === 'refused') return refuse('REFUSED_BY_OPERATOR');
    // Of a content with very many proposals the oldest words are dropped, and a refusal may have been among them.
    if (standing === undefined) return refuse('EXPIRED');
    // A used code still serves its own intent, so a newer preview does not end it; its life does.
    if (standing.replacedBy !== undefined && (await consumedFor(proposal.id)) === undefined) {
      return refuse('EXPIRED', { message: 'A newer preview of the same content has taken its place.' });
    }
    if (expired(proposal)) return refuse('EXPIRED');
    // What the proposal was made for and what this process asks must both be satisfied.
    for (const channel of new Set([proposal.channel, policy.channel])) {
      if (!APPROVERS[channel].consents(standing)) {
        return refuse('APPROVAL_PENDING', { data: { proposal_id: proposal.id } });
      }
    }
    const leftMs = requiredWaitLeft(clock, ageOf(proposal, policy));
    return leftMs > 0 ? refuse('TOO_FRESH', { retryAfter: leftMs / 1000 }) : done(undefined);
  };

  const named = async (code: string): Promise<AnyProposal | undefined> => {
    if (!isCode(code)) return undefined;
    const proposal = await byId(proposalIdOf(code));
    if (proposal === undefined) return undefined;
    const hash = codeHash(proposal.account.id, proposal.id, code);
    return sameHash(hash, proposal.codeHash) ? proposal : undefined;
  };

  async function enter<P extends AnyProposal>(
    accountId: string,
    ttlMs: number,
    make: (entry: Entry) => P,
  ): Promise<Outcome<{ proposal: P; code: string }>> {
    const code = newCode();
    const id = proposalIdOf(code);
    const proposal = make({
      id,
      channel: policy.channel,
      codeHash: codeHash(accountId, id, code),
      created: momentAfter(clock, 0),
      minAgeMs: policy.minAgeMs,
      ttlMs,
    });
    const entered = await waiting.enter(id, ttlMs, isGrant(proposal) ? 'grant' : 'action');
    if (!entered.ok) return entered;
    if (!(await store.create(PROPOSALS, id, proposal))) {
      throw new Error('Two proposals got the same random id');
    }
    await words.enter(proposal.contentDigest, proposal.approvalDigest, id);
    return done({ proposal, code });
  }

  return {
    policy,
    tries,
    byId,
    word,
    consumedFor,
    verdict,
    room: () => waiting.room(),
    async byCode(code) {
      const proposal = await named(code);
      return proposal === undefined || isGrant(proposal) ? undefined : proposal;
    },
    async grantByCode(code) {
      const proposal = await named(code);
      return proposal !== undefined && isGrant(proposal) ? proposal : undefined;
    },
    propose: (draft) =>
      enter(draft.account.id, policy.ttlMs, (entry) => ({
        ...draft,
        ...entry,
        approvalDigest: approvalDigest(draft.action),
        contentDigest: contentDigest(draft.action),
      })),
    proposeGrant({ account, verb, scope, preview, origin, ttlMs, lifeMs }) {
      const digest = grantDigest(account.id, { verb, scope, lifeMs });
      return enter(account.id, ttlMs, (entry) => ({
        account,
        preview,
        ...(origin === undefined ? {} : { origin }),
        grant: { verb, scope, lifeMs },
        ...entry,
        approvalDigest: digest,
        contentDigest: digest,
      }));
    },
    async open() {
      const proposals = await Promise.all((await waiting.ids()).map((id) => byId(id)));
      return proposals
        .filter((proposal) => proposal !== undefined)
        .filter((proposal) => !expired(proposal))
        .toReversed();
    },
    async approve(proposal, by) {
      if ((await consumedFor(proposal.id)) !== undefined) return refuse('CODE_CONSUMED');
      if (expired(proposal)) return refuse('EXPIRED');
      const noted = await note(proposal, by, 'approved');
      if (!noted.ok) return noted;
      const entered = await words.approve(proposal.contentDigest, proposal.id, by);
      return entered ? done(undefined) : refuse('EXPIRED');
    },
    async refuse(proposal, by) {
      await words.refuse(proposal.contentDigest, by);
      const noted = await note(proposal, by, 'refused');
      return noted.ok ? done(undefined) : noted;
    },
    stands,
    async consume(proposal, intentId) {
      const fact = { proposalId: proposal.id, intentId, at: momentAfter(clock, 0) };
      if (!(await store.create(CONSUMED, proposal.id, fact))) {
        const earlier = await consumedFor(proposal.id);
        return earlier?.intentId === intentId ? done(undefined) : refuse('CODE_CONSUMED');
      }
      // Somebody may have refused it between the check and this moment: that word still counts.
      return stands(proposal);
    },
  };
}
