import type { World } from '@tgmcp/emulator';

/** Arguments of a call. */
export type Args = Readonly<Record<string, unknown>>;

/** A write tool in the shared scenarios: all that the next one costs is a row. */
export interface WriteRow {
  readonly tool: string;
  /** The arguments of one action, and of a like one for the scenarios of trouble. */
  readonly args: Args;
  readonly again: Args;
  /** Arguments that make no action, and how they are refused. */
  readonly invalid: readonly [change: Args, code: string];
  /** Another action on the same target. */
  readonly changed: Args;
  /** What the preview shows. */
  readonly shows: object;
  /** What an execution answers. */
  readonly answers: object;
  /** The write methods by which it is carried out. */
  readonly writes: readonly string[];
  /** Which of them is the one whose outcome matters; the first unless given. */
  readonly decisive?: string;
  /** Whether nothing can be read that tells whether it was done, so that only the operator settles it. */
  readonly settledByPerson?: true;
  /** Whether an attempt of unknown outcome is gone on with, not found done. */
  readonly resumes?: true;
  /** The setting of the daily limit it counts against; none where it counts against none. */
  readonly limit?: string;
  /** Whether the world shows that the first, or the like action was done. */
  done(world: World, again: boolean): boolean;
}
