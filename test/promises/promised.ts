/** How a promise is listed. */

/** A test: its file, and words of its title. */
export type Shown = readonly [file: string, words: string];

/** One thing that is promised. */
export interface Promised {
  readonly topic: string;
  readonly what: string;
  readonly shown: readonly [Shown, ...Shown[]];
}

/** A row. */
export const promised = (topic: string, what: string, ...shown: readonly [Shown, ...Shown[]]): Promised => ({
  topic,
  what,
  shown,
});
