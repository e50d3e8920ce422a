import type { PeerRef } from './peers.js';
import type { TlObject } from '../../tl/value.js';

/** One person's vote; options are named by their bytes in hexadecimal. */
export interface WorldVote {
  readonly options: readonly string[];
  readonly date: number;
}

/** A poll or quiz. All messages that carry it, forwards too, share its votes. */
export interface WorldPoll {
  readonly kind: 'poll';
  readonly id: bigint;
  /** A TL TextWithEntities. */
  readonly question: TlObject;
  readonly answers: readonly { readonly text: TlObject; readonly option: Uint8Array }[];
  readonly publicVoters: boolean;
  readonly multipleChoice: boolean;
  readonly quiz: boolean;
  readonly closePeriod?: number;
  /** Seconds since the epoch; the poll is closed from then on. */
  readonly closeDate?: number;
  /** Right options of a quiz. */
  readonly correct: readonly string[];
  readonly solution?: string;
  readonly solutionEntities?: readonly TlObject[];
  closed: boolean;
  readonly votes: Map<bigint, WorldVote>;
}

/** One task of a to-do list. */
export interface WorldTask {
  readonly id: number;
  /** A TL TextWithEntities. */
  readonly title: TlObject;
}

/** A to-do list; layers before 204 know it as an unsupported message. */
export interface WorldTodo {
  readonly kind: 'todo';
  /** A TL TextWithEntities. */
  readonly title: TlObject;
  readonly items: readonly WorldTask[];
  readonly othersCanAppend: boolean;
  readonly othersCanComplete: boolean;
  readonly completions: ReadonlyMap<number, { readonly by: PeerRef; readonly date: number }>;
}
