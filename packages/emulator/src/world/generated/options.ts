import type { PeerRef, WorldMessage } from '../model.js';

/** What a generated message says; place, ids, sender and date are given to it. */
export type GeneratedContent = Partial<
  Pick<WorldMessage, 'text' | 'entities' | 'media' | 'reactions' | 'views' | 'forwards'>
> & {
  /** How many messages back the one lies that this answers. */
  readonly answers?: number;
};

/** A long history that nobody wrote down: every message follows from its number, each time the same. */
export interface GeneratedMessages {
  /** The chat; in a private chat the other person, as `owner` sees it. Its history must still be empty. */
  readonly peer: PeerRef;
  readonly count: number;
  /** The account whose private chat it is; not needed for groups and channels. */
  readonly owner?: bigint;
  /** Dates of the first and the last message, in seconds; they rise evenly in between, with some jitter. */
  readonly from: number;
  readonly until: number;
  /** Who speaks; by default everybody who belongs to the chat. */
  readonly authors?: readonly bigint[];
  /** The same seed gives the same messages. */
  readonly seed?: string;
  /** What message `number` (from 0) says, instead of small talk. It must give the same for the same number. */
  readonly write?: (number: number) => GeneratedContent;
}
