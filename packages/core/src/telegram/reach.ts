import type { Refused } from '../errors/outcome.js';
import { refuse } from '../errors/refuse.js';

/** The account behind a connection is not checked yet; thrown before anything is sent. */
export class Unverified extends Error {
  override readonly name = 'Unverified';
}

/** What becomes of {@link Unverified}; recognised by its identity. */
export const UNVERIFIED = refuse('DISCONNECTED', { data: { reached_wire: false } }).refusal;

/** Says in a refusal whether bytes of the request left; only then may a caller think that it was carried out. */
export function withReach({ refusal }: Refused, left: boolean): Refused {
  const { reached_wire: _, ...data } = refusal.data ?? {};
  return { ok: false, refusal: { ...refusal, data: left ? data : { ...data, reached_wire: false } } };
}

/**
 * What the caller of a request is told. Of a write that had left, the end of its session tells nothing, unless Telegram
 * answered the write itself by it: the key may have been forgotten after the write was carried out.
 */
export function toldOf(refused: Refused, kind: 'read' | 'write', left: boolean): Refused {
  if (kind === 'read') return left ? withReach(refused, left) : refused;
  const { code, data } = refused.refusal;
  const isUnanswered = code === 'NOT_AUTHORIZED' && data?.['rpc'] === undefined;
  return left && isUnanswered ? refuse('DISCONNECTED') : withReach(refused, left);
}
