/**
 * Leave for more than one action: a proposal whose scope is many items, or bounds within which an agent may act. It is
 * approved as every proposal is: the same code, age, forms, tries and words. Its code is used once, to take it into use.
 */
import {
  done,
  momentAfter,
  permissionLeft,
  refuse,
  type AuditEntry,
  type AuditLog,
  type Clock,
  type Moment,
  type Outcome,
  type StateStore,
  type ToolCall,
} from '@tgmcp/core';
import type { GrantVerb } from '../actions/action.js';
import { grantDigest } from '../actions/digest.js';
import type { Approvals, GrantDraft } from './approvals.js';
import { APPROVERS, type Presented } from './approver.js';
import { grantPreview, type GrantPreview } from './grant-preview.js';
import { isProposalId } from './code.js';
import { GRANTS, REVOKED_GRANTS, type Revocation } from './grant-records.js';
import { originOf } from './origin.js';
import { phraseGiven } from './phrase.js';
import { grantLife, lifeOf } from './policy.js';
import { isGrant, type GrantProposal } from './proposal.js';

/**
 * Where a grant stands. Before it is taken into use: `waiting` for a person, `approved`, `refused`, `replaced` by a newer one
 * of the same scope, `expired`. After: `active`, `ended` by its time or by a stricter channel, `refused` or `revoked` by a
 * person or given up by the agent. `invalid_scope`: it is not what was approved any more.
 */
export type GrantState =
  | 'waiting'
  | 'approved'
  | 'refused'
  | 'replaced'
  | 'expired'
  | 'active'
  | 'ended'
  | 'revoked'
  | 'invalid_scope';

/** A grant and where it stands. */
export interface StandingGrant {
  readonly grant: GrantProposal;
  readonly state: GrantState;
  /** How long it holds from then, by what was approved and by the operator's bounds of today; milliseconds. */
  readonly lifeMs: number;
  /** When its code was used. */
  readonly taken?: Moment;
  /** While it is active: how much longer, in milliseconds. */
  readonly leftMs: number;
  readonly revocation?: Revocation;
}

/** A grant to be asked for. */
export interface GrantRequest extends Omit<GrantDraft, 'preview' | 'origin'> {
  readonly preview: GrantPreview;
}

/** A grant that was asked for, with the code that takes it into use. */
export interface AskedGrant {
  readonly grant: GrantProposal;
  readonly code: string;
  readonly presented: Presented;
}

/** What takes a grant into use, as a tool's arguments give it. */
export interface Redemption {
  readonly verb: GrantVerb;
  readonly id: string;
  readonly approval_code: string;
  readonly confirmation_text: string;
  /** Where a person says yes to the grant itself, that will do without its code; set by what names the grant otherwise. */
  readonly codeOptional?: boolean;
}

/** The grants of one account. */
export interface Grants {
  /**
   * Stores a grant, puts it before a person where the channel has a way to, and gives out its code. An older one of the very
   * same scope that was not taken into use is replaced. TOO_MANY_PROPOSALS, AUDIT_UNWRITABLE.
   */
  ask(request: GrantRequest, call: ToolCall): Promise<Outcome<AskedGrant>>;
  /** The grant of an id. Refused with GRANT_NOT_FOUND. */
  find(verb: GrantVerb, id: string): Promise<Outcome<StandingGrant>>;
  /** All of a verb, newest first. */
  list(verb: GrantVerb): Promise<StandingGrant[]>;
  /**
   * Takes a grant into use, once; repeating it with the same code changes nothing. GRANT_NOT_FOUND, GRANT_NOT_ACTIVE,
   * PHRASE_WRONG, PHRASE_LOCKED, APPROVAL_CODE_MISSING, APPROVAL_UNKNOWN, APPROVAL_MISMATCH, APPROVAL_PENDING, TOO_FRESH,
   * EXPIRED, REFUSED_BY_OPERATOR, AUDIT_UNWRITABLE; a refusal uses no code up.
   */
  redeem(redemption: Redemption): Promise<Outcome<StandingGrant>>;
  /** Whether only its code takes a grant into use, whatever a person says to the grant itself. */
  needsCode(grant: GrantProposal): boolean;
  /** The grant, if it may be acted on right now. Refused with GRANT_NOT_FOUND, GRANT_NOT_ACTIVE. */
  active(verb: GrantVerb, id: string): Promise<Outcome<StandingGrant>>;
  /** Ends a grant for ever, whatever its state; needs nobody's leave. Ends also where the audit log cannot be written. */
  revoke(verb: GrantVerb, id: string, by: Revocation['by'], reason: string): Promise<Outcome<StandingGrant>>;
}

