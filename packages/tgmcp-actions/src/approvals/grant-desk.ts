/** The person's side of what an agent has leave for: what there is, and its end. Nothing here can reach Telegram. */
import { createAuditLog, done, refuse, type Clock, type Outcome, type StateStore } from '@tgmcp/core';
import { GRANT_VERBS } from '../actions/action.js';
import { createApprovals } from './approvals.js';
import { createGrants } from './grants.js';
import { auditOfOverride, SOUND, type Standing } from './overridden.js';
import { approvalPolicy, lifeOf, type ApprovalSettings } from './policy.js';
import { isGrant, verbOf, type AnyProposal, type ProposalChat } from './proposal.js';

/** Something that an agent has, or is about to have, leave for. */
export interface HeldGrant {
  readonly id: string;
  /** `send`, `batch`, `write_lane` …. */
  readonly verb: string;
  /** `waiting`, `approved`, `active`: what can still lead to a write. Everything else is over. */
  readonly state: string;
  readonly account: string;
  /** What for, in our words. */
  readonly summary: string;
  /** Of a single action. */
  readonly chat?: ProposalChat;
  /** How many things it is for. */
  readonly items?: number;
  /** When it ends by itself, an ISO string. */
  readonly ends_at: string;
}

/** What the operator can do about grants of one account. */
export interface GrantDesk {
  /** Codes that were not used yet, batches and lanes, newest first. `all`: those that are over, too. */
  list(all: boolean): Promise<HeldGrant[]>;
  /** Ends one for ever, used or not, and every code of the same content. Refused with APPROVAL_UNKNOWN. */
  revoke(id: string): Promise<Outcome<HeldGrant>>;
}

const LIVE: ReadonlySet<string> = new Set(['waiting', 'approved', 'active']);

/** Opens the desk over an account's state store. */
export function openGrantDesk(options: {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly settings: ApprovalSettings;
  readonly standing?: Standing;
}): GrantDesk {
  const { store, clock, standing = SOUND } = options;
  const policy = approvalPolicy(options.settings);
  const audit = auditOfOverride(createAuditLog({ store, clock }), standing);
  const approvals = createApprovals(store, clock, policy, audit);
  const grants = createGrants({ store, clock, approvals, audit });

  const showSingle = async (proposal: AnyProposal): Promise<HeldGrant> => {
    const word = await approvals.word(proposal);
    const life = lifeOf(proposal, policy);
    const said = word?.said === 'nothing' ? 'waiting' : (word?.said ?? 'over');
    const used = (await approvals.consumedFor(proposal.id)) !== undefined;
    const state = used ? 'used' : word?.replacedBy === undefined ? said : 'replaced';
    return show(proposal, state, life.wall + life.ms);
  };

  const showGrants = async (): Promise<HeldGrant[]> => {
    const all = await Promise.all(GRANT_VERBS.map((verb) => grants.list(verb)));
    return all.flat().map(({ grant, state, taken, lifeMs }) => {
      const end = taken === undefined ? grant.created.wall + grant.ttlMs : taken.wall + lifeMs;
      return show(grant, state, end);
    });
  };

  return {
    async list(all) {
      const single = (await approvals.open()).filter((proposal) => !isGrant(proposal));
      const shown = [...(await showGrants()), ...(await Promise.all(single.map(showSingle)))];
      return shown.filter(({ state }) => all || LIVE.has(state));
    },
    async revoke(id) {
      const proposal = id === '' ? undefined : await approvals.byId(id);
      if (proposal === undefined) {
        return refuse('APPROVAL_UNKNOWN', { message: 'There is nothing with this id.' });
      }
      // The no first: with a log that cannot be written it holds all the same.
      const refused = await approvals.refuse(proposal, 'terminal');
      if (isGrant(proposal)) {
        const revoked = await grants.revoke(proposal.grant.verb, proposal.id, 'operator', '');
        if (!revoked.ok) return revoked;
        return done(show(proposal, 'revoked', clock.now()));
      }
      return refused.ok ? done(await showSingle(proposal)) : refused;
    },
  };
}

function show(proposal: AnyProposal, state: string, endsAt: number): HeldGrant {
  return {
    id: proposal.id,
    verb: verbOf(proposal),
    state,
    account: proposal.account.id,
    summary: proposal.preview.summary ?? verbOf(proposal),
    ...(isGrant(proposal) ? {} : { chat: proposal.chat }),
    ...(proposal.preview.items === undefined ? {} : { items: proposal.preview.items.length }),
    ends_at: new Date(endsAt).toISOString(),
  };
}
