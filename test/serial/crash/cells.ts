import { POINTS, type Point } from './points.js';
import { TROUBLES, type Trouble } from './faults.js';

/**
 * What surrounds the kill: the data folder stays; it is lost, and the person logs in, previews and approves anew; or the
 * send repeats, by the person's wish, what was sent before.
 */
export const SITUATIONS = ['kept', 'lost', 'forced'] as const;
export type Situation = (typeof SITUATIONS)[number];

/** Who approves: the agent with the phrase, the person through the desk, or the person at the shipped command. */
export const APPROVALS = ['phrase', 'desk', 'command'] as const;
export type Approval = (typeof APPROVALS)[number];

/** One kill of one send, and what comes after it. */
export interface Cell {
  readonly point: Point;
  readonly trouble: Trouble;
  readonly situation: Situation;
  readonly approval: Approval;
}

/** Every point by every trouble by every situation; the approvals take turns. */
export function allCells(): Cell[] {
  let turn = 0;
  return POINTS.flatMap((point) =>
    TROUBLES.flatMap((trouble) =>
      SITUATIONS.map((situation) => {
        turn += 1;
        return { point, trouble, situation, approval: APPROVALS[turn % APPROVALS.length] ?? 'phrase' };
      }),
    ),
  );
}

/**
 * A sample in which every two values of different columns meet in at least one cell. Chosen greedily, ties by chance: the
 * same seed gives the same sample.
 */
export function pairwiseCells(seed: number): Cell[] {
  const chance = randomNumbers(seed);
  const candidates = POINTS.flatMap((point) =>
    TROUBLES.flatMap((trouble) =>
      SITUATIONS.flatMap((situation) =>
        APPROVALS.map((approval) => ({ point, trouble, situation, approval })),
      ),
    ),
  ).map((cell) => ({ cell, pairs: pairsOf(cell), order: chance() }));
  candidates.sort((one, other) => one.order - other.order);
  const open = new Set(candidates.flatMap(({ pairs }) => pairs));
  const chosen: Cell[] = [];
  while (open.size > 0) {
    let best = candidates[0];
    let most = 0;
    for (const candidate of candidates) {
      const news = candidate.pairs.filter((pair) => open.has(pair)).length;
      if (news > most) [best, most] = [candidate, news];
    }
    if (best === undefined) break;
    for (const pair of best.pairs) open.delete(pair);
    chosen.push(best.cell);
  }
  return chosen;
}

function pairsOf({ point, trouble, situation, approval }: Cell): string[] {
  const values = [point.name, trouble.name, situation, approval];
  return values.flatMap((one, index) => values.slice(index + 1).map((other) => `${one} / ${other}`));
}

/** Numbers from 0 to 1 by mulberry32, which is enough to shuffle. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