/** What grants work with. */
export interface GrantParts {
  readonly store: StateStore;
  readonly clock: Clock;
  readonly approvals: Approvals;
  readonly audit: AuditLog;
}

/** The grants over an account's state store. */
export function createGrants({ store, clock, approvals, audit }: GrantParts): Grants {
  const standing = async (grant: GrantProposal): Promise<StandingGrant> => {
    const revocation = (await store.get(REVOKED_GRANTS, grant.id))?.value;
    const taken = (await approvals.consumedFor(grant.id))?.at;
    const facts = {
      grant,
      lifeMs: grantLife(grant, approvals.policy),
      ...(taken === undefined ? {} : { taken }),
      ...(revocation === undefined ? {} : { revocation }),
    };
    const state = await stateOf(grant, taken, revocation);
    const leftMs =
      state === 'active' && taken !== undefined
        ? permissionLeft(clock, { ...taken, ms: grantLife(grant, approvals.policy) })
        : 0;
    return { ...facts, state, leftMs };
  };

  async function stateOf(
    grant: GrantProposal,
    taken: Moment | undefined,
    revocation: Revocation | undefined,
  ): Promise<GrantState> {
    if (grantDigest(grant.account.id, grant.grant) !== grant.approvalDigest) return 'invalid_scope';
    if (revocation !== undefined) return 'revoked';
    const word = await approvals.word(grant);
    if (word?.said === 'refused') return 'refused';
    // Of a scope that was asked for very often the oldest words are dropped, and a refusal may have been among them.
    if (word === undefined) return 'expired';
    if (taken !== undefined) {
      // What was taken into use without a person is over once the operator wants a person to decide.
      const holds = APPROVERS[approvals.policy.channel].consents(word);
      return holds && permissionLeft(clock, { ...taken, ms: grantLife(grant, approvals.policy) }) > 0
        ? 'active'
        : 'ended';
    }
    if (word.replacedBy !== undefined) return 'replaced';
    if (permissionLeft(clock, lifeOf(grant, approvals.policy)) === 0) return 'expired';
    return word.said === 'approved' ? 'approved' : 'waiting';
  }

  const find: Grants['find'] = async (verb, id) => {
    const proposal = isProposalId(id) ? await approvals.byId(id) : undefined;
    if (proposal === undefined || !isGrant(proposal) || proposal.grant.verb !== verb) {
      return refuse('GRANT_NOT_FOUND', { data: { id } });
    }
    return done(await standing(proposal));
  };

  const note = (grant: GrantProposal, facts: Pick<AuditEntry, 'event' | 'outcome' | 'code' | 'detail'>) =>
    audit.append({
      action: grant.grant.verb,
      account: grant.account.id,
      content_sha256: grant.contentDigest,
      proposal_id: grant.id,
      ...facts,
    });

  // Where the code alone makes the grant good, it cannot be left out.
  const needsCode = (grant: GrantProposal): boolean =>
    [grant.channel, approvals.policy.channel].some((channel) => APPROVERS[channel].asksPhrase);

  async function codeNames(grant: GrantProposal, code: string): Promise<Outcome<void>> {
    if (code === '') return refuse('APPROVAL_CODE_MISSING');
    const named = await approvals.grantByCode(code);
    if (named === undefined) return refuse('APPROVAL_UNKNOWN');
    return named.id === grant.id
      ? done(undefined)
      : refuse('APPROVAL_MISMATCH', { data: { fields: ['id'] } });
  }

  async function redeem(given: Redemption): Promise<Outcome<StandingGrant>> {
    const found = await find(given.verb, given.id);
    if (!found.ok) return found;
    const { grant, state } = found.value;
    if (state === 'revoked' || state === 'ended' || state === 'invalid_scope') {
      return notActive(found.value);
    }
    const told = await phraseGiven(approvals, grant, given.confirmation_text);
    if (!told.ok) return told;
    const isNamed = given.codeOptional === true && !needsCode(grant) && given.approval_code === '';
    const right = isNamed ? done(undefined) : await codeNames(grant, given.approval_code);
    if (!right.ok) return right;
    if (state === 'active') return found;
    const good = await approvals.verdict(grant);
    if (!good.ok) return good;
    const noted = await note(grant, { event: 'grant', outcome: 'taken into use' });
    if (!noted.ok) return noted;
    const used = await approvals.consume(grant, grant.id);
    return used.ok ? done(await standing(grant)) : used;
  }

  return {
    find,
    needsCode,
    async ask(request, call) {
      const preview = grantPreview(request.preview);
      const asked = await approvals.proposeGrant({ ...request, preview, origin: originOf(call) });
      if (!asked.ok) return asked;
      const { proposal: grant, code } = asked.value;
      await store.update(GRANTS, request.verb, (list) => ({ grants: [...(list?.grants ?? []), grant.id] }));
      const noted = await note(grant, {
        event: 'proposal',
        outcome: 'proposed',
        detail: { channel: grant.channel },
      });
      if (!noted.ok) return noted;
      return done({ grant, code, presented: await APPROVERS[grant.channel].present(grant, approvals, call) });
    },
    async list(verb) {
      const ids = (await store.get(GRANTS, verb))?.value.grants ?? [];
      const proposals = await Promise.all(ids.map((id) => approvals.byId(id)));
      const grants = proposals.filter((one) => one !== undefined).filter(isGrant);
      return Promise.all(grants.toReversed().map(standing));
    },
    async redeem(given) {
      const redeemed = sayingWhereCodesComeFrom(await redeem(given));
      if (!redeemed.ok) {
        const found = await find(given.verb, given.id);
        const facts = { event: 'refusal', outcome: 'refused', code: redeemed.refusal.code };
        // The refusal stands, recorded or not.
        await (found.ok ? note(found.value.grant, facts) : audit.append({ action: given.verb, ...facts }));
      }
      return redeemed;
    },
    async active(verb, id) {
      const found = await find(verb, id);
      return found.ok && found.value.state !== 'active' ? notActive(found.value) : found;
    },
    async revoke(verb, id, by, reason) {
      const found = await find(verb, id);
      if (!found.ok) return found;
      const { grant } = found.value;
      const at = momentAfter(clock, 0);
      await store.create(REVOKED_GRANTS, grant.id, { grantId: grant.id, by, reason, at });
      const noted = await note(grant, { event: 'grant', outcome: 'revoked', detail: { by } });
      return noted.ok ? done(await standing(grant)) : noted;
    },
  };
}

const ANEW = 'Create it anew for a new code, if the person still wants it.';

// A code of a grant comes from the call that created it, not from a preview.
function sayingWhereCodesComeFrom<T>(outcome: Outcome<T>): Outcome<T> {
  if (outcome.ok) return outcome;
  const { refusal } = outcome;
  if (refusal.code === 'APPROVAL_CODE_MISSING' || refusal.code === 'APPROVAL_MISMATCH') {
    return {
      ok: false,
      refusal: { ...refusal, next_step: 'Give the approval_code that its creation answered.' },
    };
  }
  const isOver = refusal.code === 'EXPIRED' || refusal.code === 'APPROVAL_UNKNOWN';
  return isOver ? { ok: false, refusal: { ...refusal, next_step: ANEW } } : outcome;
}

function notActive({ state }: StandingGrant): Outcome<never> {
  return refuse('GRANT_NOT_ACTIVE', { data: { state } });
}
