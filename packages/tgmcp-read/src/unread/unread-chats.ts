/** Chats with something unread, in the order in which they matter. */
import { done, type CallOptions, type Outcome, type ReadDialog, type Telegram } from '@tgmcp/core';
import { allDialogs } from './all-dialogs.js';

/** Ranks: being named, direct messages, reactions to own messages, groups, channels; what is muted comes last. */
const RANKS = ['mention', 'direct', 'reaction', 'group', 'channel', 'muted'] as const;

/** Why a chat is in the digest, the weightiest reason. */
export type UnreadRank = (typeof RANKS)[number];

/** The same as a list, for schemas. */
export const UNREAD_RANKS = RANKS;

/** One chat of the digest. */
export interface UnreadChat {
  readonly dialog: ReadDialog;
  readonly record: NonNullable<ReadDialog['record']>;
  readonly rank: UnreadRank;
}

/** A place in the order: rank, then the newest first, then the id. */
export interface UnreadPlace {
  readonly rank: number;
  readonly at: number;
  readonly id: string;
}

/** All of them in order, and whether there are dialogs that were not looked at. */
export async function unreadChats(
  telegram: Telegram,
  options: CallOptions,
): Promise<Outcome<{ readonly chats: readonly UnreadChat[]; readonly isWhole: boolean }>> {
  const all = await allDialogs(telegram, options);
  if (!all.ok) return all;
  const { dialogs, isWhole } = all.value;
  const chats = dialogs.flatMap((dialog): UnreadChat[] => {
    const { record } = dialog;
    return record !== undefined && isUnread(dialog) ? [{ dialog, record, rank: rankOf(dialog) }] : [];
  });
  return done({ chats: chats.toSorted((one, other) => compare(placeOf(one), placeOf(other))), isWhole });
}

/** Where a chat stands in the order. */
export function placeOf({ dialog, rank }: UnreadChat): UnreadPlace {
  return { rank: RANKS.indexOf(rank), at: dialog.state.date, id: dialog.facts.id };
}

/** Below zero when the first stands before the second. */
export function compare(one: UnreadPlace, other: UnreadPlace): number {
  return one.rank - other.rank || other.at - one.at || (one.id < other.id ? -1 : Number(one.id > other.id));
}

function isUnread({ facts, state }: ReadDialog): boolean {
  return facts.unread || state.mentions > 0 || state.reactions > 0;
}

/** Being named counts in a muted chat too. */
function rankOf({ facts, state }: ReadDialog): UnreadRank {
  if (state.mentions > 0) return 'mention';
  if (facts.muted) return 'muted';
  if (facts.kind === 'user') return 'direct';
  if (state.reactions > 0) return 'reaction';
  return facts.kind === 'channel' ? 'channel' : 'group';
}
