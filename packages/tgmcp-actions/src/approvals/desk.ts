/**
 * The person's side: what waits, yes, no. The operator's command is built on this; nothing here can reach Telegram, and
 * nothing here tells the phrase or a code.
 */
import {
  createAuditLog,
  done,
  permissionLeft,
  refuse,
  requiredWaitLeft,
  type Clock,
  type Outcome,
  type StateStore,
} from '@tgmcp/core';
import { INTENTS } from '../journal/records.js';
import { intentStatus, isUnsettled } from '../journal/status.js';
import { createApprovals } from './approvals.js';
import { auditOfOverride, SOUND, type Standing } from './overridden.js';
import { REVOKED_GRANTS } from './grant-records.js';
import { ageOf, approvalPolicy, lifeOf, type ApprovalSettings } from './policy.js';
import {
  isGrant,
  verbOf,
  type AnyProposal,
  type Channel,
  type ProposalAccount,
  type ProposalChat,
  type ProposalOrigin,
  type ProposalPreview,
} from './proposal.js';
import { renderProposal } from './render.js';
import type { Word } from './words.js';

/** One proposal as the operator sees it. Times in seconds, moments as ISO strings. */
export interface PendingProposal {
  readonly id: string;
  readonly verb: string;
  readonly account: ProposalAccount;
  /** Absent for a grant, which is for many. */
  readonly chat?: ProposalChat;
  /** How the agent named the chat: an id, a @name, a title or a link. */
  readonly asked?: string;
  readonly preview: ProposalPreview;
  readonly origin?: ProposalOrigin;
  readonly force_resend: boolean;
  readonly channel: Channel;
  readonly said: Word['said'];
  readonly created_at: string;
  readonly age_sec: number;
  readonly expires_at: string;
  readonly expires_in_sec: number;
  /** Seconds until the code is old enough; 0 when it is. */
  readonly executable_in_sec: number;
  /** The whole preview for a terminal, foreign text set off and invisible characters written out. */
  readonly lines: readonly string[];
}

/** What the operator can do about proposals of one account. */
export interface ApprovalDesk {
  /** Everything within its life that was neither used nor replaced, newest first; refused and approved ones included. */
  pending(): Promise<PendingProposal[]>;
  /** Whether a proposal is of this account, whatever became of it. */
  knows(id: string): Promise<boolean>;
  /** Approves by the phrase. Refused with APPROVAL_UNKNOWN, EXPIRED, CODE_CONSUMED, PHRASE_WRONG (data.tries_left), PHRASE_LOCKED. */
  approve(id: string, phrase: string): Promise<Outcome<PendingProposal>>;
  /**
   * Refuses every code of this content; needs no phrase. Where the code was used before, nothing more is sent for it, and
   * the answer says what came of it: CODE_CONSUMED when it was sent, OUTCOME_UNKNOWN when nobody knows.
   */
  refuse(id: string): Promise<Outcome<PendingProposal>>;
  /** Forgets wrong tries at every place. */
  unlatch(): Promise<void>;
}

/** Opens the desk over an account's state store. */
export function openDesk(options: {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly settings: ApprovalSettings;
  /** Where settings are weak and overridden, every record of a decision says so. */
  readonly standing?: Standing;
}): ApprovalDesk {
  const { store, clock, standing = SOUND } = options;
  const policy = approvalPolicy(options.settings);
  const audit = auditOfOverride(createAuditLog({ store, clock }), standing);
  const approvals = createApprovals(store, clock, policy, audit);

  const show = (proposal: AnyProposal, word: Word | undefined): PendingProposal => {
    const life = lifeOf(proposal, policy);
    const leftMs = permissionLeft(clock, life);
    return {
      id: proposal.id,
      verb: verbOf(proposal),
      account: proposal.account,
      ...(isGrant(proposal) ? {} : { chat: proposal.chat, asked: proposal.asked }),
      preview: proposal.preview,
      ...(proposal.origin === undefined ? {} : { origin: proposal.origin }),
      force_resend: !isGrant(proposal) && proposal.action.forceResend,
      channel: proposal.channel,
      said: word?.said ?? 'nothing',
      created_at: new Date(proposal.created.wall).toISOString(),
      age_sec: seconds(life.ms - leftMs),
      expires_at: new Date(life.wall + life.ms).toISOString(),
      expires_in_sec: seconds(leftMs),
      executable_in_sec: Math.ceil(requiredWaitLeft(clock, ageOf(proposal, policy)) / 1000),
      lines: renderProposal(proposal),
    };
  };

  const find = async (id: string): Promise<Outcome<{ proposal: AnyProposal; word: Word }>> => {
    const proposal = id === '' ? undefined : await approvals.byId(id);
    const word = proposal && (await approvals.word(proposal));
    if (proposal === undefined || word === undefined) {
      return refuse('APPROVAL_UNKNOWN', { message: 'There is no proposal with this id.' });
    }
    return done({ proposal, word });
  };

  return {
    async pending() {
      const shown: PendingProposal[] = [];
      for (const proposal of await approvals.open()) {
        const word = await approvals.word(proposal);
        const dead = word === undefined || word.replacedBy !== undefined;
        // What the agent gave up waits for nobody.
        if (dead || (await store.get(REVOKED_GRANTS, proposal.id)) !== undefined) continue;
        if ((await approvals.consumedFor(proposal.id)) !== undefined) continue;
        shown.push(show(proposal, word));
      }
      return shown;
    },
    knows: async (id) => id !== '' && (await approvals.byId(id)) !== undefined,
    async approve(id, phrase) {
      const found = await find(id);
      if (!found.ok) return found;
      const { proposal, word } = found.value;
      if (word.replacedBy !== undefined) {
        return refuse('EXPIRED', { message: `A newer preview took its place: ${word.replacedBy}` });
      }
      const tried = await approvals.tries.attempt('terminal', () => policy.isPhrase(phrase));
      if (!tried.ok) return tried;
      if (!tried.value) {
        return refuse('PHRASE_WRONG', { data: { tries_left: await approvals.tries.left('terminal') } });
      }
      const approved = await approvals.approve(proposal, 'terminal');
      return approved.ok ? done(show(proposal, await approvals.word(proposal))) : approved;
    },
    async refuse(id) {
      const found = await find(id);
      if (!found.ok) return found;
      const refused = await approvals.refuse(found.value.proposal, 'terminal');
      if (!refused.ok) return refused;
      const used = await approvals.consumedFor(id);
      const intent = used && (await store.get(INTENTS, used.intentId))?.value;
      const came = intent && (await intentStatus(store, intent));
      if (came?.state === 'sent') return refuse('CODE_CONSUMED', { message: SENT });
      if (intent !== undefined && came !== undefined && isUnsettled(came)) {
        const data = { proposal_id: intent.proposalId };
        return refuse('OUTCOME_UNKNOWN', { message: MAY_BE_SENT, data });
      }
      return done(show(found.value.proposal, await approvals.word(found.value.proposal)));
    },
    unlatch: () => approvals.tries.unlatch(),
  };
}

const SENT = 'It was sent before it was refused; what stands in the chat stays there.';
const MAY_BE_SENT =
  'Nothing more is sent for it, but an attempt was made before, and nobody knows whether it arrived: look into the chat.';

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
