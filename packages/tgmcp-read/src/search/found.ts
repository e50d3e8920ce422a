import { UNFILTERED_KINDS, type MessageKind, type MessageRecord } from '@tgmcp/core';

/** Whether a message that Telegram found is one that was asked for. Dates are Unix seconds, 0 for none. */
export function isFound(
  message: MessageRecord,
  { since, until }: { readonly since: number; readonly until: number },
  kind: MessageKind,
): boolean {
  const at = Date.parse(message.date ?? '') / 1000;
  return (
    message.service === undefined &&
    at >= since &&
    (until === 0 || at <= until) &&
    (!UNFILTERED_KINDS.includes(kind) || message.media?.kind === kind)
  );
}
