/** What both searches are asked, and the form in which they ask Telegram. */
import {
  cursor,
  date,
  dateRange,
  done,
  limit,
  timezone,
  type CallOptions,
  type MessageKind,
  type Outcome,
  type ResolvedPeer,
  type Telegram,
} from '@tgmcp/core';
import { kind, sender } from '../messages/fields.js';
import { also, query, termsOf } from './terms.js';

/** The arguments that both have. */
export const searchFields = {
  query,
  also,
  from: sender,
  kind,
  date_from: date,
  date_to: date,
  timezone,
  limit: limit(1000, 100),
  cursor,
};

/** What is looked for: the words, by whom, of what kind, and between which seconds, 0 where a side is open. */
export interface Sought {
  readonly terms: string[];
  readonly sender: ResolvedPeer | undefined;
  readonly kind: MessageKind;
  readonly range: { readonly since: number; readonly until: number };
  /** For the question of a cursor. */
  readonly key: readonly unknown[];
}

/** Reads the arguments; the sender is looked up. */
export async function soughtBy(
  telegram: Telegram,
  args: {
    readonly query: string;
    readonly also: readonly string[];
    readonly from: string;
    readonly kind: MessageKind;
    readonly date_from: string;
    readonly date_to: string;
    readonly timezone: string;
  },
  options: CallOptions & { readonly signal: AbortSignal },
): Promise<Outcome<Sought>> {
  const found =
    args.from === '' ? undefined : await telegram.peers.resolve(args.from, { ...options, person: true });
  if (found?.ok === false) return found;
  const by = found?.value;
  const terms = termsOf(args);
  const range = dateRange(args.date_from, args.date_to, args.timezone);
  return done({ terms, sender: by, kind: args.kind, range, key: [terms, range, by?.id, args.kind] });
}
