/** The groups that intents have made or may have made, so that no other intent takes one of them for its own. */
import type { Moment } from '@tgmcp/core';
import type { Journal } from '../journal/journal.js';
import type { Intent } from '../journal/records.js';
import { isUnsettled, type StandingIntent } from '../journal/status.js';
import { CREATION } from '../journal/steps.js';
import { lastTry } from '../journal/tries.js';
import type { MadeByOthers, Span } from './spec.js';

/**
 * What the other intents have made of groups: `known` are marked ids, of those included into which people have still to be
 * invited; `unnamed` is when one of the same title may have been made of which nobody knows the id: by title and date they
 * look alike, of whatever kind, since a basic group can become a supergroup. `serverTimeOf`: when a stored moment was.
 */
export async function groupsOfOthers(
  journal: Pick<Journal, 'ofPeer' | 'stepsOf'>,
  { id: own, action }: Pick<Intent, 'id' | 'action'>,
  serverTimeOf: (moment: Moment) => Span,
): Promise<MadeByOthers> {
  const known = new Set<number>();
  const unnamed: Span[] = [];
  for (const other of await journal.ofPeer(action.target.id)) {
    const { id, action: theirs, claimed } = other.intent;
    if (id === own || theirs.verb !== action.verb) continue;
    const made = await groupOf(journal, other);
    if (made !== undefined) known.add(made);
    else if (theirs.content['title'] === action.content['title'] && (await mayStand(journal, other))) {
      const { status } = other;
      // What was seen standing had been made by then, and is never asked for again.
      const toMs = status.state === 'sent' ? serverTimeOf(status.at).toMs : Number.POSITIVE_INFINITY;
      unnamed.push({ fromMs: serverTimeOf(claimed).fromMs, toMs });
    }
  }
  return { known, unnamed };
}

/** The marked id of the group that an intent has made, where it is on record. */
async function groupOf(
  journal: Pick<Journal, 'stepsOf'>,
  { intent, status }: StandingIntent,
): Promise<number | undefined> {
  const noted = await journal.stepsOf(intent).ended(CREATION);
  const made = noted ?? (status.state === 'sent' ? status.ending.result : undefined);
  return typeof made?.['group_id'] === 'string' ? Number(made['group_id']) : undefined;
}

/** Whether an intent without a group on record has one all the same, or may have: a person who settles it names none. */
async function mayStand(
  journal: Pick<Journal, 'stepsOf'>,
  { intent, status }: StandingIntent,
): Promise<boolean> {
  if (!isUnsettled(status)) return status.state === 'sent';
  return (await lastTry(journal.stepsOf(intent), CREATION)).isOpen;
}
