import { momentAfter, permissionLeft, type Clock, type StateStore } from '@tgmcp/core';
import type { Action } from '../actions/action.js';
import { contentDigest } from '../actions/digest.js';
import { attemptKey, intentStatus, type StandingIntent } from './status.js';
import type { RandomIds } from './random-id.js';
import { stepsOf, type Steps } from './steps.js';
import {
  ATTEMPT_ENDS,
  ATTEMPT_STARTS,
  CONTENTS,
  INTENTS,
  SETTLED_BY_READING,
  type Ending,
  type Intent,
  type SentEnding,
} from './records.js';

/** Reading side of the journal. */
export interface JournalView {
  find(intentId: string): Promise<StandingIntent | undefined>;
  /** All intents of a content, oldest first. */
  ofContent(contentDigest: string): Promise<StandingIntent[]>;
  /** All intents of what is done to a peer. */
  ofPeer(peerId: string): Promise<StandingIntent[]>;
  /** Whether an intent was claimed, or found sent, within the idempotency window that ends now. */
  withinWindow(standing: StandingIntent): boolean;
}

/** What is claimed. */
export interface Claim {
  readonly action: Action;
  readonly proposalId: string;
  /** How many `random_id`s the action needs. */
  readonly items: number;
}

/** Intents and attempts of one account. Sends nothing and decides nothing; callers hold the lease of the content. */
export interface Journal extends JournalView {
  /** Creates the intent, or finds the one that already has its name. */
  claim(claim: Claim): Promise<StandingIntent>;
  /** Records that an attempt begins; undefined when somebody else began it first. */
  begin(intent: Intent, proposalId: string, fence: number): Promise<number | undefined>;
  /** Records how an attempt ended. */
  end(intent: Intent, attempt: number, ending: Ending): Promise<void>;
  stepsOf(intent: Intent): Steps;
  /** Records that reading Telegram showed the action done. */
  settleByReading(intent: Intent, ending: SentEnding): Promise<void>;
}

/** The journal over an account's state store. `windowMs`: the idempotency window. */
export function createJournal(
  store: StateStore,
  clock: Clock,
  windowMs: number,
  deriveId: RandomIds,
): Journal {
  const find = async (intentId: string): Promise<StandingIntent | undefined> => {
    const intent = (await store.get(INTENTS, intentId))?.value;
    return intent === undefined ? undefined : { intent, status: await intentStatus(store, intent) };
  };

  return {
    find,
    withinWindow({ intent, status }) {
      // An intent claimed long ago may have been sent only now: its duplicates count from then.
      const moments = status.state === 'sent' ? [intent.claimed, status.at] : [intent.claimed];
      return moments.some((moment) => permissionLeft(clock, { ...moment, ms: windowMs }) > 0);
    },
    async ofContent(digest) {
      const ids = (await store.get(CONTENTS, digest))?.value.intents ?? [];
      const found = await Promise.all(ids.map(find));
      return found.filter((one) => one !== undefined);
    },
    async ofPeer(peerId) {
      const found: StandingIntent[] = [];
      for (const id of await store.keys(INTENTS)) {
        const intent = (await store.get(INTENTS, id))?.value;
        if (intent?.action.target.id !== peerId) continue;
        found.push({ intent, status: await intentStatus(store, intent) });
      }
      return found;
    },
    async claim({ action, proposalId, items }) {
      const digest = contentDigest(action);
      const windowIndex = Math.floor(clock.now() / windowMs);
      const forcedBy = action.forceResend ? { forcedBy: proposalId } : {};
      const id = action.forceResend ? `${digest}-forced-${proposalId}` : `${digest}-${windowIndex}`;
      const name = { idempotencyKey: digest, windowIndex, peerId: action.target.id, ...forcedBy };
      const intent: Intent = {
        id,
        action,
        contentDigest: digest,
        proposalId,
        windowIndex,
        forced: action.forceResend,
        randomIds: Array.from({ length: items }, (_, item) => String(deriveId({ ...name, item }))),
        claimed: momentAfter(clock, windowMs),
      };
      const isNew = await store.create(INTENTS, id, intent);
      // Listed before anything is attempted: an intent that nobody lists would be overlooked. Not listed before it stands:
      // of what is listed and cannot be read nobody could say that it was not sent.
      await store.update(CONTENTS, digest, (content) =>
        content?.intents.includes(id) === true ? undefined : { intents: [...(content?.intents ?? []), id] },
      );
      const stored = isNew ? { intent, status: await intentStatus(store, intent) } : await find(id);
      if (stored === undefined) throw new Error(`The intent ${id} was created and is not there`);
      return stored;
    },
    async begin(intent, proposalId, fence) {
      const status = await intentStatus(store, intent);
      if (status.state === 'sent') return undefined;
      const attempt = status.state === 'not_begun' ? 1 : status.attempts + 1;
      const start = { intentId: intent.id, attempt, fence, proposalId, at: momentAfter(clock, 0) };
      const first = await store.create(ATTEMPT_STARTS, attemptKey(intent, attempt), start);
      return first ? attempt : undefined;
    },
    async end(intent, attempt, ending) {
      const end = { intentId: intent.id, attempt, ending, at: momentAfter(clock, 0) };
      await store.create(ATTEMPT_ENDS, attemptKey(intent, attempt), end);
    },
    stepsOf: (intent) => stepsOf(store, clock, intent),
    async settleByReading(intent, ending) {
      const fact = { intentId: intent.id, ending, at: momentAfter(clock, 0) };
      await store.create(SETTLED_BY_READING, intent.id, fact);
    },
  };
}
