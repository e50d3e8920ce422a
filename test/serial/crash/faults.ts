import type { Fault } from '@tgmcp/emulator';

/** What the last call of a cell says: sent by this call, sent by an earlier one, not sent, or nobody knows. */
export type Last = 'sent now' | 'sent before' | 'not sent' | 'unknown';

/** What goes wrong with a send, once. */
export interface Trouble {
  readonly name: string;
  readonly fault: Omit<Fault, 'method'> | undefined;
  /** The last of two retries, when the process died before its request left, and when it died later. */
  readonly last: { readonly before: Last; readonly later: Last } | 'as the point says';
}

/**
 * TG_CALL_DEADLINE_SEC of a cell's servers, seconds: short where an answer may never come and is waited for until then, and
 * elsewhere long enough for a busy machine.
 */
export function deadlineOf({ fault }: Trouble): string {
  return fault?.kind === 'silence' || fault?.kind === 'lose_answer' ? '2' : '20';
}

/** Long enough that nothing waits it out within a call. */
export const FLOOD_WAIT_SEC = 30;

export const TROUBLES: readonly Trouble[] = [
  { name: 'no fault', fault: undefined, last: { before: 'sent before', later: 'sent before' } },
  {
    name: 'a lost request',
    fault: { kind: 'silence' },
    last: { before: 'sent now', later: 'sent before' },
  },
  {
    name: 'a lost answer',
    fault: { kind: 'lose_answer' },
    last: { before: 'sent before', later: 'sent before' },
  },
  {
    name: 'an error before the effect',
    fault: { kind: 'error', code: 400, message: 'MEDIA_EMPTY' },
    last: { before: 'sent now', later: 'sent before' },
  },
  {
    name: 'an error after the effect',
    fault: { kind: 'error_after', code: 500, message: 'INTERNAL' },
    last: { before: 'sent before', later: 'sent before' },
  },
  {
    name: 'a flood wait',
    fault: { kind: 'error', code: 420, message: `FLOOD_WAIT_${FLOOD_WAIT_SEC}` },
    last: 'as the point says',
  },
];
