import { done, type Outcome, type PeerKind, type QuotaClaim } from '@tgmcp/core';
import type { QuotaKind } from './message-quota.js';

/**
 * What an action takes: of its quota by items, and of the caps for one peer and for first messages to strangers. Refused as
 * the question is whether the person is known.
 */
export async function claimFor<T extends { readonly id: string; readonly kind: PeerKind }>(
  { kind, weight }: { readonly kind: QuotaKind; readonly weight: number },
  target: T,
  accountId: string,
  acquainted: (person: T) => Promise<Outcome<boolean>>,
): Promise<Outcome<QuotaClaim>> {
  if (kind === 'join' || kind === 'phone') return done({ kind, weight });
  const claim = { kind, weight, peer: target.id };
  // Bots and one's own saved messages are nobody's to be limited for.
  if (target.kind !== 'user' || target.id === accountId) return done(claim);
  const known = await acquainted(target);
  return known.ok ? done({ ...claim, firstContact: !known.value }) : known;
}
