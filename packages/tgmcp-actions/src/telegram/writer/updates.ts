/** Reads what Telegram answers to a send. See core.telegram.org/api/updates. */
import type { Api } from 'telegram';

/** A message that a send made, or had made before. */
export interface SentMessage {
  readonly id: number;
  /** Seconds since the epoch, server time. */
  readonly date: number;
  /** Events added to the account's updates; 0 when Telegram repeats an old answer. Absent for what is sent later. */
  readonly ptsCount?: number;
}

/** The message of one `random_id` in the answer; undefined when the answer names none. */
export function sentMessage(answer: Api.TypeUpdates, randomId: bigint): SentMessage | undefined {
  if (answer.className === 'UpdateShortSentMessage') {
    return { id: answer.id, date: answer.date, ptsCount: answer.ptsCount };
  }
  if (answer.className !== 'Updates' && answer.className !== 'UpdatesCombined') return undefined;
  const named = answer.updates.find(
    (update): update is Api.UpdateMessageID =>
      update.className === 'UpdateMessageID' && String(update.randomId) === String(randomId),
  );
  if (named === undefined) return undefined;
  for (const update of answer.updates) {
    if (update.className === 'UpdateNewScheduledMessage') {
      const { message } = update;
      if (message.id !== named.id || message.className === 'MessageEmpty') continue;
      return { id: message.id, date: message.date };
    }
    if (update.className !== 'UpdateNewMessage' && update.className !== 'UpdateNewChannelMessage') continue;
    const { message, ptsCount } = update;
    if (message.id !== named.id || message.className === 'MessageEmpty') continue;
    return { id: message.id, date: message.date, ptsCount };
  }
  // An id without its message: it was sent before and has been deleted since. A new one always comes with its message.
  return { id: named.id, date: answer.date, ptsCount: 0 };
}
