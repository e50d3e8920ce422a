/** The messages that intents are known to have sent, so that no other intent takes one of them for its own. */
import type { JournalView } from '../journal/journal.js';
import type { Intent } from '../journal/records.js';

/** Ids of the messages that intents of the same content have sent. */
export async function knownMessages(
  journal: Pick<JournalView, 'ofContent'>,
  { contentDigest }: Pick<Intent, 'contentDigest'>,
): Promise<ReadonlySet<number>> {
  const intents = await journal.ofContent(contentDigest);
  const ids = intents.map(({ status }) =>
    status.state === 'sent' ? status.ending.result['message_id'] : undefined,
  );
  return new Set(ids.filter((id) => typeof id === 'number'));
}
