/** The messages that intents are known to have made, so that no other intent takes one of them for its own. */
import type { Verb } from '../actions/action.js';
import type { JsonObject, JsonValue } from '../actions/canonical-json.js';
import type { JournalView } from '../journal/journal.js';
import type { Intent } from '../journal/records.js';

/** What makes messages. All else names messages that were there before. */
const MAKES_MESSAGES: ReadonlySet<Verb> = new Set<Verb>(['send', 'send_file', 'forward', 'bot_steps']);

/** Ids of the messages that the intents of the peer of this one have made, whatever their content. */
export async function knownMessages(
  journal: Pick<JournalView, 'ofPeer'>,
  { action: { verb, target } }: Pick<Intent, 'action'>,
): Promise<ReadonlySet<number>> {
  if (!MAKES_MESSAGES.has(verb)) return new Set();
  const ids = new Set<number>();
  for (const { intent, status } of await journal.ofPeer(target.id)) {
    if (status.state !== 'sent' || !MAKES_MESSAGES.has(intent.action.verb)) continue;
    for (const id of messageIds(status.ending.result)) ids.add(id);
  }
  return ids;
}

/** As results name them: one, several, or one for each step. */
function messageIds({ message_id: one, message_ids: several, steps }: JsonObject): number[] {
  const ofSteps = listOf(steps).flatMap((step) => (isObject(step) ? messageIds(step) : []));
  return [one, ...listOf(several)].filter((id) => typeof id === 'number').concat(ofSteps);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
